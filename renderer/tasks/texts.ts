/** Texts of the task list. */

import type { ColumnId } from '#shared/board/commands.ts';
import { maxNotesLength, maxTitleLength } from '#shared/board/limits.ts';
import { formatCount } from '../ui/format.ts';
import { maxEntryLength } from './entry/entry.ts';

export const tasks = {
  columns: { todo: 'To do', doing: 'Doing', done: 'Done' } satisfies Record<ColumnId, string>,
  empty: {
    todo: 'Nothing to do. Add a task above.',
    doing: 'Nobody is working on anything. Drag a task here, or add one.',
    done: 'Nothing is done yet.',
  } satisfies Record<ColumnId, string>,
  emptyForViewers: {
    todo: 'Nothing to do.',
    doing: 'Nobody is working on anything.',
    done: 'Nothing is done yet.',
  } satisfies Record<ColumnId, string>,
  emptyFiltered: 'No task here matches.',
  add: 'Add a task',
  addTooLong: `This is too much at once. At most ${formatCount(maxEntryLength)} characters fit.`,
  pasteTooLong: `What you pasted is too long, so it was left out. At most ${formatCount(maxEntryLength)} characters fit.`,
  titleOver: `Longer than ${maxTitleLength} characters: the rest will go into the notes.`,
  severalQuestion: (lines: number, tasksAtOnce: number) =>
    lines <= tasksAtOnce
      ? `Add ${formatCount(lines)} tasks?`
      : `Add the first ${formatCount(tasksAtOnce)} of ${formatCount(lines)} tasks? The others stay in the field.`,
  severalAdd: (count: number) => `Add ${formatCount(count)} tasks`,
  severalAsOne: 'One task, the rest as notes',
  addLabel: (column: ColumnId) => `Add a task to ${tasks.columns[column]}`,
  number: (number: number) => (number === 0 ? '…' : `#${number}`),
  numberPending: 'The number comes once the task is saved for everyone',
  cardLabel: (number: number, title: string) => (number === 0 ? title : `Task ${number}: ${title}`),
  pending: 'Saving…',
  claim: 'Claim',
  claiming: 'Claiming…',
  claimedBy: (name: string) => `Claimed by ${name}`,
  claimedByMe: 'Claimed by you',
  completedBy: (name: string) => `Done by ${name}`,
  release: 'Release',
  complete: 'Mark as done',
  edit: 'Edit…',
  remove: 'Remove…',
  menu: (number: number, title: string) => `Actions for ${tasks.cardLabel(number, title)}`,
  moveTo: 'Move to',
  moveUp: 'Move up',
  moveDown: 'Move down',
  moveToTop: (column: ColumnId) => `Top of ${tasks.columns[column]}`,
  moveToEnd: (column: ColumnId) => `End of ${tasks.columns[column]}`,
  count: (shown: number, all: number) => (shown === all ? String(all) : `${shown} of ${all}`),
  countLabel: (count: number) => (count === 1 ? '1 task' : `${count} tasks`),
  search: 'Search tasks',
  mine: 'Mine',
  mineHint: 'Only tasks that you claimed',
  hidden: (titles: readonly string[]) =>
    titles.length === 1
      ? `You added “${titles[0]}”. The filter hides it.`
      : `You added ${formatCount(titles.length)} tasks that the filter hides.`,
  showAll: 'Show all tasks',
  editTitle: (number: number) => (number === 0 ? 'Edit task' : `Task #${number}`),
  titleLabel: 'Title',
  titleMissing: 'A task needs a title.',
  notesLabel: 'Notes',
  notesHint: 'Markdown is kept as you type it.',
  notesTooLong: (characters: number) =>
    `The notes have ${formatCount(characters)} characters. At most ${formatCount(maxNotesLength)} fit.`,
  gone: 'Someone removed this task in the meantime.',
  goneTyped: 'What you typed is still here.',
  addAgain: 'Add it as a new task',
  draft: 'You typed this earlier and did not save it.',
  discardDraft: 'Discard draft',
  conflict: {
    title: 'Someone else changed the title in the meantime. If you save, yours replaces theirs:',
    notes: 'Someone else changed the notes in the meantime. If you save, yours replace theirs:',
  },
  noNotes: '(no notes)',
  useTheirs: { title: 'Use their title', notes: 'Use their notes' },
  notSaved: 'This was not saved. What you typed is still here.',
  removeTitle: (title: string) => `Remove “${title}”?`,
  removeText: 'It disappears for everyone. Its number is not used again.',
  removeConfirm: 'Remove task',
  list: (column: ColumnId) => `Tasks: ${tasks.columns[column]}`,
  draggedTo: (title: string, column: ColumnId) => `${title} moved to ${tasks.columns[column]}`,
  nobody: 'someone',
} as const;
