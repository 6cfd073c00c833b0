/** Texts of the start screen. */

import { catalog } from '#shared/texts/catalog.ts';

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
  recentLoading: 'Looking for boards on this device…',
  open: 'Open {name}',
  forget: 'Forget {name}',
  lastOpened: 'Opened {when}',
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

export const forgetting = catalog('start.forgetting', {
  title: 'Forget “{board}”?',
  text: 'This deletes the copy on this device, with any changes that are not settled yet. Others keep theirs. This device gives up its vote for good. To come back, you need a new invite.',
  onlyCopy: 'If nobody else has joined this board, it is gone for good.',
  confirm: 'Forget board',
});
