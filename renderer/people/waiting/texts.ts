/** Texts about choices that wait to be settled. */

import type { Choice } from '#app/session/changes/pending.ts';
import { deviceTitle } from '#app/session/view/people/people.ts';
import type { Health } from '#app/session/view/view.ts';
import { catalog } from '#shared/texts/catalog.ts';
import { eitherOf } from '../../ui/format.ts';

const effects = catalog('people.choices', {
  newcomers: {
    viewer: 'New people will only look at first.',
    editor: 'New people will be editors.',
  },
  role: {
    owner: 'Will be an owner.',
    editor: 'Will be an editor.',
    viewer: 'Will be a viewer.',
  },
  handOver: 'Will be the owner in your place.',
  remove: 'Will be removed.',
  removeAll: 'Will be removed with all devices.',
  unlink: 'Will be unlinked.',
  lend: 'The offer to vote is on its way.',
  leave: 'This device will leave the board.',
});

const waits = catalog('people.choices.waits', {
  saving: '{effect} Saving…',
  joining: '{effect} Not in effect yet: waits until this device has caught up.',
  reason: 'Waits for {names}.',
  missing: '{effect} Not in effect yet: waits for {names}.',
});

/** What changes wait for; undefined if it is no device. */
export function waitReason(health: Health): string | undefined {
  const names = missingNames(health);
  return names === undefined ? undefined : waits.reason({ names });
}

function missingNames(health: Health): string | undefined {
  if (health.state !== 'waiting' || health.missing.length === 0) return undefined;
  return eitherOf(health.missing.map(deviceTitle));
}

/** The effect of a choice that waits, and what it waits for. */
export function choiceText(choice: Choice, health: Health): string {
  const effect = effectOf(choice);
  const names = missingNames(health);
  if (names !== undefined) return waits.missing({ effect, names });
  return health.state === 'joining' ? waits.joining({ effect }) : waits.saving({ effect });
}

function effectOf(choice: Choice): string {
  switch (choice.type) {
    case 'board/newcomers':
      return effects.newcomers[choice.role];
    case 'member/role':
      return effects.role[choice.role];
    case 'member/hand-over':
      return effects.handOver;
    case 'member/remove':
      return choice.all === true ? effects.removeAll : effects.remove;
    case 'member/unlink':
      return effects.unlink;
    case 'member/lend':
      return effects.lend;
    case 'member/leave':
      return effects.leave;
  }
}
