/** Which tasks are shown. */

import type { TaskView } from '#app/session/view/view.ts';
import type { NewTask } from './entry/entry.ts';

export interface Filter {
  readonly text: string;
  /** Only tasks that this device's person claimed. */
  readonly mine: boolean;
}

export const noFilter: Filter = { text: '', mine: false };

export function isFiltering(filter: Filter): boolean {
  return filter.mine || words(filter).length > 0;
}

/**
 * A text as it is compared: in one case and one composition, in no language. The dot is taken off the Turkish `İ`, and
 * `ı` is an `i`, so that each is found whatever keyboard it is looked for with.
 */
export function folded(text: string): string {
  // By way of upper case, where `ß` and `ss`, `ﬁ` and `fi`, and the two small sigmas are the same.
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

type Searched = Pick<TaskView, 'title' | 'notes' | 'number' | 'claimedBy'>;

/** The task's own text, folded. A task that did not change is the same object, so each is folded once. */
const foldedTasks = new WeakMap<object, string>();

function textOf(task: Searched): string {
  const known = foldedTasks.get(task);
  if (known !== undefined) return known;
  const text = folded(`${task.title}\n${task.notes}\n#${task.number}`);
  foldedTasks.set(task, text);
  return text;
}

/** Whether a task is shown: every word is in its title, notes, number or claimant's name. */
export function matcher(
  filter: Filter,
  who: { readonly me: string; readonly nameOf: (id: string) => string },
): (task: Searched) => boolean {
  const wanted = words(filter);
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    const known = names.get(id) ?? folded(who.nameOf(id));
    names.set(id, known);
    return known;
  };
  return (task) => {
    if (filter.mine && task.claimedBy !== who.me) return false;
    if (wanted.length === 0) return true;
    const text = textOf(task);
    const claimant = task.claimedBy === undefined ? '' : nameOf(task.claimedBy);
    return wanted.every((word) => text.includes(word) || claimant.includes(word));
  };
}

/** Those of the new tasks that the filter hides. */
export function hiddenBy(
  isShown: (task: Searched) => boolean,
  tasks: readonly NewTask[],
): readonly NewTask[] {
  return tasks.filter(({ title, notes }) => !isShown({ title, notes, number: 0 }));
}
