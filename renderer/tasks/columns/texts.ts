/** Texts about columns. */

import type { ColumnKind } from '#shared/board/task/model.ts';

export const columns = {
  menu: (name: string) => `Actions for the column ${name}`,
  add: 'Add a column',
  edit: 'Name, colour, limit…',
  moveLeft: 'Move left',
  moveRight: 'Move right',
  remove: 'Remove…',
  addTitle: 'New column',
  editTitle: (name: string) => `Column ${name}`,
  name: 'Name',
  nameMissing: 'A column needs a name.',
  colour: 'Colour',
  kind: 'Cards in it are',
  kinds: { todo: 'not begun', doing: 'being worked on', done: 'finished' } satisfies Record<
    ColumnKind,
    string
  >,
  kindHint:
    'Claiming a card moves it to the first column where cards are being worked on. This cannot be changed later.',
  limit: 'Limit of work in progress',
  limitHint: 'How many cards it should hold at most. Empty: no limit.',
  count: (count: number, limit: number | undefined) =>
    limit === undefined ? `${count}` : `${count} / ${limit}`,
  over: (count: number, limit: number) => `${count} cards; ${limit} at most was agreed`,
  removeTitle: (name: string) => `Remove the column ${name}?`,
  removeText: 'For everyone. It cannot be brought back.',
  cardsGoTo: 'Its cards go to',
  removeConfirm: 'Remove column',
  removed: (name: string) => `The column ${name} is removed`,
  moved: (name: string, at: number) => `${name} is now column ${at}`,
} as const;
