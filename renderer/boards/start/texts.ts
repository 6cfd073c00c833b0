/** Texts of the start screen. */

import type { KnownBoard } from '#app/session/api.ts';
import { catalog } from '#shared/texts/catalog.ts';
import { allOf } from '../../ui/format.ts';
import { board as boardTexts, viewing } from '../texts.ts';

export const start = catalog('start', {
  tagline: 'A whiteboard and a task list that live on your own machines.',
  explanation:
    'No account and no cloud: the computers on your network agree on every change among themselves, and each keeps a copy.',
  nameTitle: 'What should people call you?',
  nameHint: 'This is how you show up on boards. You can change it at any time.',
  nameLabel: 'Your name',
  namePlaceholder: 'Ada',
  nameMissing: 'Please enter a name, so that others recognise your changes.',
  nameSubmit: 'Continue',
  changeName: 'Change your name',
  saveName: 'Save name',
  newBoardTitle: 'New board',
  newBoardHint: 'Start with an empty board, then invite others.',
  boardNameLabel: 'Board name',
  boardNamePlaceholder: 'Harbour plan',
  boardNameMissing: 'Please give the board a name.',
  create: 'Create board',
  joinTitle: 'Join a board',
  joinHint: 'Paste the invite link that someone sent you.',
  joinLabel: 'Invite link',
  joinPlaceholder: 'http://… or paxboard://join/…',
  join: 'Join',
  recentTitle: 'Your boards',
  recentEmptyTitle: 'No boards on this device yet',
  recentEmptyText: 'Create one, or join one with an invite link. You will find it here.',
  search: 'Search boards',
  searchEmpty: 'No board is called “{text}”.',
  recentLoading: 'Looking for boards on this device…',
  open: 'Open {name}',
  openNow: 'Open now',
  lastOpened: 'Opened {when}',
  lastChanged: 'Changed {when}',
  withPeople: 'with {names}',
  morePeople: '+{more, number}',
  others: '{more, plural, one {# other} other {# others}}',
  details: '{facts} · {fact}',
});

export const network = catalog('network', {
  title: 'Network',
  text: 'This device meets the others on its boards at these addresses. One address is enough: once devices are connected, they talk directly.',
  listLabel: 'Addresses in use',
  empty:
    'No address is known yet. Open an invite link, or type the address of a computer that runs Paxboard.',
  promise: 'Paxboard contacts only these addresses and the devices that it meets there.',
  addLabel: 'Another address',
  addPlaceholder: '192.168.1.20:7420',
  add: 'Add',
  remove: 'Remove {address}',
  duplicate: 'The same computer as {address}, which is used instead.',
  failed: 'That did not work',
  sources: {
    own: 'This Paxboard’s own',
    typed: 'Typed in',
    invite: 'From the invite',
    found: 'Found on the network',
    remembered: 'Met before',
    peer: 'From another device',
  },
  states: {
    connected: 'Connected',
    connecting: 'Trying…',
    failing: 'Failing',
    duplicate: 'Known twice',
    unused: 'No board open',
  },
  refusals: {
    empty: 'Please type an address, e.g. 192.168.1.20:7420.',
    'too-long': 'That is too long for an address.',
    scheme: 'An address begins with http:// or https://, or with the computer’s name or number.',
    port: 'The port, after the last colon, is a number from 1 to 65535.',
    malformed: 'That is not an address. Type e.g. 192.168.1.20:7420, workshop-pc or http://[fd00::1]:7420.',
    full: 'No more addresses can be added. Remove one first.',
  },
});

/** The browser lost its stored boards. */
export const lostBoards = catalog('start.lostBoards', {
  title:
    '{count, plural, one {A board is no longer on this device} other {Boards are no longer on this device}}',
  name: '“{name}”',
  text: 'The browser lost its copy of {names}, perhaps because of a damaged disk. Other devices on the board still have it: ask someone there for an invite link. A board that was on this device only cannot be brought back.',
  dismiss: 'Understood',
});

