/** Selects tasks that a person may change now, applies a change to the model, and checks it in a window. */

import * as v from 'valibot';
import type { BoardModel, Column, Model, Person, Task, TaskLook } from '../../model/model.ts';
import type { Name } from '../../model/names.ts';
import type { Tracked } from '../../model/tracked.ts';
import type { World } from '../../world.ts';
import { taskBoard } from '../action.ts';

export const columnNames: { readonly [column in Column]: string } = {
  todo: 'To do',
  doing: 'Doing',
  done: 'Done',
};

export interface TaskChange {
  readonly before: TaskLook;
  readonly after: TaskLook;
}

export const named = v.object({ task: v.string() });
export type Named = v.InferOutput<typeof named>;

export function isFree({ claimedBy, column }: TaskLook): boolean {
  return claimedBy.includes('') && column !== 'done';
}

function tasksOf(
  model: Model,
  person: Person,
  fits: (look: TaskLook) => boolean,
  isClaim = false,
): readonly string[] {
  const board = taskBoard(model, person);
  if (board === undefined) return [];
  return [...board.tasks]
    .filter(([, task]) => isOpen(model, person, board, task, fits, isClaim))
    .map(([label]) => label);
}

function isOpen(
  model: Model,
  person: Person,
  board: BoardModel,
  { tracked }: Task,
  fits: (look: TaskLook) => boolean,
  isClaim: boolean,
): boolean {
  if (!tracked.look.there || (isClaim && !tracked.isSettled)) return false;
  if (isClaim && isRaced(model, person, board, tracked)) return true;
  return fits(tracked.look) && model.mayTouch(person.name, board.name, tracked);
}

/** Whether another person's only change of the task in this burst is a claim, and this person knew the task before. */
function isRaced(model: Model, person: Person, board: BoardModel, tracked: Tracked<TaskLook>): boolean {
  const { burst, by } = tracked.touched;
  if (burst !== model.burst || by === person.name || tracked.before === undefined) return false;
  const present = model.present(board.name);
  const [first, ...more] = tracked.look.claimedBy;
  const isClaimedOnce = tracked.before.claimedBy.includes('') && first === by && more.length === 0;
  return (
    isClaimedOnce &&
    tracked.wasKnownTo(person.name) &&
    present.length === board.members.length &&
    differsOnlyByClaim(tracked.before, tracked.look)
  );
}

function differsOnlyByClaim(a: TaskLook, b: TaskLook): boolean {
  // A claim moves a card from “To do” to “Doing”.
  const rest = { claimedBy: [], column: b.column };
  const isMoved = a.column === b.column || (a.column === 'todo' && b.column === 'doing');
  return isMoved && JSON.stringify({ ...a, ...rest }) === JSON.stringify({ ...b, ...rest });
}

export function pickTask(
  model: Model,
  person: Person,
  random: { pick<Item>(items: readonly Item[]): Item | undefined },
  fits: (look: TaskLook) => boolean,
  isClaim = false,
): Named | undefined {
  const task = random.pick(tasksOf(model, person, fits, isClaim));
  return task === undefined ? undefined : { task };
}

export function can(
  model: Model,
  person: Person,
  task: string,
  fits: (look: TaskLook) => boolean,
  isClaim = false,
): boolean {
  return tasksOf(model, person, fits, isClaim).includes(task);
}

export function taskOf(model: Model, person: Person, label: string): Task {
  const task = taskBoard(model, person)?.tasks.get(label);
  if (task === undefined) throw new RangeError(`there is no ${label}`);
  return task;
}

export function changed(
  model: Model,
  person: Person,
  label: string,
  make: (look: TaskLook) => TaskLook,
): TaskChange {
  const { tracked } = taskOf(model, person, label);
  const before = tracked.look;
  const after = make(before);
  tracked.change(person.name, model.burst, after);
  const board = taskBoard(model, person);
  const { burst } = model;
  const isGone = before.column !== after.column || !after.there;
  if (isGone)
    board?.reorder(before.column, person.name, burst, (all) => all.filter((other) => other !== label));
  if (before.column !== after.column)
    board?.reorder(after.column, person.name, burst, (all) => [...all, label]);
  return { before, after };
}

export async function showsTask(world: World, name: Name, look: TaskLook, title: string): Promise<void> {
  const what = look.there ? `the task “${look.title}” in ${columnNames[look.column]}` : `no task “${title}”`;
  await world.window(name).shows(what, ({ cards }) => {
    const found = cards.filter((card) => card.title === (look.there ? look.title : title));
    return look.there ? found.length === 1 && found[0]?.column === look.column : found.length === 0;
  });
}
