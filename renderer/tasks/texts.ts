/** Texts of the task list. */

import { maxNotesLength, maxTitleLength } from '#shared/board/limits.ts';
import type { Column, ColumnKind } from '#shared/board/task/model.ts';
import { formatCount } from '../ui/format.ts';
import { maxEntryLength } from './entry/entry.ts';

/** A board's first three columns have no name until someone gives them one. */
const firstNames: Record<ColumnKind, string> = { todo: 'To do', doing: 'Doing', done: 'Done' };

export function columnName({ name, kind }: Pick<Column, 'name' | 'kind'>): string {
  return name ?? firstNames[kind];
}

export const tasks = {
  empty: {
    todo: 'Nothing to do. Add a task above.',
    doing: 'Nobody is working on anything. Drag a task here, or add one.',
    done: 'Nothing is done yet.',
  } satisfies Record<ColumnKind, string>,
  emptyForViewers: {
    todo: 'Nothing to do.',
    doing: 'Nobody is working on anything.',
    done: 'Nothing is done yet.',
  } satisfies Record<ColumnKind, string>,
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
  addLabel: (column: string) => `Add a task to ${column}`,
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
  moveToTop: (column: string) => `Top of ${column}`,
  count: (shown: number, all: number) => (shown === all ? String(all) : `${shown} of ${all}`),
  countLabel: (count: number) => (count === 1 ? '1 task' : `${count} tasks`),
  search: 'Search tasks',
  mine: 'Mine',
  mineHint: 'Only tasks that you claimed or that are assigned to you',
  hidden: (titles: readonly string[]) =>
    titles.length === 1
      ? `You added “${titles[0]}”. The filter hides it.`
      : `You added ${formatCount(titles.length)} tasks that the filter hides.`,
  showAll: 'Show all tasks',
  editTitle: (number: number) => (number === 0 ? 'Edit task' : `Task #${number}`),
  titleLabel: 'Title',
  titleMissing: 'A task needs a title.',
  notesLabel: 'Notes',
  notesHint: 'Markdown: **bold**, lists, links.',
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
  removeText: 'It goes to the trash, for everyone. You can bring it back from there.',
  removeConfirm: 'Remove task',
  list: (column: string) => `Tasks: ${column}`,
  draggedTo: (title: string, column: string) => `${title} moved to ${column}`,
  nobody: 'someone',
} as const;

/** Why a change of the task list was refused. */
export const refusals = {
  elsewhere: 'another column',
  shelves: { archive: 'the archive', trash: 'the trash' },
  moved: (title: string | undefined, place: string, by: string | undefined) =>
    `${by ?? 'Someone else'} moved ${title === undefined ? 'this card' : `“${title}”`} to ${place} first, so it stays there.`,
  shelved: (title: string | undefined, place: string, by: string | undefined) =>
    `${title === undefined ? 'This card' : `“${title}”`} is in ${place}${by === undefined ? '' : `: ${by} put it there`}. Bring it back first.`,
  notYourComment: 'Only the author of a comment can change it.',
  commentOf: (name: string) => `${name} wrote this comment, so only they can change it.`,
  plain: {
    'no-such-item': 'Someone removed this item of the checklist in the meantime.',
    'no-such-comment': 'This comment was removed in the meantime.',
    'no-such-label': 'Someone deleted this label in the meantime.',
    'label-exists': 'This label was added already.',
    'no-such-column': 'Someone removed this column in the meantime. Its cards are in another one.',
    'column-exists': 'This column was added already.',
    'last-column': 'A board needs at least one column.',
    'no-such-person': 'This person is not on the board any more.',
  },
} as const;
