/** Texts that several rooms of the window share. */

export const productName = 'Paxboard';

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
