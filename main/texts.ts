/** The desktop app's sentences outside its window: menus, dialogs, the tray. */

export const productName = 'Paxboard';

export const menu = {
  about: 'About Paxboard',
  settings: 'Settings…',
  file: 'File',
  openInvite: 'Open Invite File…',
  openDataFolder: 'Open Data Folder',
  openLogFolder: 'Open Log Folder',
  view: 'View',
  help: 'Help',
} as const;

export const tray = {
  tip: 'Paxboard is running, so this device goes on voting',
  open: 'Open Paxboard',
  quit: 'Quit Paxboard',
} as const;

export const about = {
  copyright: 'A whiteboard and a task list that live on your own machines. MIT licence.',
} as const;

export const inviteFile = {
  kind: 'Paxboard invite',
  title: 'This file cannot be opened',
  'not-an-invite': 'It is not an invite to a board. Nothing was changed. Ask for the file or the link again.',
  damaged:
    'It is an invite, but a part of it is missing or was changed. Nothing was changed on this device. Ask for it again.',
  'newer-version': 'A newer Paxboard made it. Nothing was changed. Update Paxboard, then open it again.',
  unreadable: (why: string) => `It could not be read: ${why}. Nothing was changed.`,
} as const;

export const crash = {
  title: 'The window of Paxboard keeps crashing',
  text:
    'Everything that is settled is safe on this device and on the others, and changes that were pending are kept in ' +
    'the outbox of this device. Only what was drawn in the last moment may be missing.',
  reload: 'Try Again',
  quit: 'Quit',
} as const;

export const savingLog = {
  title: 'Save the log',
  kind: 'Log',
  failed: (why: string) => `The log could not be saved: ${why}.`,
} as const;

export const unloadable = {
  title: 'The window of Paxboard could not be loaded',
  text: (why: string) => `${why}\n\nYour boards are safe. If it happens again, reinstall Paxboard.`,
  again: 'Try Again',
  quit: 'Quit',
} as const;

export const unusableProfile = {
  title: 'Paxboard cannot use the folder of your boards',
  text: (why: string, folder: string) =>
    `${why}\n\n${folder}\n\nNothing was changed. Once it can be written to, try again.`,
  again: 'Try Again',
  quit: 'Quit',
} as const;

export const failure = {
  title: 'Paxboard could not start',
  text: (why: string) => `${why}\n\nYour boards are safe. Please start it again.`,
  settings: (why: string) => `The settings could not be saved: ${why}. Nothing was changed.`,
} as const;
