/** Texts of the bar above the columns. */

import { catalog } from '#shared/texts/catalog.ts';
import type { DueFilter, Order } from './search.ts';

export const bar = catalog('tasks.bar', {
  filter: 'Filter',
  filtering: 'Filter ({count, number})',
  person: 'Person',
  anybody: 'Anybody',
  label: 'Label',
  anyLabel: 'Any label',
  due: 'Due',
  dues: {
    any: 'Any time',
    overdue: 'Overdue',
    week: 'In the next 7 days',
    none: 'No due day',
  } as const satisfies Record<DueFilter, string>,
  sort: 'Sort by',
  orders: {
    board: 'Order on the board',
    due: 'Due day',
    newest: 'Newest first',
    title: 'Title',
  } as const satisfies Record<Order, string>,
  reset: 'Reset',
  more: 'More for the task list',
  undo: 'Undo my last change',
  redo: 'Redo my last change',
  undone: '{count, plural, one {Your last change is undone.} other {# changes are undone.}}',
  notUndone: 'Someone else changed the same since, so it stays as it is.',
  partlyUndone:
    '{undone, plural, one {# change is undone.} other {# changes are undone.}} {left, plural, one {# stays} other {# stay}}, as someone else changed the same since.',
  redone: '{count, plural, one {Your last change is there again.} other {# changes are there again.}}',
  partlyRedone:
    '{undone, plural, one {# change is there again.} other {# changes are there again.}} {left, plural, one {# is} other {# are}} left out, as someone else changed the same since.',
  nothingToUndo: 'There is nothing of yours to undo.',
  nothingToRedo: 'There is nothing of yours to redo.',
  archive: 'Archive…',
  trash: 'Trash…',
  keys: 'Keyboard shortcuts',
});
