/** The place in People where each choice that waits is shown. */

import type { Choice } from '#app/session/changes/pending.ts';
import type { Person } from '#app/session/view/view.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { PersonGroup } from '../devices/groups.ts';

/** The latest choice of the role of new people. */
export function newcomersChoice(choices: readonly Choice[]) {
  return choices.findLast((choice) => choice.type === 'board/newcomers');
}

/** Choices about a person: about one device, and not the person, only if there is no other device. */
export function choicesAboutPerson(choices: readonly Choice[], { devices }: PersonGroup): readonly Choice[] {
  const isOne = devices.length === 1;
  return latestOfEach(
    choices.filter((choice) => {
      if (!isAbout(choice, devices)) return false;
      return isOne || !isAboutDevice(choice);
    }),
  );
}

/** Choices about one of several devices. */
export function choicesAboutDevice(
  choices: readonly Choice[],
  device: Pick<Person, 'id' | 'isMe'>,
): readonly Choice[] {
  return latestOfEach(choices.filter((choice) => isAboutDevice(choice) && isAbout(choice, [device])));
}

/** The removal of a lent vote, or its offer. */
export function choicesAboutVote(choices: readonly Choice[], id: ReplicaId): readonly Choice[] {
  return latestOfEach(choices.filter((choice) => isAbout(choice, [{ id, isMe: false }])));
}

function isAbout(choice: Choice, devices: readonly Pick<Person, 'id' | 'isMe'>[]): boolean {
  // This device leaves; it names no other.
  if (choice.type === 'member/leave') return devices.some(({ isMe }) => isMe);
  return 'id' in choice && devices.some(({ id }) => id === choice.id);
}

function isAboutDevice(choice: Choice): boolean {
  if (choice.type === 'member/unlink' || choice.type === 'member/leave') return true;
  return choice.type === 'member/remove' && choice.all !== true;
}

function latestOfEach(choices: readonly Choice[]): readonly Choice[] {
  return choices.filter((choice, at) => !choices.slice(at + 1).some(({ type }) => type === choice.type));
}
