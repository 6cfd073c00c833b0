/** The filter and the order of the shown tasks. */

import type { TaskView } from '#app/session/view/view.ts';
import { locale } from '#shared/texts/catalog.ts';
import { daysBetween } from '../card/due.ts';
import type { NewTask } from '../entry/entry.ts';

export type DueFilter = 'any' | 'overdue' | 'week' | 'none';

export interface Filter {
  readonly text: string;
  /** Only tasks that this device's person claimed or is assigned to. */
  readonly mine: boolean;
  /** Only those that this person claimed or is assigned to. */
  readonly person?: string;
  readonly label?: string;
  readonly due: DueFilter;
}

export const noFilter: Filter = { text: '', mine: false, due: 'any' };

export function isFiltering(filter: Filter): boolean {
  const { mine, person, label, due } = filter;
  return mine || person !== undefined || label !== undefined || due !== 'any' || words(filter).length > 0;
}

/**
 * A text in the form for comparison: one case and one composition, independent of language. The Turkish `İ` loses its dot,
 * and `ı` becomes `i`, so that every keyboard finds both.
 */
export function folded(text: string): string {
  // Through upper case, in which `ß` equals `ss`, `ﬁ` equals `fi`, and both small sigmas are equal.
  return text
    .normalize('NFD')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(/i\u0307/g, 'i')
    .replace(/ς/g, 'σ')
    .normalize('NFC');
}

function words(filter: Filter): readonly string[] {
  return folded(filter.text)
    .split(/\s+/)
    .filter((word) => word !== '');
}

type Searched = Pick<TaskView, 'title' | 'notes' | 'number'> & Partial<TaskView>;

/** The task's own text, folded once: an unchanged task is the same object. */
const foldedTasks = new WeakMap<object, string>();

function textOf(task: Searched): string {
  const known = foldedTasks.get(task);
  if (known !== undefined) return known;
  const items = (task.checklist ?? []).map((item) => item.text).join('\n');
  const comments = (task.comments ?? []).map((comment) => comment.text).join('\n');
  const text = folded(`${task.title}\n${task.notes}\n#${task.number}\n${items}\n${comments}`);
  foldedTasks.set(task, text);
  return text;
}

/** The context of a filter: facts outside the tasks. */
export interface FilterContext {
  readonly me: string;
  readonly nameOf: (id: string) => string;
  readonly labelOf?: (id: string) => string | undefined;
  /** The current day. */
  readonly today?: string;
}

/** Whether a task is shown: it meets all conditions, and its texts, labels or people's names contain every word. */
export function matcher(filter: Filter, context: FilterContext): (task: Searched) => boolean {
  const wanted = words(filter);
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    const known = names.get(id) ?? folded(context.nameOf(id));
    names.set(id, known);
    return known;
  };
  const { mine, person, label } = filter;
  return (task) => {
    if (mine && !isOf(task, context.me)) return false;
    if (person !== undefined && !isOf(task, person)) return false;
    if (label !== undefined && task.labels?.includes(label) !== true) return false;
    if (!isDueAs(task, filter.due, context.today)) return false;
    if (wanted.length === 0) return true;
    const text = textOf(task);
    const people = [task.claimedBy, ...(task.assignees ?? [])].flatMap((id) =>
      id === undefined ? [] : nameOf(id),
    );
    const labels = (task.labels ?? []).map((id) => folded(context.labelOf?.(id) ?? ''));
    return wanted.every((word) => [text, ...people, ...labels].some((one) => one.includes(word)));
  };
}

function isOf({ claimedBy, assignees }: Searched, person: string): boolean {
  return claimedBy === person || assignees?.some((id) => id === person) === true;
}

/** A finished card is neither overdue nor due. */
function isDueAs({ due, completedBy }: Searched, filter: DueFilter, today: string | undefined): boolean {
  if (filter === 'any') return true;
  if (filter === 'none') return due === undefined;
  if (due === undefined || today === undefined || completedBy !== undefined) return false;
  const days = daysBetween(today, due);
  return filter === 'overdue' ? days < 0 : days >= 0 && days < 7;
}

export type Order = 'board' | 'due' | 'newest' | 'title';

/** The tasks in the chosen order; `board` is the agreed one. */
export function sorted<T extends Searched>(tasks: readonly T[], order: Order): readonly T[] {
  if (order === 'board') return tasks;
  if (order === 'title')
    return tasks.toSorted((a, b) => a.title.localeCompare(b.title, locale(), { numeric: true }));
  // A card without a number is the newest.
  if (order === 'newest')
    return tasks.toSorted((a, b) => (b.number || Infinity) - (a.number || Infinity) || 0);
  return tasks.toSorted((a, b) => compareDue(a.due, b.due));
}

/** Tasks without a due day are last. */
function compareDue(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
  return a < b ? -1 : 1;
}

/** The new tasks that the filter hides. */
export function hiddenBy(
  isShown: (task: Searched) => boolean,
  tasks: readonly NewTask[],
): readonly NewTask[] {
  return tasks.filter(({ title, notes }) => !isShown({ title, notes, number: 0 }));
}
