/** Texts of the list of people, and of the actions there. */

import type { Person, RecoveryLoss } from '#app/session/view/view.ts';
import { catalog } from '#shared/texts/catalog.ts';

export const people = catalog('people', {
  title: 'People',
  here: 'Connected',
  away: 'Not connected',
  me: 'This device',
  name: { me: '{name} (you)', device: 'Device {id}' },
  summary:
    '{name}, {connected, select, yes {connected} other {not connected}}{leads, select, yes {, leads} other {}}{votes, select, yes {, votes} other {}}',
  leads: 'Leads',
  leadsHint: 'Puts changes in order at the moment. Another device takes over when needed.',
  votes: 'Votes',
  votesHint: 'Changes settle when most of the voting devices have stored them.',
  withoutVote: '{distance} · Has a copy, without a vote',
  roundTrip: '{time} round trip',
  connected: 'Connected',
  notConnected: 'Not connected right now',
  lastSeen: 'Not connected; last seen {when}',
  behind: '{distance} · lacks {changes, plural, one {# change} other {# changes}}',
  noneYet: 'Nobody else is here yet. Invite someone to share this board.',
  viaHint:
    'The two devices cannot connect directly, so their messages go through a third device, which cannot read them.',
  via: '{distance} · via {name}',
  viewOnly: 'View only',
  viewOnlyHint: 'Sees everything and can change nothing.',
  menu: 'Actions for {name}',
  removed: 'Removed or left',
  mayBeDeleted: 'The browser may delete this device’s copy when the disk is full. The others keep theirs.',
});

/** The place of a person, and the effect of a click on the avatar. */
export const follow = catalog('people.follow', {
  whiteboard: {
    active: '{name} is on the whiteboard. Follow',
    idle: '{name} is on the whiteboard, idle. Follow',
    away: '{name} is away. Follow',
  },
  tasks: {
    active: '{name} is in the tasks. Go there',
    idle: '{name} is in the tasks, idle. Go there',
    away: '{name} is away. Go there',
  },
});

const keptImages = catalog('people.keptImages', {
  allAlone:
    '{all, plural, one {# image or file on this board. It is on no other connected device: leave this one on until somebody has it, too.} other {# images and files on this board. They are on no other connected device: leave this one on until somebody has them, too.}}',
  someAlone:
    '{all, number} images and files on this board. {alone, plural, one {# of them is on no other connected device: leave this one on until somebody has it, too.} other {# of them are on no other connected device: leave this one on until somebody has them, too.}}',
  kept: '{all, plural, one {# image or file} other {# images and files}} on this board, on a majority of the voting devices.',
  oneNotKept: '1 image or file on this board, not known to be on a majority of the voting devices.',
  someKept:
    '{all, number} images and files on this board, {kept, plural, =0 {none of them} other {# of them}} known to be on a majority of the voting devices.',
});

/**
 * The number of devices that hold the images and files of a board.
 *
 * @param kept of them are on a majority of the voting devices, and `alone` only on this one.
 */
export function keptImagesText(all: number, kept: number, alone: number): string {
  if (alone > 0) return alone === all ? keptImages.allAlone({ all }) : keptImages.someAlone({ all, alone });
  if (kept === all) return keptImages.kept({ all });
  return all === 1 ? keptImages.oneNotKept : keptImages.someKept({ all, kept });
}

/** The comparison of two devices by words. */
export const comparing = catalog('people.comparing', {
  open: 'Compare words…',
  title: 'Is this {name}?',
  myTitle: 'The words of this device',
  text: 'Anyone with the invite can choose any name. Look at both screens: open “Compare words…” of the same two devices there.',
  theirs: 'Words of {name}',
  mine: 'Words of this device',
  same: 'If all words are the same on both screens, it is that device.',
  differ: 'If a word differs, another device uses this name. Remove it from the board if you do not know it.',
});

export const removing = catalog('people.removing', {
  open: 'Remove from the board…',
  title: 'Remove {name} from the board?',
  text: {
    effect:
      'Once most voting devices agree, that device is notified, its connections are closed, and it receives nothing new. If it votes, its vote goes to another device. This cannot be undone.',
    remains:
      'It keeps the copy that it has. It also still has the invite: anyone with an invite can join again, as a new device that you see in this list.',
  },
  confirm: 'Remove',
});

export const goingOnAlone = catalog('people.goingOnAlone', {
  hint: 'Too few of the voting devices have been reachable for a while. If they only sleep or are out of range, wait: changes settle once they are back.',
  open: 'Go on without them…',
  title: 'Go on without the missing devices?',
  text: {
    effect:
      'This device goes on alone, from its own copy of the board, and others can join it. Do this only if the missing devices are gone for good.',
    others:
      'Every other device stops as soon as it meets this one, even if it is connected now or works with others somewhere else. Those devices have to join again as new ones.',
    loss: 'Changes that only they had are lost. This cannot be undone.',
  },
  confirm: 'Go on without them',
  save: 'Save this copy to a file',
  failed: 'This device could not go on alone.',
});

const recoveryLoss = catalog('people.recoveryLoss', {
  known:
    '{changes, plural, one {# settled change is not on this device, and would be lost for everyone. {device} has it: open the board there if you can, and go on from there.} other {# settled changes are not on this device, and would be lost for everyone. {device} has them: open the board there if you can, and go on from there.}}',
  unknown:
    '{changes, plural, one {# settled change is not on this device, and would be lost for everyone. Another device has it: open the board there if you can, and go on from there.} other {# settled changes are not on this device, and would be lost for everyone. Another device has them: open the board there if you can, and go on from there.}}',
});

/** The loss by going on alone: the first sentence of the question. */
export function recoveryLossText({ changes, knownBy }: RecoveryLoss): string {
  return knownBy === undefined
    ? recoveryLoss.unknown({ changes })
    : recoveryLoss.known({ changes, device: knownBy });
}

/** `Ada`, or `Ada (you)`. */
export function personName({ name, isMine }: Pick<Person, 'name' | 'isMine'>): string {
  return isMine ? people.name.me({ name }) : name;
}

/** An avatar's tooltip and label: the name, and the role of the device. */
export function personSummary(person: Person): string {
  return people.summary({
    name: personName(person),
    connected: yesOrNo(person.connected),
    leads: yesOrNo(person.leads),
    votes: yesOrNo(person.votes),
  });
}

/** A case of a `select`. */
function yesOrNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}
