/** Texts of the bar above the columns. */

import type { DueFilter, Order } from './search.ts';

export const bar = {
  filter: 'Filter',
  filtering: (count: number) => `Filter (${count})`,
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
  } satisfies Record<DueFilter, string>,
  sort: 'Sort by',
  orders: {
    board: 'Order on the board',
    due: 'Due day',
    newest: 'Newest first',
    title: 'Title',
  } satisfies Record<Order, string>,
  reset: 'Reset',
  more: 'More for the task list',
  undo: 'Undo my last change',
  undone: (count: number) => (count === 1 ? 'Your last change is undone.' : `${count} changes are undone.`),
  notUndone: 'Someone else changed the same since, so it stays as it is.',
  partlyUndone: (undone: number, left: number) =>
    `${undone} changes are undone. ${left} stay, as someone else changed the same since.`,
  nothingToUndo: 'There is nothing of yours to undo.',
  archive: 'Archive…',
  trash: 'Trash…',
  keys: 'Keyboard shortcuts',
} as const;
