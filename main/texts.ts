/** The desktop app's texts outside its window: menus, dialogs, the tray. */

import { catalog } from '#shared/texts/catalog.ts';

/** The product's name, which is not translated. */
export const productName = 'Paxboard';

export const menu = catalog('main.menu', {
  about: 'About Paxboard',
  settings: 'Settings…',
  file: 'File',
  openInvite: 'Open Invite File…',
  openDataFolder: 'Open Data Folder',
  openLogFolder: 'Open Log Folder',
  view: 'View',
  help: 'Help',
});

export const tray = catalog('main.tray', {
  tip: 'Paxboard is running, so this device keeps voting',
  open: 'Open Paxboard',
  quit: 'Quit Paxboard',
});

export const about = catalog('main.about', {
  copyright: 'A whiteboard and a task list that live on your own machines. MIT licence.',
});

export const inviteFile = catalog('main.inviteFile', {
  kind: 'Paxboard invite',
  title: 'This file cannot be opened',
  'not-an-invite': 'It is not an invite to a board. Nothing was changed. Ask for the file or the link again.',
  damaged:
    'It is an invite, but a part of it is missing or was changed. Nothing was changed on this device. Ask for it again.',
  'newer-version': 'A newer Paxboard made it. Nothing was changed. Update Paxboard, then open it again.',
  unreadable: 'It could not be read: {reason}. Nothing was changed.',
});

export const crash = catalog('main.crash', {
  title: 'The window of Paxboard keeps crashing',
  text: 'Everything that is settled is safe on this device and on the others, and changes that were pending are kept in the outbox of this device. Only the last moment of drawing may be missing.',
  reload: 'Try Again',
  quit: 'Quit',
});

export const savingLog = catalog('main.savingLog', {
  title: 'Save the log',
  kind: 'Log',
  failed: 'The log could not be saved: {reason}.',
});

export const unloadable = catalog('main.unloadable', {
  title: 'The window of Paxboard could not be loaded',
  text: '{reason}\n\nYour boards are safe. If it happens again, reinstall Paxboard.',
  again: 'Try Again',
  quit: 'Quit',
});

export const unusableProfile = catalog('main.unusableProfile', {
  title: 'Paxboard cannot use the folder of your boards',
  text: '{reason}\n\n{folder}\n\nNothing was changed. Once it can be written to, try again.',
  again: 'Try Again',
  quit: 'Quit',
});

export const newerProfile = catalog('main.newerProfile', {
  title: 'A newer Paxboard has used the folder of your boards',
  text: '{folder}\n\nThis older version would delete the boards in it, so it has not opened them. Nothing was changed. Install the newer version again.',
});

export const failure = catalog('main.failure', {
  title: 'Paxboard could not start',
  text: '{reason}\n\nYour boards are safe. Please start it again.',
  settings: 'The settings could not be saved: {reason}. Nothing was changed.',
});
