/** Texts about columns. */

import type { ColumnKind } from '#shared/board/task/model.ts';
import { catalog } from '#shared/texts/catalog.ts';

export const columns = catalog('tasks.columns', {
  menu: 'Actions for the column {name}',
  add: 'Add a column',
  edit: 'Name, colour, limit…',
  moveLeft: 'Move left',
  moveRight: 'Move right',
  remove: 'Remove…',
  addTitle: 'New column',
  editTitle: 'Column {name}',
  name: 'Name',
  nameMissing: 'A column needs a name.',
  colour: 'Colour',
  kind: 'Cards in it are',
  kinds: { todo: 'not begun', doing: 'being worked on', done: 'finished' } as const satisfies Record<
    ColumnKind,
    string
  >,
  kindHint:
    'Claiming a card moves it to the first column where cards are being worked on. This cannot be changed later.',
  limit: 'Limit of work in progress',
  limitHint: 'How many cards it should hold at most. Empty: no limit.',
  countOfLimit: '{count, number} / {limit, number}',
  over: '{count, number} cards; {limit, number} at most was agreed',
  removeTitle: 'Remove the column {name}?',
  removeText: 'For everyone. It cannot be brought back.',
  cardsGoTo: 'Its cards go to',
  removeConfirm: 'Remove column',
  removed: 'The column {name} is removed',
  moved: '{name} is now column {place, number}',
});
