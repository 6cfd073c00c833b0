/**
 * Every text that people read in the window, in one place, ready for translation. Sentences with names or numbers are
 * functions. What went wrong is said with what is safe and what to do.
 */

import type { Health, Notice, Person, RecoveryLoss, StopReason } from '#app/session/view/view.ts';
import type { ColumnId, RefusalReason } from '#shared/board/commands.ts';
import { maxNotesLength, maxTitleLength } from '#shared/board/limits.ts';
import type { BoardAccess } from '#shared/invite/invite.ts';
import type { InviteProblem } from '#shared/invite/link.ts';
import { maxEntryLength } from './tasks/entry/entry.ts';
import type { FileProblem } from './whiteboard/files/file-problem.ts';

export const productName = 'Paxboard';

const count = new Intl.NumberFormat('en');

export const start = {
  tagline: 'A whiteboard and a task list that live on your own machines.',
  explanation:
    'No account and no cloud: the computers on your network agree on every change among themselves, and each keeps a copy.',
  nameTitle: 'What should people call you?',
  nameHint: 'This is how you show up on boards. You can change it at any time.',
  nameLabel: 'Your name',
  namePlaceholder: 'Ada',
  nameMissing: 'Please enter a name, so that others know who drew what.',
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
  recentEmptyText: 'Create one, or join one with an invite link. It will wait for you here.',
  recentLoading: 'Looking for boards on this device…',
  open: (name: string) => `Open ${name}`,
  forget: (name: string) => `Forget ${name}`,
  lastOpened: (when: string) => `Opened ${when}`,
} as const;

export const network = {
  title: 'Network',
  text: 'This device meets the others on its boards at these addresses. One address is enough: once devices are connected, they talk directly.',
  listLabel: 'Addresses in use',
  empty:
    'No address is known yet. Open an invite link, or type the address of a computer that runs Paxboard.',
  promise: 'Paxboard contacts only these addresses and the devices that it meets there.',
  addLabel: 'Another address',
  addPlaceholder: '192.168.1.20:7420',
  add: 'Add',
  remove: (address: string) => `Remove ${address}`,
  duplicate: (address: string) => `The same computer as ${address}, which is used instead.`,
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
} as const;

export const joining = {
  question: (board: string) => (board.trim() === '' ? 'Join this board?' : `Join “${board}”?`),
  text: 'You were invited to this board. Its changes will be kept on this device too, and others will see your name.',
  accept: 'Join board',
  decline: 'Not now',
  overBoard: 'The board that is open now stays in your list of boards.',
  problemTitle: 'This invite cannot be used',
  nameFirst: (board: string) =>
    board.trim() === ''
      ? 'You were invited to a board. First enter your name.'
      : `You were invited to “${board}”. First enter your name.`,
} as const;

/** The browser lost what it had stored. */
export const lostBoards = {
  title: (count: number) =>
    count === 1 ? 'A board is no longer on this device' : 'Boards are no longer on this device',
  text: (names: readonly string[]) =>
    `The browser lost what it had stored of ${allOf(names.map((name) => `“${name}”`))}, perhaps because of a damaged disk. ` +
    'Other devices on the board still have it: ask someone there for an invite link. A board that was on this device only cannot be brought back.',
  dismiss: 'Understood',
} as const;

export const forgetting = {
  title: (board: string) => `Forget “${board}”?`,
  text:
    'This deletes the copy on this device, with any changes that have not settled yet. Others keep theirs. ' +
    'This device gives up its vote for good. To come back, you need a new invite.',
  onlyCopy: 'If nobody else has joined this board, it is gone for good.',
  confirm: 'Forget board',
} as const;

export const common = {
  cancel: 'Cancel',
  save: 'Save',
  close: 'Close',
  tryAgain: 'Try again',
  backToBoards: 'Back to boards',
  reload: 'Reload',
  you: 'you',
  colourScheme: { light: 'Light colours', dark: 'Dark colours', auto: 'Colours like the system' },
  colourSchemeMenu: 'Colour scheme',
} as const;

