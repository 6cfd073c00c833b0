/** The new place of a task that is dropped, or moved by keyboard. */

import type { SessionView, TaskView } from '#app/session/view/view.ts';
import type { ColumnId } from '#shared/board/task/model.ts';

export type TaskColumns = SessionView['tasks'];

/** A place in the task list, as `BoardSession.moveTask` takes it. */
export interface Place {
  readonly column: ColumnId;
  /** The id of the task that will follow; absent at the end of the column. */
  readonly before?: string;
}

export type Edge = 'above' | 'below';

export function findTask(columns: TaskColumns, id: string): TaskView | undefined {
  for (const tasks of Object.values(columns)) {
    const task = tasks.find((candidate) => candidate.id === id);
    if (task !== undefined) return task;
  }
  return undefined;
}

/**
 * The place of `moved` when it is dropped at an edge of `target`; hidden tasks in between do not count.
 *
 * @returns undefined if that is its present place, or if `target` is removed.
 */
export function placeAt(columns: TaskColumns, moved: string, target: string, edge: Edge): Place | undefined {
  if (moved === target) return undefined;
  const [column, tasks = []] =
    Object.entries(columns).find(([, tasks]) => tasks.some((task) => task.id === target)) ?? [];
  if (column === undefined) return undefined;
  const others = tasks.filter((task) => task.id !== moved);
  const at = others.findIndex((task) => task.id === target);
  const before = edge === 'above' ? target : others[at + 1]?.id;
  return different(columns, moved, before === undefined ? { column } : { column, before });
}

/** The end of a column. @returns undefined if that is its present place. */
export function placeAtEnd(columns: TaskColumns, moved: string, column: ColumnId): Place | undefined {
  return different(columns, moved, { column });
}

/** The top of a column. @returns undefined if that is its present place. */
export function placeAtTop(columns: TaskColumns, moved: string, column: ColumnId): Place | undefined {
  const first = columns[column]?.find((task) => task.id !== moved);
  return different(columns, moved, first === undefined ? { column } : { column, before: first.id });
}

/**
 * Beyond the next shown card up or down in its column, in the order of the board, also if the cards are shown in another one.
 *
 * @param shown the ids of the shown cards of its column. @returns undefined beyond the first and the last of them.
 */
export function placeBeside(
  columns: TaskColumns,
  task: TaskView,
  edge: Edge,
  shown: readonly string[] | undefined,
): Place | undefined {
  const isShown = new Set(shown ?? []).add(task.id);
  const inColumn = (columns[task.column] ?? []).filter(({ id }) => isShown.has(id));
  const at = inColumn.findIndex((candidate) => candidate.id === task.id);
  const neighbour = at < 0 ? undefined : inColumn[edge === 'above' ? at - 1 : at + 1];
  return neighbour === undefined ? undefined : placeAt(columns, task.id, neighbour.id, edge);
}

function different(columns: TaskColumns, moved: string, place: Place): Place | undefined {
  const inColumn = columns[place.column] ?? [];
  const at = inColumn.findIndex((task) => task.id === moved);
  if (at >= 0 && inColumn[at + 1]?.id === place.before) return undefined;
  return place;
}
