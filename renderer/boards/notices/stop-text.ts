/** Why this device stopped taking part, as sentences: what happened, what is safe, what to do. */

import type { Parting, Stop } from '#app/session/view/view.ts';
import { catalog } from '#shared/texts/catalog.ts';
import { storeText } from '../../ui/failures/store-text.ts';

const stop = catalog('board.stop', {
  removed:
    '{name} removed this device from the board, so it takes no part any more and receives nothing new. Its copy is kept as it is until you forget the board here; changes that were still pending are not on the board. If that was a mistake, ask for an invite, forget the board here, and join it again.',
  removedBySomeone:
    'Someone removed this device from the board, so it takes no part any more and receives nothing new. Its copy is kept as it is until you forget the board here; changes that were still pending are not on the board. If that was a mistake, ask for an invite, forget the board here, and join it again.',
  left: 'This device left the board: it takes no part any more and receives nothing new. Its copy is kept as it is until you forget the board here. To come back, ask for an invite, forget the board here, and join it again.',
  superseded:
    'Too many devices were missing, so someone decided that the board goes on from another device alone. {parting} Everything that only this device has, such as changes that were still pending, is kept here and is not on the board. To take part again, join as a new device: the copy here is saved to a file first.',
  unknownParting: 'It is not known how far the two boards differ.',
  parting:
    'Both boards share the first {shared, plural, one {# change} other {# changes}}. Since then, {here, plural, one {# change} other {# changes}} settled here, and {there, plural, one {# change} other {# changes}} there.',
  nothingHere:
    'Both boards share the first {shared, plural, one {# change} other {# changes}}. This device has nothing settled that the other board lacks.',
  diverged:
    'The board on this device differs from that of most others ({why}), which must never happen. This device stopped before it could do harm. Everything that was settled is safe on the other devices. Please report this, then open the board again. If it stops again, join as a new device.',
  rolledBack:
    'This device’s storage has lost confirmed changes; perhaps the system was restored from a backup. Another device noticed, and this one stopped before it could do harm. Its copy is kept as it is. Everything that was settled is safe on the other devices. To take part again, join as a new device: the copy here is saved to a file first.',
  invariant:
    'Paxboard found something that must never happen ({why}) and stopped this device before it could do harm. Everything that was settled is safe on the other devices. Please report this, then open the board again.',
});

export function stopText(stopped: Stop): string {
  switch (stopped.reason) {
    case 'elsewhere':
      return storeText({ type: 'fenced' });
    case 'gone':
      return storeText({ type: 'gone' });
    case 'storage':
      return storeText(stopped.fault);
    case 'removed':
      return stopped.by === '' ? stop.removedBySomeone : stop.removed({ name: stopped.by });
    case 'left':
      return stop.left;
    case 'superseded':
      return stop.superseded({ parting: partingText(stopped.parting) });
    case 'diverged':
      return stop.diverged({ why: stopped.why });
    case 'rolledBack':
      return stop.rolledBack;
    case 'invariant':
      return stop.invariant({ why: stopped.why });
  }
}

function partingText(parting: Parting | undefined): string {
  if (parting === undefined) return stop.unknownParting;
  const { shared, here, there } = parting;
  return here === 0 ? stop.nothingHere({ shared }) : stop.parting({ shared, here, there });
}
