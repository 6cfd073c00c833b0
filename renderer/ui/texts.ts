/** Texts of several rooms of the window. */

import { catalog } from '#shared/texts/catalog.ts';

/** A name: it is not translated. */
export const productName = 'Paxboard';

export const common = catalog('common', {
  cancel: 'Cancel',
  save: 'Save',
  close: 'Close',
  tryAgain: 'Try again',
  backToBoards: 'Back to boards',
  reload: 'Reload',
  sendKeys: 'Ctrl + Enter, ⌘ Enter',
});

/** Looks that a person chooses on this device. */
export const appearance = catalog('appearance', {
  menu: 'Appearance',
  scheme: { light: 'Light colours', dark: 'Dark colours', auto: 'Colours like the system' },
  directions: 'Layout',
  direction: { auto: 'As the language is read', ltr: 'Left to right', rtl: 'Right to left' },
});

/** Amounts with their units, and times. */
export const amounts = catalog('amounts', {
  bytes: '{amount, plural, one {# byte} other {# bytes}}',
  kilobyte: '{amount} kB',
  megabyte: '{amount} MB',
  kilobytes: '{some} of {all} kB',
  megabytes: '{some} of {all} MB',
  milliseconds: '{amount, number} ms',
  seconds: '{amount} s',
  justNow: 'just now',
});

/** The room for a board's images and files. */
export const storage = catalog('storage', {
  nearlyFullTitle: 'This board is nearly full of images and files',
  nearlyFull:
    'Its images and files take {amount}. Delete some that are not needed: the room of an image is free a week later.',
});

/** A copy of a board that is saved to a file. */
export const savingBoard = catalog('savingBoard', {
  saving:
    'Saving “{file}”: {done, number} of {all, plural, one {# image or file} other {# images and files}}. Close this to cancel.',
  saved: '“{file}” is in your downloads.',
  lacking:
    '{count, plural, one {# image or file is not in it, because this device does not have it.} other {# images and files are not in it, because this device does not have them.}}',
  openable: '“Open file…” on the start screen makes a new board of it.',
  cancelled: 'Cancelled: “{file}” was not saved.',
});

/** A page that another computer on the network serves. */
export const guest = catalog('guest', {
  badge: 'Guest',
  title: 'You are a guest: this tab keeps nothing',
  text: {
    copy: 'Boards that you join here work like anywhere else, but only while this tab is open: closing or reloading it deletes its copy. The others keep theirs.',
    install:
      'Install Paxboard on this computer to keep a copy and a vote, to create boards, and to be sure of the program that you run: this page came over the network unencrypted, so someone on the network could have changed it.',
  },
  otherHint: 'Takes part in a browser tab that keeps nothing, so it has no vote.',
  joinText:
    'You were invited to this board. Others will see your name. You join as a guest: this tab shows the board while it is open, and keeps nothing.',
  boardsTitle: 'Boards in this tab',
  boardsEmptyTitle: 'No boards in this tab yet',
  boardsEmptyText: 'Join one with an invite link. It is listed here until you close or reload this tab.',
  forgetText:
    'This tab deletes its copy, with any changes that are not settled yet. Others keep theirs. To come back, you need an invite.',
  unknownBoardTitle: 'This tab has no copy of this board',
  unknownBoard:
    'You are a guest here, so closing or reloading the tab deleted its copy. The others keep theirs. Open the invite link again to come back.',
});

export const failures = catalog('failures', {
  title: 'That did not work',
  refusedTitle: 'Not done',
  peerTitle: 'About another device',
  deviceTitle: 'About this device',
  unexpected:
    '{problem} Paxboard ran into an error of its own. Nothing that was settled is lost. Reload the page, then try again.',
  storage:
    '{problem} This device’s storage did not answer ({reason}). Nothing that was settled is lost. Please try again.',
  command: 'The change could not be submitted.',
  shelf: 'The boards on this device could not be read or changed.',
  crashTitle: 'Something in this window went wrong',
  crash:
    'Paxboard ran into an error of its own. Everything that was settled is stored on the voting devices, and changes that were pending are stored on this one. Reload to go on.',
  crashDetails: 'For a report:',
  unknownBoardTitle: 'This board is not on this device',
  unknownBoard:
    'It was forgotten here, or it belongs to another browser. Others who have it keep it. Ask one of them for an invite link to come back.',
  openTitle: 'The board could not be opened',
  open: 'This device’s storage did not let the board be read ({reason}). Nothing was changed. Close other windows of Paxboard, check that the disk has room, then try again.',
  openFault:
    'Paxboard ran into an error of its own while it opened the board ({reason}). The copy on this device was not changed. Reload the page; if it happens again, report it with these words.',
});
