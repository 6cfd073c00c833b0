/** Texts of the task list. */

import { maxNotesLength, maxTitleLength } from '#shared/board/limits.ts';
import type { Column, ColumnKind } from '#shared/board/task/model.ts';
import { catalog } from '#shared/texts/catalog.ts';
import { maxEntryLength } from './entry/entry.ts';

/** A board's first three columns have no name until they are renamed. */
const firstNames = catalog('tasks.firstColumns', {
  todo: 'To do',
  doing: 'Doing',
  done: 'Done',
} as const satisfies Record<ColumnKind, string>);

export function columnName({ name, kind }: Pick<Column, 'name' | 'kind'>): string {
  return name ?? firstNames[kind];
}

export const tasks = catalog('tasks', {
  empty: {
    todo: 'Nothing to do. Add a task above.',
    doing: 'Nobody is working on anything. Drag a task here, or add one.',
    done: 'Nothing is done yet.',
  } as const satisfies Record<ColumnKind, string>,
  emptyForViewers: {
    todo: 'Nothing to do.',
    doing: 'Nobody is working on anything.',
    done: 'Nothing is done yet.',
  } as const satisfies Record<ColumnKind, string>,
  emptyFiltered: 'No task here matches.',
  add: 'Add a task',
  addTooLong: 'This is too much at once. At most {max, number} characters fit.',
  pasteTooLong: 'The pasted text is too long, so it was left out. At most {max, number} characters fit.',
  titleOver: 'Longer than {max, number} characters: the rest will go into the notes.',
  several: 'Add {lines, number} tasks?',
  tooMany: 'Add the first {max, number} of {lines, number} tasks? The others stay in the field.',
  severalAdd: 'Add {count, number} tasks',
  severalAsOne: 'One task, the rest as notes',
  addLabel: 'Add a task to {column}',
  number: '#{number}',
  noNumber: '…',
  numberPending: 'The number comes once the task is saved for everyone',
  cardLabel: 'Task {number}: {title}',
  pending: 'Saving…',
  claim: 'Claim',
  claiming: 'Claiming…',
  claimedBy: 'Claimed by {name}',
  claimedByMe: 'Claimed by you',
  completedBy: 'Done by {name}',
  release: 'Release',
  complete: 'Mark as done',
  edit: 'Edit…',
  remove: 'Remove…',
  menu: 'Actions for {card}',
  moveTo: 'Move to',
  moveUp: 'Move up',
  moveDown: 'Move down',
  moveToTop: 'Top of {column}',
  count: '{count, number}',
  countFiltered: '{shown, number} of {all, number}',
  countLabel: '{count, plural, one {# task} other {# tasks}}',
  search: 'Search tasks',
  mine: 'Mine',
  mineHint: 'Only tasks that you claimed or that are assigned to you',
  hidden: 'You added “{title}”. The filter hides it.',
  severalHidden: 'You added {count, number} tasks that the filter hides.',
  showAll: 'Show all tasks',
  editTitle: 'Task #{number}',
  editTitleUnnumbered: 'Edit task',
  titleLabel: 'Title',
  titleMissing: 'A task needs a title.',
  notesLabel: 'Notes',
  notesHint: 'Markdown: **bold**, lists, links.',
  notesTooLong: 'The notes have {count, number} characters. At most {max, number} fit.',
  gone: 'Someone removed this task in the meantime.',
  goneTyped: 'The text that you typed is still here.',
  addAgain: 'Add it as a new task',
  draft: 'You typed this earlier and did not save it.',
  discardDraft: 'Discard draft',
  conflict: {
    title:
      'Someone else changed the title in the meantime. If you save, both changes are kept. Theirs is now:',
    notes:
      'Someone else changed the notes in the meantime. If you save, both changes are kept. Theirs are now:',
  },
  noNotes: '(no notes)',
  useTheirs: { title: 'Use their title', notes: 'Use their notes' },
  notSaved: 'This was not saved. The text that you typed is still here.',
  removeTitle: 'Remove “{title}”?',
  removeText: 'It goes to the trash, for everyone. You can bring it back from there.',
  removeConfirm: 'Remove task',
  list: 'Tasks: {column}',
  draggedTo: '{title} moved to {column}',
  nobody: 'someone',
});

/** A card's number, which is 0 until the card has settled. */
export function numberText(number: number): string {
  return number === 0 ? tasks.noNumber : tasks.number({ number: String(number) });
}

export function cardLabel(number: number, title: string): string {
  return number === 0 ? title : tasks.cardLabel({ number: String(number), title });
}

export function editTitle(number: number): string {
  return number === 0 ? tasks.editTitleUnnumbered : tasks.editTitle({ number: String(number) });
}

export const addTooLong = (): string => tasks.addTooLong({ max: maxEntryLength });
export const pasteTooLong = (): string => tasks.pasteTooLong({ max: maxEntryLength });
export const titleOver = (): string => tasks.titleOver({ max: maxTitleLength });

export function notesTooLong(count: number): string {
  return tasks.notesTooLong({ count, max: maxNotesLength });
}

/** The question whether to add each of several lines as a task. */
export function severalQuestion(lines: number, max: number): string {
  return lines <= max ? tasks.several({ lines }) : tasks.tooMany({ lines, max });
}

/** Tasks that were added and that the filter hides. */
export function hiddenText(titles: readonly string[]): string {
  const [title = ''] = titles;
  return titles.length === 1 ? tasks.hidden({ title }) : tasks.severalHidden({ count: titles.length });
}