/** A newer version stored the boards. */
export const unreadableBoards = catalog('start.unreadableBoards', {
  title:
    '{count, plural, one {A board cannot be shown by this version} other {Boards cannot be shown by this version}}',
  text: 'This Paxboard cannot read what is stored about {names}; perhaps a newer one wrote it. Nothing was changed or deleted: update Paxboard to open it again.',
});

/** The actions of a board in the list. */
export const boardActions = catalog('start.actions', {
  menu: 'Actions for the board {name}',
  rename: 'Rename…',
  duplicate: 'Duplicate…',
  save: 'Save a copy to a file',
  leave: 'Leave…',
  forget: 'Forget…',
});

export const renaming = catalog('start.renaming', {
  title: 'Rename “{board}”',
  text: 'The new name is for everyone on the board.',
  confirm: 'Rename',
  waiting:
    'The new name “{name}” is stored on this device. It is shown once enough of the others are reachable.',
  refused:
    'The board has kept its name: you may look at it only, or this device has stopped taking part in it. Open the board to see which.',
});

export const duplicating = catalog('start.duplicating', {
  title: 'Duplicate “{board}”',
  text: 'The new board has the same drawing, images, columns and cards. It has nobody else on it, so claims and assignments are not copied.',
  name: '{board} (copy)',
  confirm: 'Duplicate',
  done: 'The new board “{name}” is in your list.',
});

export const leaving = catalog('start.leaving', {
  title: 'Leave “{board}”?',
  text: 'This device hands its vote to another one, and the others see that it left. Then the copy on this device is deleted.',
  return:
    'To come back, you need a new invite. If you are the only owner, hand the board over first (People): without an owner, each editor can give roles and remove people.',
  confirm: 'Leave board',
  done: 'You left “{board}”.',
  alone:
    'No other device of this board can be reached, so none can take over the vote. Nothing has changed. Try again when one has the board open, or forget the board here.',
  waiting:
    'The others have not confirmed it yet. Your departure is stored on this device, and its copy stays until they do. Try again later.',
  stopped:
    'This device has stopped taking part in the board, so the others do not know that you leave. Nothing was deleted. Open the board to see why it stopped, or forget the board here.',
});

/** The sentences about an action that failed. */
export const actionFailures = catalog('start.actionFailures', {
  rename: 'The board could not be renamed.',
  duplicate: 'The board could not be duplicated.',
  save: 'The copy could not be saved.',
  leave: 'The board could not be left.',
  forget: 'The board could not be forgotten.',
  elsewhere:
    'Another window of this device has this board open. Nothing has changed. Close it there, then try again.',
});

export const forgetting = catalog('start.forgetting', {
  title: 'Forget “{board}”?',
  text: 'This deletes the copy on this device, with any changes that are not settled yet. Others keep theirs. This device gives up its vote for good. To come back, you need a new invite.',
  onlyCopy: 'If nobody else has joined this board, it is gone for good.',
  confirm: 'Forget board',
});

export function nameOf(board: Pick<KnownBoard, 'name'>): string {
  return board.name || boardTexts.untitled;
}

/**
 * The line below the name of a board: its latest change or visit, the other people, the access.
 *
 * @param when formats a time.
 */
export function boardDetails(
  { access, lastOpenedAt, summary }: KnownBoard,
  when: (at: number) => string,
): string {
  const { people = [], more = 0, changedAt } = summary ?? {};
  const first =
    changedAt === undefined
      ? start.lastOpened({ when: when(lastOpenedAt) })
      : start.lastChanged({ when: when(changedAt) });
  const names = [...people.map(({ name }) => name), ...(more > 0 ? [start.others({ more })] : [])];
  const facts = [
    ...(names.length === 0 ? [] : [start.withPeople({ names: allOf(names) })]),
    ...(access === 'view' ? [viewing.badge] : []),
  ];
  return facts.reduce((line, fact) => start.details({ facts: line, fact }), first);
}
