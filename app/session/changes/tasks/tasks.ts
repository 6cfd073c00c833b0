/** The task list as this device shows it. */

import type { TaskLists, TaskShelves, TaskView } from '#app/session/view/view.ts';
import type { BoardView } from '#shared/board/state.ts';
import { type Shelf, shelves, type Task } from '#shared/board/task/model.ts';
import { canonicalJson } from '#shared/board/values/json.ts';
import { type DeviceLinks, noLinks } from '../../view/people/links.ts';
import { type PendingChange, taskOf } from '../pending.ts';
import { withPersons } from './persons-of-task.ts';

export type TaskColumns = TaskLists;

export const noTasks: TaskColumns = { todo: [], doing: [], done: [] };

const noShelves: TaskShelves = { archive: [], trash: [] };

/** Each task with its pending changes. */
export interface ShownTasks {
  readonly tasks: TaskColumns;
  readonly shelves: TaskShelves;
}

type ShownBoard = Pick<BoardView, 'tasks' | 'columns' | 'shelf'>;

/** Computes the lists again only when one of their sources is another object. */
export class TaskList {
  #shown: ShownTasks = { tasks: noTasks, shelves: noShelves };
  #madeOf: readonly unknown[] = [];

  shown(
    shown: ShownBoard,
    settled: Pick<BoardView, 'task'>,
    pending: readonly PendingChange[],
    links: DeviceLinks = noLinks,
  ): ShownTasks {
    // Any change of a task, settled or not, gives its list on the shown board another array.
    const columns = shown.columns();
    const lists = [...columns.map(({ id }) => shown.tasks(id)), ...shelves.map((id) => shown.shelf(id))];
    const madeOf = [marksOf(pending), links, columns, ...lists];
    if (madeOf.length !== this.#madeOf.length || madeOf.some((part, at) => part !== this.#madeOf[at])) {
      this.#madeOf = madeOf;
      this.#shown = shownTasks(shown, settled, pending, this.#shown, links);
    }
    return this.#shown;
  }
}

/** The pending changes of tasks, as far as a list shows them: changes of the whiteboard, which are many, are none. */
function marksOf(pending: readonly PendingChange[]): string {
  const marks: string[] = [];
  for (const { command } of pending) {
    const id = taskOf(command);
    if (id !== undefined) marks.push(`${command.type} ${id}`);
  }
  return marks.join();
}

/**
 * The tasks of `shown` (the board with pending changes). A task that `settled` does not have yet has number 0: numbers
 * are agreed on, not guessed. Whatever looks the same as in `previous` is the same object, so that a window draws again
 * only what changed.
 */
export function shownTasks(
  shown: ShownBoard,
  settled: Pick<BoardView, 'task'>,
  pending: readonly PendingChange[],
  previous: ShownTasks = { tasks: noTasks, shelves: noShelves },
  links: DeviceLinks = noLinks,
): ShownTasks {
  const touched = new Set<string>();
  const claimed = new Set<string>();
  for (const { command } of pending) {
    const id = taskOf(command);
    if (id !== undefined) touched.add(id);
    if (command.type === 'task/claim') claimed.add(command.id);
  }
  const before = new Map<string, TaskView>();
  for (const list of [...Object.values(previous.tasks), ...Object.values(previous.shelves)])
    for (const task of list) before.set(task.id, task);

  const view = (task: Task): TaskView => {
    const made: TaskView = {
      ...withPersons(task, links),
      number: settled.task(task.id) === undefined ? 0 : task.number,
      pending: touched.has(task.id),
      claiming: claimed.has(task.id),
    };
    const old = before.get(task.id);
    return old !== undefined && isSameTask(old, made) ? old : made;
  };
  const list = (tasks: readonly Task[], old: readonly TaskView[] = []): readonly TaskView[] => {
    const made = tasks.map(view);
    return made.length === old.length && made.every((task, at) => task === old[at]) ? old : made;
  };

  // The first three are always there, empty where the board does not have the column any more.
  const columns = new Map<string, readonly TaskView[]>(Object.entries(noTasks));
  for (const { id } of shown.columns()) columns.set(id, list(shown.tasks(id), previous.tasks[id]));
  const tasks: TaskColumns = { ...noTasks, ...Object.fromEntries(columns) };
  const onShelf = (shelf: Shelf) => list(shown.shelf(shelf), previous.shelves[shelf]);
  const made = { tasks, shelves: { archive: onShelf('archive'), trash: onShelf('trash') } };
  return {
    tasks: isSameLists(made.tasks, previous.tasks) ? previous.tasks : made.tasks,
    shelves: isSameLists({ ...made.shelves }, { ...previous.shelves }) ? previous.shelves : made.shelves,
  };
}

type Lists = { readonly [id: string]: readonly TaskView[] };

function isSameLists(a: Lists, b: Lists): boolean {
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => a[id] === b[id]);
}

function isSameTask(a: TaskView, b: TaskView): boolean {
  return (
    a.number === b.number &&
    a.title === b.title &&
    a.notes === b.notes &&
    a.column === b.column &&
    a.position === b.position &&
    a.createdBy === b.createdBy &&
    a.createdAt === b.createdAt &&
    a.claimedBy === b.claimedBy &&
    a.completedBy === b.completedBy &&
    a.due === b.due &&
    a.shelf === b.shelf &&
    isSameList(a.labels, b.labels) &&
    isSameList(a.assignees, b.assignees) &&
    isSameList(a.checklist, b.checklist) &&
    isSameList(a.comments, b.comments) &&
    isSameList(a.attachments, b.attachments) &&
    isSameList(a.activity, b.activity) &&
    a.pending === b.pending &&
    a.claiming === b.claiming
  );
}

type List = Task['labels'] | Task['checklist'] | Task['comments'] | Task['attachments'] | Task['activity'];

/** The board makes new lists when it applies pending changes again; their items are plain data. */
function isSameList(a: List, b: List): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
}
