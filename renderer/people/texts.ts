/** Texts of the list of people, and of the actions there. */

import type { Whereabouts } from '#app/session/live/whereabouts.ts';
import type { Person, RecoveryLoss } from '#app/session/view/view.ts';
import { formatCount, formatMilliseconds } from '../ui/format.ts';
import { common } from '../ui/texts.ts';

export const people = {
  title: 'People',
  here: 'Connected',
  away: 'Not connected',
  me: 'This device',
  leads: 'Leads',
  leadsHint: 'Puts changes in order at the moment. It moves by itself when needed.',
  votes: 'Votes',
  votesHint: 'Changes settle when most of the voting devices have stored them.',
  notVoting: 'Has a copy, without a vote',
  roundTrip: (milliseconds: number) => `${formatMilliseconds(milliseconds)} round trip`,
  connected: 'Connected',
  notConnected: 'Not connected right now',
  noneYet: 'Nobody else is here yet. Invite someone to share this board.',
  viaHint:
    'The two devices cannot connect directly, so their messages go through a third device, which cannot read them.',
  via: (distance: string, name: string) => `${distance} · via ${name}`,
  viewOnly: 'View only',
  viewOnlyHint: 'Sees everything and can change nothing.',
  menu: (name: string) => `Actions for ${name}`,
  removed: 'Removed',
  mayBeDeleted: 'The browser may delete this device’s copy when the disk is full. The others keep theirs.',
} as const;

const places = { whiteboard: 'on the whiteboard', tasks: 'in the tasks' } as const;

export const where = {
  /** What a click on a person's avatar does, and where they are. */
  follow: (name: string, { tab, activity }: Pick<Whereabouts, 'tab' | 'activity'>) => {
    const at = { active: places[tab], idle: `${places[tab]}, idle`, away: 'away' }[activity];
    return `${name} is ${at}. ${tab === 'whiteboard' ? 'Follow' : 'Go there'}`;
  },
} as const;

/**
 * Where the images of a board are.
 *
 * @param kept of them are on a majority of the voting devices, and `alone` only on this one.
 */
export function keptImagesText(all: number, kept: number, alone: number): string {
  const images = all === 1 ? '1 image' : `${formatCount(all)} images`;
  if (alone > 0) {
    const some =
      alone === all
        ? all === 1
          ? 'It is'
          : 'They are'
        : `${formatCount(alone)} of them ${alone === 1 ? 'is' : 'are'}`;
    return `${images} on this board. ${some} on no other connected device: leave this one on until somebody has ${alone === 1 ? 'it' : 'them'}, too.`;
  }
  if (kept === all) return `${images} on this board, on a majority of the voting devices.`;
  if (all === 1) return `${images} on this board, not known to be on a majority of the voting devices.`;
  const some = kept === 0 ? 'none' : formatCount(kept);
  return `${images} on this board, ${some} of them known to be on a majority of the voting devices.`;
}

export const removing = {
  open: 'Remove from the board…',
  title: (name: string) => `Remove ${name} from the board?`,
  text: [
    'Once most voting devices agree, that device is notified, its connections are closed, and it receives nothing new. If it votes, its vote goes to another device. This cannot be undone.',
    'It keeps the copy that it has. It also still has the invite: anyone with an invite can join again, as a new device that you see in this list.',
  ],
  confirm: 'Remove',
} as const;

export const goingOnAlone = {
  hint:
    'Too few of the voting devices have been reachable for a while. If they only sleep or are out of range, wait: ' +
    'changes settle once they are back.',
  open: 'Go on without them…',
  title: 'Go on without the missing devices?',
  text: [
    'This device goes on alone, from what it knows now, and others can join it. Do this only if the missing devices are gone for good.',
    'Every other device stops as soon as it meets this one, even if it is connected now or works with others somewhere else. Those devices have to join again as new ones.',
    'Changes that only they had are lost. This cannot be undone.',
  ],
  confirm: 'Go on without them',
  save: 'Save what is here to a file',
  failed: 'This device could not go on alone.',
} as const;

/** The loss that going on alone would cause: the first sentence of the question. */
export function recoveryLossText({ changes, knownBy }: RecoveryLoss): string {
  const lost =
    changes === 1
      ? '1 settled change is not on this device, and would be lost for everyone.'
      : `${formatCount(changes)} settled changes are not on this device, and would be lost for everyone.`;
  const where = knownBy === undefined ? 'Another device has' : `${knownBy} has`;
  return `${lost} ${where} ${changes === 1 ? 'it' : 'them'}: open the board there if you can, and go on from there.`;
}

/** `Ada`, or `Ada (you)`. */
export function personName(person: Pick<Person, 'name' | 'isMe'>): string {
  return person.isMe ? `${person.name} (${common.you})` : person.name;
}

/** What an avatar says to a screen reader and in its tooltip. */
export function personSummary(person: Person): string {
  const parts = [personName(person), person.connected ? 'connected' : 'not connected'];
  if (person.leads) parts.push('leads');
  if (person.votes) parts.push('votes');
  return parts.join(', ');
}