export const board = {
  tabs: { whiteboard: 'Whiteboard', tasks: 'Tasks' },
  tabList: 'Parts of the board',
  rename: (name: string) => `${name}: rename the board`,
  nameLabel: 'Board name',
  invite: 'Invite',
  people: (count: number) => (count === 1 ? 'People: 1 here' : `People: ${count} here`),
  opening: 'Opening the board…',
  loadingWhiteboard: 'Loading the whiteboard…',
  untitled: 'Untitled board',
  changedTitle: 'The whiteboard changed',
} as const;

export const whiteboard = {
  label: 'Whiteboard',
  imagesTitle: 'This board does not hold images',
  images: 'Shapes, lines and text are shared with the others. The image was left out; nothing else was.',
  undrawableTitle: 'Not everything can be shown',
  undrawable: (count: number) =>
    count === 1
      ? 'One element on this board cannot be drawn by this Paxboard. It stays on the board, unchanged.'
      : `${count} elements on this board cannot be drawn by this Paxboard. They stay on the board, unchanged.`,
  openFile: 'Open file…',
  clear: 'Clear for everyone…',
  deleteTitle: (count: number) => `Delete ${formatElements(count)} for everyone on this board?`,
  deleteText: 'This affects everyone on the board. You can take it back afterwards.',
  deleteConfirm: (count: number) => `Delete ${formatElements(count)}`,
  deletedByYou: (count: number) => `You deleted ${formatElements(count)} for everyone.`,
  bringBack: 'Bring back',
  openTitle: (file: string) => `Open “${file}”`,
  reading: 'Reading the file…',
  fileHolds: (count: number) => `The file holds ${formatElements(count)}.`,
  fileRefused: (count: number) =>
    count === 1
      ? 'One element cannot be shown on this board (such as an image) and is left out.'
      : `${formatCount(count)} elements cannot be shown on this board (such as images) and are left out.`,
  replaceHint:
    '“Add” places them beside what is there. “Replace everything” deletes what is there, for everyone on this board.',
  add: 'Add to this board',
  replace: 'Replace everything, for everyone',
  added: (count: number, file: string) => `${formatElements(count)} added from “${file}”.`,
  repaired: (count: number) =>
    count === 1 ? 'One was repaired.' : `${formatCount(count)} of them were repaired.`,
  linkTitle: 'Open this link?',
  linkText: 'Someone on this board added it. It leads outside Paxboard, to this address:',
  linkOpen: 'Open link',
  failedTitle: 'The whiteboard could not be loaded',
  failed:
    'The part of Paxboard that draws did not load. Nothing on the board is lost, and the tasks work as before. Check the connection to the computer that serves this page, then reload.',
} as const;

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

export const removing = {
  open: 'Remove from the board…',
  title: (name: string) => `Remove ${name} from the board?`,
  text: [
    'Once most voting devices agree, that device is notified, its connections are closed, and it receives nothing new. If it votes, its vote goes to another device. This cannot be undone.',
    'It keeps the copy that it has. It also still has the invite: anyone with an invite can join again, as a new device that you see in this list.',
  ],
  confirm: 'Remove',
} as const;

/** A page that another computer on the network serves. */
export const guest = {
  badge: 'Guest',
  title: 'You are a guest: this tab keeps nothing',
  text: [
    'Boards that you join here work like anywhere else, but only while this tab is open: closing or reloading it drops its copy. The others keep theirs.',
    'Install Paxboard on this computer to keep a copy and a vote, to create boards, and to be sure of the program that you run: this page came over the network unencrypted, so someone on the network could have changed it.',
  ],
  otherHint: 'Takes part in a browser tab that keeps nothing, so it has no vote.',
  joinText:
    'You were invited to this board. Others will see your name. You join as a guest: this tab shows the board while it is open, and keeps nothing.',
  boardsTitle: 'Boards in this tab',
  boardsEmptyTitle: 'No boards in this tab yet',
  boardsEmptyText: 'Join one with an invite link. It is listed here until you close or reload this tab.',
  forgetText:
    'This tab drops its copy, with any changes that have not settled yet. Others keep theirs. To come back, you need an invite.',
  unknownBoardTitle: 'This tab has no copy of this board',
  unknownBoard:
    'You are a guest here, so closing or reloading the tab dropped its copy. The others keep theirs. Open the invite link again to come back.',
} as const;

