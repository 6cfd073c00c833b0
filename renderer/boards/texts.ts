/** Texts of the open board: its header, and what a window shows after the board has stopped. */

import type { StopReason } from '#app/session/view/view.ts';
import { asFileName } from '../ui/format.ts';

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

/** A device that may look and not touch. */
export const viewing = {
  badge: 'View only',
  hint: 'You can look at everything on this board. To change something, ask someone on it for a link that lets you edit.',
} as const;

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
