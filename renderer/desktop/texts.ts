/** Texts of the desktop app's own dialogs and notices. */

import { catalog } from '#shared/texts/catalog.ts';

export const desktopSettings = catalog('desktop.settings', {
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
    locked:
      'The keyring of this system is locked, so keys to new boards are stored unprotected, and boards with sealed keys do not open. Unlock it, then start Paxboard again: it seals the keys.',
    unavailable:
      'This system offers no place for a key right now, so they are stored unprotected. Anyone who can read your files can open your boards.',
    'basic-text':
      'No keyring is in use on this system, so they are stored unprotected. Anyone who can read your files can open your boards. Install and unlock a keyring (GNOME Keyring or KWallet), then start Paxboard again; on a desktop that does not say which keyring it has, start it with --password-store=gnome-libsecret.',
  },
});

/** The desktop app's notice at the first start after a crash. */
export const afterCrash = catalog('desktop.afterCrash', {
  title: 'Paxboard did not close properly last time',
  text: {
    'cut-short':
      'It crashed, or the computer was switched off. Your boards are here: everything that was saved is safe. Only the last moment of drawing may be missing.',
    'window-crashed':
      'Its window crashed and was loaded again. Your boards are here: everything that was saved is safe.',
  },
  report: 'Nothing was sent to anybody. The log has the details; save it if you want to report this.',
  saveLog: 'Save the log…',
  saved: 'The log is saved.',
  failed: 'The log could not be saved.',
});