/** A device that may look and not touch. */
export const viewing = {
  badge: 'View only',
  hint: 'You can look at everything on this board. To change something, ask someone on it for a link that lets you edit.',
} as const;

export const desktopSettings = {
  title: 'Settings',
  loading: 'Asking the app…',
  stayInTray: 'Keep running when the window is closed',
  stayInTrayHint:
    'When you close the window, Paxboard stays in the tray with its board open. This device goes on voting, so the others need not wait for it.',
  startAtLogin: 'Start when I log in',
  startAtLoginHint:
    'If Paxboard may keep running, it starts without a window and opens the board that you used last.',
  secretsTitle: 'Keys to your boards',
  secrets: {
    sealed:
      'They are sealed with a key from this system’s password store. The boards themselves are stored unsealed, as in any browser.',
    unavailable:
      'This system offers no place for a key right now, so they are stored unprotected. Anyone who can read your files can open your boards.',
    'basic-text':
      'No keyring is in use on this system, so they are stored unprotected. Anyone who can read your files can open your boards. Install and unlock a keyring (GNOME Keyring or KWallet), then start Paxboard again.',
  },
} as const;

/** The desktop app's notice at the first start after a crash. */
export const afterCrash = {
  title: 'Paxboard did not close properly last time',
  text: {
    'cut-short':
      'It crashed, or the computer went off. Your boards are here: everything that was saved is safe. Only what was drawn in the last moment may be missing.',
    'window-crashed':
      'Its window crashed and was loaded again. Your boards are here: everything that was saved is safe.',
  },
  report: 'Nothing was sent to anybody. The log says what happened; save it if you want to report this.',
  saveLog: 'Save the log…',
  saved: 'The log is saved.',
  failed: 'The log could not be saved.',
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

export const rejoining = {
  open: 'Join again as a new device…',
  title: 'Join again as a new device?',
  text: [
    'First, everything that this device shows of the board is saved to a file in your downloads, so that nothing is lost.',
    'Then the copy on this device is deleted, and this device gets the board from the others, like any device that joins.',
  ],
  confirm: 'Save a file and join again',
  failed: 'This device could not join again. The file is saved, and so is the copy on this device.',
  fileName: (boardName: string) => `${asFileName(boardName)}.paxboard.json`,
} as const;

export const invite = {
  title: 'Invite to this board',
  text: {
    edit: 'Anyone with this link can open the board and change it. Share it only with people who should.',
    view: 'Anyone with this link can see everything on the board, now and later, and can change nothing.',
  } satisfies Record<BoardAccess, string>,
  accessLabel: 'What the link allows',
  access: { edit: 'Can edit', view: 'Can view' } satisfies Record<BoardAccess, string>,
  viewersOnly: 'You may only view this board, so the link lets others do the same.',
  linkLabel: 'Invite link',
  copy: 'Copy link',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. The link is selected: press Ctrl+C (⌘C on a Mac).',
  saveFile: 'Save as file…',
  fileHint: 'For the desktop app: opening the file is the same as following the link.',
  fileName: (board: string) => `${asFileName(board)}.paxboard`,
  qrLabel: 'QR code of the invite link',
  qrHint: 'Or scan it with a phone on the same network.',
  addressLabel: 'Address of this computer',
  addressHint: 'This computer is on several networks. Choose the one that the others are on.',
  loopback:
    'This computer is not on a network that others can reach, so this link only works on this computer. Connect it to a network, then open this again.',
  looking: 'Finding the addresses of this computer…',
  failed: 'The invite link could not be made. Nothing has changed.',
} as const;

export const tasks = {
  columns: { todo: 'To do', doing: 'Doing', done: 'Done' } satisfies Record<ColumnId, string>,
  empty: {
    todo: 'Nothing to do. Add a task above.',
    doing: 'Nobody is working on anything. Drag a task here, or add one.',
    done: 'Nothing is done yet.',
  } satisfies Record<ColumnId, string>,
  emptyForViewers: {
    todo: 'Nothing to do.',
    doing: 'Nobody is working on anything.',
    done: 'Nothing is done yet.',
  } satisfies Record<ColumnId, string>,
  emptyFiltered: 'No task here matches.',
  add: 'Add a task',
  addTooLong: `This is too much at once. At most ${formatCount(maxEntryLength)} characters fit.`,
  pasteTooLong: `What you pasted is too long, so it was left out. At most ${formatCount(maxEntryLength)} characters fit.`,
  titleOver: `Longer than ${maxTitleLength} characters: the rest will go into the notes.`,
  severalQuestion: (lines: number, tasksAtOnce: number) =>
    lines <= tasksAtOnce
      ? `Add ${formatCount(lines)} tasks?`
      : `Add the first ${formatCount(tasksAtOnce)} of ${formatCount(lines)} tasks? The others stay in the field.`,
  severalAdd: (count: number) => `Add ${formatCount(count)} tasks`,
  severalAsOne: 'One task, the rest as notes',
  addLabel: (column: ColumnId) => `Add a task to ${tasks.columns[column]}`,
  number: (number: number) => (number === 0 ? '…' : `#${number}`),
  numberPending: 'The number comes once the task is saved for everyone',
  cardLabel: (number: number, title: string) => (number === 0 ? title : `Task ${number}: ${title}`),
  pending: 'Saving…',
  claim: 'Claim',
  claiming: 'Claiming…',
  claimedBy: (name: string) => `Claimed by ${name}`,
  claimedByMe: 'Claimed by you',
  completedBy: (name: string) => `Done by ${name}`,
  release: 'Release',
  complete: 'Mark as done',
  edit: 'Edit…',
  remove: 'Remove…',
  menu: (number: number, title: string) => `Actions for ${tasks.cardLabel(number, title)}`,
  moveTo: 'Move to',
  moveUp: 'Move up',
  moveDown: 'Move down',
  moveToTop: (column: ColumnId) => `Top of ${tasks.columns[column]}`,
  moveToEnd: (column: ColumnId) => `End of ${tasks.columns[column]}`,
  count: (shown: number, all: number) => (shown === all ? String(all) : `${shown} of ${all}`),
  countLabel: (count: number) => (count === 1 ? '1 task' : `${count} tasks`),
  search: 'Search tasks',
  mine: 'Mine',
  mineHint: 'Only tasks that you claimed',
  hidden: (titles: readonly string[]) =>
    titles.length === 1
      ? `You added “${titles[0]}”. The filter hides it.`
      : `You added ${formatCount(titles.length)} tasks that the filter hides.`,
  showAll: 'Show all tasks',
  editTitle: (number: number) => (number === 0 ? 'Edit task' : `Task #${number}`),
  titleLabel: 'Title',
  titleMissing: 'A task needs a title.',
  notesLabel: 'Notes',
  notesHint: 'Markdown is kept as you type it.',
  notesTooLong: (characters: number) =>
    `The notes have ${formatCount(characters)} characters. At most ${formatCount(maxNotesLength)} fit.`,
  gone: 'Someone removed this task in the meantime.',
  goneTyped: 'What you typed is still here.',
  addAgain: 'Add it as a new task',
  draft: 'You typed this earlier and did not save it.',
  discardDraft: 'Discard draft',
  conflict: {
    title: 'Someone else changed the title in the meantime. If you save, yours replaces theirs:',
    notes: 'Someone else changed the notes in the meantime. If you save, yours replace theirs:',
  },
  noNotes: '(no notes)',
  useTheirs: { title: 'Use their title', notes: 'Use their notes' },
  notSaved: 'This was not saved. What you typed is still here.',
  removeTitle: (title: string) => `Remove “${title}”?`,
  removeText: 'It disappears for everyone. Its number is not used again.',
  removeConfirm: 'Remove task',
  list: (column: ColumnId) => `Tasks: ${tasks.columns[column]}`,
  draggedTo: (title: string, column: ColumnId) => `${title} moved to ${tasks.columns[column]}`,
  nobody: 'someone',
} as const;

export const failures = {
  title: 'That did not work',
  refusedTitle: 'Not done',
  peerTitle: 'About another device',
  deviceTitle: 'About this device',
  /** The page's own fault. */
  unexpected: (what: string) =>
    `${what} Paxboard ran into an error of its own. Nothing that was settled is lost. Reload the page, then try again.`,
  storage: (what: string, why: string) =>
    `${what} This device’s storage did not answer (${why}). Nothing that was settled is lost. Please try again.`,
  command: 'The change could not be submitted.',
  shelf: 'The boards on this device could not be read or changed.',
  crashTitle: 'Something in this window went wrong',
  crash:
    'Paxboard ran into an error of its own. Everything that was settled is stored on the voting devices, and what was pending is stored on this one. Reload to go on.',
  crashDetails: 'For a report:',
  unknownBoardTitle: 'This board is not on this device',
  unknownBoard:
    'It was forgotten here, or it belongs to another browser. Others who have it keep it. Ask one of them for an invite link to come back.',
  openTitle: 'The board could not be opened',
  open: (why: string) =>
    `This device’s storage did not let the board be read (${why}). Nothing was changed. Close other windows of Paxboard, check that the disk has room, then try again.`,
  /** The page's own fault. */
  openFault: (why: string) =>
    `Paxboard ran into an error of its own while it opened the board (${why}). What is stored on this device was not changed. Reload the page; if it happens again, report it with these words.`,
} as const;

export const stopped: Record<StopReason, { readonly title: string; readonly action: string }> = {
  elsewhere: { title: 'This board is open in another window', action: 'Open it here' },
  storage: { title: 'This device cannot store changes', action: 'Open it again' },
  gone: { title: 'This device’s copy of the board is gone', action: 'Back to boards' },
  superseded: { title: 'The board went on without this device', action: 'Back to boards' },
  diverged: { title: 'This device’s board differs from the others’', action: 'Open it again' },
  invariant: { title: 'This device stopped, to be on the safe side', action: 'Open it again' },
  rolledBack: { title: 'This device’s storage was turned back', action: 'Back to boards' },
  removed: { title: 'This device was removed from the board', action: 'Back to boards' },
};

export const keepCopy = 'Save what is here to a file';

export const openElsewhere =
  'Another window or tab of this device has this board open. Nothing is lost. Go on there, or close it and open the board here.';

/** Without what some system does not take in a file's name. */
function asFileName(boardName: string): string {
  return boardName.replace(/[^\p{L}\p{N} _-]/gu, '').trim() || 'board';
}

/** What is wrong with a link that someone entered, and what to do about it. */
export function inviteProblemText(problem: InviteProblem): string {
  switch (problem) {
    case 'empty':
      return 'Paste an invite link first.';
    case 'not-an-invite':
      return 'This is not a Paxboard invite. An invite begins with http:// or paxboard://join/ and comes from “Invite” on a board.';
    case 'truncated':
      return 'The end of this invite is missing. Copy the whole link again; some chats cut long links.';
    case 'damaged':
      return 'Some characters of this invite were changed on the way. Ask for it again, and copy it rather than typing it.';
    case 'newer-version':
      return 'This invite was made by a newer Paxboard. Update Paxboard on this device, then try again.';
  }
}

/** What the status of a board depends on. */
export interface BoardStatus {
  readonly health: Health;
  /** This device's changes that are not settled yet. */
  readonly pendingChanges: number;
  /** No other device is connected. */
  readonly isAlone: boolean;
  readonly viewOnly: boolean;
  /** Pending changes are lost when this page ends. */
  readonly isGuest: boolean;
}

/** The status of the board, for the header: whether the person's work is saved, and what it waits for. */
export function statusText(status: BoardStatus): string {
  const { health } = status;
  switch (health.state) {
    case 'opening':
      return board.opening;
    case 'joining':
      return health.transfer === undefined
        ? joiningText(health.settled, health.of)
        : transferText(health.transfer.receivedBytes, health.transfer.totalBytes);
    case 'settling':
      return savedText(status);
    case 'waiting':
      return health.missing.length === 0 ? savedText(status) : waitingText(status, health.missing);
    case 'stopped':
      return `${stopped[health.reason].title}.`;
  }
}

function savedText({ pendingChanges, viewOnly }: BoardStatus): string {
  if (viewOnly) return 'Up to date';
  return pendingChanges === 0 ? 'Saved' : 'Saving…';
}

function waitingText(
  { pendingChanges, isAlone, viewOnly, isGuest }: BoardStatus,
  missing: readonly Person[],
): string {
  const names = eitherOf(missing.map((person) => person.name));
  if (viewOnly) return isAlone ? 'Offline: others may have changed this board' : `Waiting for ${names}`;
  if (isAlone) {
    const changes = pendingChanges === 1 ? '1 change waits' : `${formatCount(pendingChanges)} changes wait`;
    if (pendingChanges === 0) return 'Offline: you can go on';
    return isGuest
      ? `Offline: keep this tab open; ${changes} here`
      : `Offline: you can go on; ${changes} here`;
  }
  if (pendingChanges === 0) return `Waiting for ${names}; you can go on`;
  return isGuest ? `Keep this tab open; waiting for ${names}` : `Saved on this device; waiting for ${names}`;
}

/** As {@link statusText}, without what changes all the time: screen readers announce each change. */
export function statusAnnouncement(status: BoardStatus): string {
  const { health } = status;
  const quiet = { ...status, pendingChanges: 0 };
  if (health.state !== 'joining') return statusText(quiet);
  return health.of === undefined && health.transfer === undefined
    ? joiningText(0, undefined)
    : 'Catching up with the others.';
}

/** The details behind the status, for People: who is needed to settle a change, and how long that takes. */
export function agreementText(health: Health): string | undefined {
  if (health.state === 'settling') return settlingText(health.voters, health.reachable, health.settleMs);
  if (health.state !== 'waiting') return undefined;
  const { voters, reachable, missing } = health;
  const connected = `${reachable} of ${voters} voting devices connected.`;
  return missing.length === 0
    ? `${connected} They are choosing a leader.`
    : `${connected} Changes settle once one more is: ${eitherOf(missing.map((person) => person.name))}.`;
}

function joiningText(settled: number, of: number | undefined): string {
  if (of === undefined) return 'Joining: looking for the others on this board…';
  return `Catching up: ${formatCount(settled)} of ${formatCount(of)} changes are here.`;
}

function transferText(receivedBytes: number, totalBytes: number): string {
  const [unitBytes, unit] = totalBytes < 1_000_000 ? [1_000, 'kB'] : [1_000_000, 'MB'];
  const amount = (bytes: number) => size.format(bytes / unitBytes);
  return `Catching up: ${amount(receivedBytes)} of ${amount(totalBytes)} ${unit} are here.`;
}

function settlingText(voters: number, reachable: number, settleMs: number | undefined): string {
  const connected =
    voters === 1
      ? 'The one voting device is connected.'
      : `${reachable} of ${voters} voting devices connected.`;
  return settleMs === undefined
    ? connected
    : `${connected} Changes settle in ${formatMilliseconds(settleMs)}.`;
}

function allOf(names: readonly string[]): string {
  const last = names.at(-1);
  if (names.length <= 1 || last === undefined) return last ?? '';
  return `${names.slice(0, -1).join(', ')} and ${last}`;
}

function eitherOf(names: readonly string[]): string {
  const last = names.at(-1);
  if (names.length <= 1 || last === undefined) return last ?? '';
  return `${names.slice(0, -1).join(', ')} or ${last}`;
}

/** `why` is a sentence that names the address, and says what goes on. */
export function signalingText(why: string | undefined): string {
  return `Can’t reach the meeting point. ${why ?? 'Connected devices go on; Paxboard keeps trying.'}`;
}

/** What to tell a person about a refusal. `by` is the name of who was first. */
export function refusalText(
  command: string,
  reason: RefusalReason,
  by: string | undefined,
  property?: string,
): string {
  switch (reason) {
    case 'already-claimed':
      return by === undefined ? 'Someone else was first.' : `${by} was first.`;
    case 'not-claimed-by-you':
      return by === undefined
        ? 'Only the person who claimed a task can release it.'
        : `${by} claimed this task, so only they can release it.`;
    case 'already-done':
      return by === undefined ? 'This task is done already.' : `This task is done already, by ${by}.`;
    case 'no-such-task':
      return tasks.gone;
    case 'no-such-element':
      return 'Someone removed what you changed on the whiteboard, so your change was dropped.';
    case 'bad-element':
      return `The whiteboard cannot show this element${property === undefined ? '' : ` (“${property}”)`}, so it was left out for everyone.`;
    case 'task-exists':
      return 'This task was added already.';
    case 'too-large':
      return 'This change is too large to be shared. Try it in smaller parts.';
    case 'too-many':
      return 'This board is full: it cannot hold more of these. Remove some first.';
    case 'removed':
      return by === undefined
        ? 'That device has already been removed from the board.'
        : `${by} has already removed that device from the board.`;
    case 'not-yourself':
      return 'A device cannot remove itself. Leave the board, and forget it in the list of boards.';
    case 'malformed':
      return `The others could not read this change (${command}), so it was left out. They may have another version of Paxboard.`;
  }
}

export function noticeText(notice: Notice): { readonly title: string; readonly message: string } {
  switch (notice.kind.type) {
    case 'refused':
      return {
        title: failures.refusedTitle,
        message: refusalText(notice.kind.command, notice.kind.reason, notice.kind.by, notice.kind.property),
      };
    case 'peer':
      return { title: failures.peerTitle, message: notice.kind.why };
    case 'cleared':
      return { title: board.changedTitle, message: clearedText(notice.kind) };
    case 'device':
      return { title: failures.deviceTitle, message: notice.kind.why };
    case 'local':
      return { title: failures.title, message: notice.kind.why };
  }
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

/** Why a file was not opened, and what to do. */
export function fileProblemText(why: FileProblem): string {
  switch (why) {
    case 'no-scene':
      return 'This picture holds no drawing that can be edited, and boards do not hold images. Nothing has changed. In Excalidraw, export it with “Embed scene”.';
    case 'unreadable':
      return 'The file could not be read. Nothing has changed. Check that it is still there, then try again.';
    case 'not-json':
    case 'not-excalidraw':
      return 'This is not an Excalidraw file, or it is damaged. Nothing has changed.';
    case 'too-large':
    case 'too-many':
      return 'This file is larger than a board can be. Nothing has changed. Open a part of it.';
  }
}

/** One person deleted most of the whiteboard, or replaced it. */
function clearedText({ by, removed, added }: Extract<Notice['kind'], { readonly type: 'cleared' }>): string {
  const what =
    added === 0
      ? `${by} deleted ${formatElements(removed)} from the whiteboard.`
      : `${by} replaced what was on the whiteboard: ${formatElements(removed)} deleted, ${formatCount(added)} added.`;
  return `${what} They can bring it back.`;
}

function formatElements(elements: number): string {
  return elements === 1 ? '1 element' : `${formatCount(elements)} elements`;
}

const size = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export function formatCount(value: number): string {
  return count.format(value);
}

/** Whole milliseconds from 1 up to a second, then seconds with one decimal. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.max(1, Math.round(milliseconds))} ms`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });

/** How long ago, in words; `now` and `at` in milliseconds since 1970. Beyond 30 days the date. */
export function formatWhen(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return relative.format(-minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return relative.format(-hours, 'hour');
  const days = Math.floor(hours / 24);
  return days <= 30 ? relative.format(-days, 'day') : day.format(at);
}
