/** Texts of the open board: its header, and the page of a board that has stopped. */

import type { StopReason } from '#app/session/view/view.ts';
import { catalog } from '#shared/texts/catalog.ts';

export const board = catalog('board', {
  tabs: { whiteboard: 'Whiteboard', tasks: 'Tasks' },
  tabList: 'Parts of the board',
  rename: '{name}: rename the board',
  nameLabel: 'Board name',
  invite: 'Invite',
  people: 'People: {count, number} here',
  opening: 'Opening the board…',
  loadingWhiteboard: 'Loading the whiteboard…',
  untitled: 'Untitled board',
  changedTitle: 'The whiteboard changed',
  roleTitle: 'Your role changed',
  keepCopy: 'Save this copy to a file',
  notSaved: 'The copy could not be saved.',
});

/** A device that may view and not edit. */
export const viewing = catalog('board.viewing', {
  badge: 'View only',
  hint: 'You can look at everything on this board. To change something, ask someone on it for a link that lets you edit.',
  roleHint:
    'You are a viewer of this board: you can look at everything and save a copy. To change something, ask an owner to make you an editor.',
});

export const rejoining = catalog('board.rejoining', {
  open: 'Join again as a new device…',
  title: 'Join again as a new device?',
  text: {
    saved:
      'First, save everything that this device shows of the board to a file, so that nothing is lost. Look for it among your downloads, or where you chose to save it. “Open file…” on the start screen makes a new board of it.',
    replaced:
      'Then the copy on this device is deleted, and this device gets the board from the others, like any device that joins.',
  },
  save: 'Save a file',
  confirm: 'The file is there: join again',
  failed: 'This device could not join again. The file is saved, and so is the copy on this device.',
});

type StopText = { readonly title: string; readonly action: string };

export const stopped = catalog('board.stopped', {
  elsewhere: { title: 'This board is open in another window', action: 'Open it here' },
  storage: { title: 'This device cannot store changes', action: 'Open it again' },
  gone: { title: 'This device’s copy of the board is gone', action: 'Back to boards' },
  superseded: { title: 'The board went on without this device', action: 'Back to boards' },
  diverged: { title: 'This device’s board differs from the others’', action: 'Open it again' },
  invariant: { title: 'This device stopped, to be on the safe side', action: 'Open it again' },
  rolledBack: { title: 'This device’s storage lost confirmed changes', action: 'Back to boards' },
  left: { title: 'This device left the board', action: 'Back to boards' },
  removed: { title: 'This device was removed from the board', action: 'Back to boards' },
} as const satisfies Record<StopReason, StopText>);

export const openElsewhere = catalog('board.openElsewhere', {
  text: 'Another window or tab of this device has this board open. Nothing is lost. Go on there, or close it and open the board here.',
});
