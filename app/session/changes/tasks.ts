/** The task list as this device shows it. */

import { columnIds } from '#shared/board/commands.ts';
import type { BoardView, Task } from '#shared/board/state.ts';
import type { SessionView, TaskView } from '../view/view.ts';
import { type PendingChange, taskOf } from './pending.ts';

export type TaskColumns = SessionView['tasks'];

export const noTasks: TaskColumns = { todo: [], doing: [], done: [] };

/** Computes the columns again only when something they are made of is another object. */
export class TaskList {
  #columns = noTasks;
  #madeOf: readonly unknown[] = [];

  columns(
    shown: Pick<BoardView, 'tasks'>,
    settled: Pick<BoardView, 'task'>,
    pending: readonly PendingChange[],
  ): TaskColumns {
    // Any change of a task, settled or not, gives its column on the shown board another array.
    const madeOf = [pending, ...columnIds.map((id) => shown.tasks(id))];
    if (madeOf.some((part, at) => part !== this.#madeOf[at])) {
      this.#madeOf = madeOf;
      this.#columns = taskColumns(shown, settled, pending, this.#columns);
    }
    return this.#columns;
  }
}

/**
 * The tasks of `shown` (the board with pending changes), each with what is still open about it. A task that
 * `settled` does not have yet has number 0: numbers are agreed on, not guessed. Whatever looks the same as in
 * `previous` is the same object, so that a window draws again only what changed.
 */
export function taskColumns(
  shown: Pick<BoardView, 'tasks'>,
  settled: Pick<BoardView, 'task'>,
  pending: readonly PendingChange[],
  previous: TaskColumns,
): TaskColumns {
  const touched = new Set<string>();
  const claimed = new Set<string>();
  for (const { command } of pending) {
    const id = taskOf(command);
    if (id !== undefined) touched.add(id);
    if (command.type === 'task/claim') claimed.add(command.id);
  }
  const before = new Map<string, TaskView>();
  for (const column of columnIds) for (const task of previous[column]) before.set(task.id, task);

  const view = (task: Task): TaskView => {
    const made: TaskView = {
      ...task,
      number: settled.task(task.id) === undefined ? 0 : task.number,
      pending: touched.has(task.id),
      claiming: claimed.has(task.id),
    };
    const old = before.get(task.id);
    return old !== undefined && isSameTask(old, made) ? old : made;
  };
  const column = (id: (typeof columnIds)[number]): readonly TaskView[] => {
    const made = shown.tasks(id).map(view);
    const old = previous[id];
    return made.length === old.length && made.every((task, at) => task === old[at]) ? old : made;
  };

  const made: TaskColumns = { todo: column('todo'), doing: column('doing'), done: column('done') };
  return columnIds.every((id) => made[id] === previous[id]) ? previous : made;
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
    a.pending === b.pending &&
    a.claiming === b.claiming
  );
}
