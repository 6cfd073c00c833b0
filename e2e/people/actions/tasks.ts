/** The task list: adding, claiming, moving, editing, completing, removing. */

import type { Locator } from '@playwright/test';
import * as v from 'valibot';
import { Failure } from '../failure.ts';
import {
  type BoardModel,
  type Column,
  columns,
  type Model,
  type Person,
  type Task,
  type TaskLook,
} from '../model.ts';
import type { Name } from '../names.ts';
import { Tracked } from '../tracked.ts';
import { until } from '../until.ts';
import type { World } from '../world.ts';
import { type Action, action, taskBoard } from './action.ts';

const columnNames: { readonly [column in Column]: string } = { todo: 'To do', doing: 'Doing', done: 'Done' };

const maxTasks = 40;

interface Change {
  readonly before: TaskLook;
  readonly after: TaskLook;
}

const added = v.object({ label: v.string(), title: v.string(), column: v.picklist(columns) });

const add = action<v.InferOutput<typeof added>, void>({
  name: 'add a task',
  weight: 7,
  args: added,
  propose(model, person, random) {
    const board = taskBoard(model, person);
    if (board === undefined || board.tasks.size >= maxTasks) return undefined;
    const number = model.newNumber();
    return {
      label: `${person.name}’s task ${number}`,
      title: titleOf(person.name, number),
      column: random.oneOf('todo', 'todo', 'doing', 'done'),
    };
  },
  isPossible: (model, person) => taskBoard(model, person) !== undefined,
  happens(model, person, { label, title, column }) {
    const board = taskBoard(model, person);
    const look: TaskLook = { there: true, title, notes: '', column, claimedBy: [''] };
    const tracked = new Tracked<TaskLook>(person.name, model.burst, look, { ...look, there: false });
    board?.tasks.set(label, { tracked });
    board?.reorder(column, person.name, model.burst, (labels) => [...labels, label]);
  },
  async perform(world, name, { title, column }) {
    const window = world.window(name);
    const field = window.page.getByRole('textbox', { name: `Add a task to ${columnNames[column]}` });
    await field.fill(title);
    await field.press('Enter');
    await shows(world, name, { there: true, title, notes: '', column, claimedBy: [''] }, title);
  },
  tell: ({ title, column }) => `adds the task “${title}” to ${columnNames[column]}`,
});

const named = v.object({ task: v.string() });
type Named = v.InferOutput<typeof named>;

/** From a click on “Claim” to “Claiming…”, at most. */
const claimMilliseconds = 3000;

/** @returns a function that gives the number of clicks that the element has got since. */
async function countClicks(element: Locator): Promise<() => Promise<number>> {
  const counted = await element
    .evaluateHandle(
      (button) => {
        const counter = { clicks: 0 };
        button.addEventListener('click', () => {
          counter.clicks += 1;
        });
        return counter;
      },
      undefined,
      { timeout: 3000 },
    )
    // Somebody else was faster.
    .catch(() => undefined);
  return async () => (await counted?.evaluate(({ clicks }) => clicks)) ?? 0;
}

/** Several may ask for one task at once; the first one gets it. */
const claim = action<Named, Change>({
  name: 'claim',
  weight: 14,
  args: named,
  propose: (model, person, random) => pickTask(model, person, random, isFree, true),
  isPossible: (model, person, { task }) => can(model, person, task, isFree, true),
  happens(model, person, { task }) {
    const found = taskOf(model, person, task);
    const before = found.tracked.look;
    // What others asked for in the same burst may be granted first. Whoever is not connected asks in vain for now.
    const others = before.claimedBy.filter((name) => name !== '');
    const after = { ...before, claimedBy: [...others, person.name] };
    found.tracked.change(person.name, model.burst, after);
    return { before, after };
  },
  async perform(world, name, _, { before }) {
    const window = world.window(name);
    const button = window.card(before.title).getByRole('button', { name: 'Claim', exact: true });
    const cardOf = async () => (await window.see()).cards.find(({ title }) => title === before.title);
    const isTaken = async () => {
      const card = await cardOf();
      return card === undefined || card.isClaiming || card.claimedBy !== '';
    };
    for (;;) {
      // Under the pointer the card may have moved on: a person sees that nothing has happened, and clicks again.
      const clicks = await countClicks(button);
      await button.click({ timeout: 3000 }).catch(async (error: unknown) => {
        // Somebody else was faster, which is right.
        if (!(await isTaken())) throw error;
      });
      if (await until(claimMilliseconds, isTaken)) break;
      if ((await clicks()) === 0) continue;
      throw new Failure('no effect', `“${before.title}” to be shown as being claimed`, 'it is not');
    }
    const card = await cardOf();
    if (card?.claimedBy !== name || !card.isPending) return;
    throw new Failure(
      'shown otherwise',
      `“${before.title}” not to be ${name}’s before it has settled`,
      'it is shown so',
    );
  },
  tell: ({ task }) => `claims ${task}`,
});

const complete = action<Named, Change>({
  name: 'complete',
  weight: 3,
  args: named,
  propose: (model, person, random) => pickTask(model, person, random, ({ column }) => column !== 'done'),
  isPossible: (model, person, { task }) => can(model, person, task, ({ column }) => column !== 'done'),
  happens(model, person, { task }) {
    const change = changed(model, person, task, (look) => ({ ...look, column: 'done' }));
    return change;
  },
  async perform(world, name, _, { before, after }) {
    await world.window(name).chooseInMenu(before.title, 'Mark as done');
    await shows(world, name, after, before.title);
  },
  tell: ({ task }) => `marks ${task} as done`,
});

const moved = v.object({ task: v.string(), to: v.picklist(columns), atTop: v.boolean() });

const move = action<v.InferOutput<typeof moved>, Change>({
  name: 'move a task',
  weight: 8,
  args: moved,
  propose(model, person, random) {
    const task = pickTask(model, person, random, () => true);
    return task === undefined ? undefined : { ...task, to: random.oneOf(...columns), atTop: true };
  },
  isPossible: (model, person, { task }) => can(model, person, task, () => true),
  happens(model, person, { task, to }) {
    const { column } = taskOf(model, person, task).tracked.look;
    if (column !== to) return changed(model, person, task, (look) => ({ ...look, column: to }));
    const change = changed(model, person, task, (look) => look);
    const rest = (labels: string[]) => labels.filter((label) => label !== task);
    taskBoard(model, person)?.reorder(column, person.name, model.burst, (labels) => [task, ...rest(labels)]);
    return change;
  },
  async perform(world, name, { to }, { before, after }) {
    const window = world.window(name);
    await window
      .card(before.title)
      .getByRole('button', { name: /^Actions for / })
      .click();
    const label = before.column === to ? `Top of ${columnNames[to]}` : columnNames[to];
    const item = window.page.getByRole('menuitem', { name: label, exact: true });
    // It is at the top already.
    if (await item.isDisabled()) await window.page.keyboard.press('Escape');
    else await item.click();
    await shows(world, name, after, before.title);
  },
  tell: ({ task, to }) => `moves ${task} to ${columnNames[to]} (to its top if it is there already)`,
});

const edited = v.object({ task: v.string(), title: v.optional(v.string()), notes: v.optional(v.string()) });

const edit = action<v.InferOutput<typeof edited>, Change>({
  name: 'edit a task',
  weight: 4,
  args: edited,
  propose(model, person, random) {
    const task = pickTask(model, person, random, () => true);
    if (task === undefined) return undefined;
    const number = model.newNumber();
    return random.chance(0.5)
      ? { ...task, title: titleOf(person.name, number) }
      : { ...task, notes: `Notes ${number} of ${person.name}` };
  },
  isPossible: (model, person, { task }) => can(model, person, task, () => true),
  happens: (model, person, { task, title, notes }) =>
    changed(model, person, task, (look) => ({
      ...look,
      title: title ?? look.title,
      notes: notes ?? look.notes,
    })),
  async perform(world, name, { title, notes }, { before, after }) {
    const window = world.window(name);
    await window.card(before.title).getByText(before.title, { exact: true }).click();
    const dialog = window.page.getByRole('dialog');
    if (title !== undefined) await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
    if (notes !== undefined) await dialog.getByRole('textbox', { name: 'Notes' }).fill(notes);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await shows(world, name, after, after.title);
  },
  tell: ({ task, title, notes }) =>
    title === undefined
      ? `opens ${task} and writes the notes “${notes}”`
      : `opens ${task} and renames it “${title}”`,
});

const remove = action<Named, Change>({
  name: 'remove a task',
  weight: 2,
  args: named,
  propose: (model, person, random) => pickTask(model, person, random, () => true),
  isPossible: (model, person, { task }) => can(model, person, task, () => true),
  happens(model, person, { task }) {
    const change = changed(model, person, task, (look) => ({ ...look, there: false }));
    return change;
  },
  async perform(world, name, _, { before, after }) {
    const window = world.window(name);
    await window.chooseInMenu(before.title, 'Remove…');
    await window.page.getByRole('button', { name: 'Remove task', exact: true }).click();
    await shows(world, name, after, before.title);
  },
  tell: ({ task }) => `removes ${task}`,
});

export const taskActions: readonly Action[] = [add, claim, complete, move, edit, remove];

function titleOf(name: Name, number: number): string {
  return `${name} plans ${String(number).padStart(3, '0')}`;
}

function isFree({ claimedBy, column }: TaskLook): boolean {
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

/** Somebody else claims it in this very burst, and did nothing else to it; before that it was known here. */
function isRaced(model: Model, person: Person, board: BoardModel, tracked: Tracked<TaskLook>): boolean {
  const { burst, by } = tracked.touched;
  if (burst !== model.burst || by === person.name || tracked.before === undefined) return false;
  const present = model.present(board.name);
  const isOnlyClaimed = tracked.before.claimedBy.includes('') && tracked.look.claimedBy.length === 1;
  return (
    isOnlyClaimed &&
    tracked.wasKnownTo(person.name) &&
    present.length === board.members.length &&
    isSameBut(tracked.before, tracked.look)
  );
}

function isSameBut(a: TaskLook, b: TaskLook): boolean {
  return JSON.stringify({ ...a, claimedBy: [] }) === JSON.stringify({ ...b, claimedBy: [] });
}

function pickTask(
  model: Model,
  person: Person,
  random: { pick<Item>(items: readonly Item[]): Item | undefined },
  fits: (look: TaskLook) => boolean,
  isClaim = false,
): Named | undefined {
  const task = random.pick(tasksOf(model, person, fits, isClaim));
  return task === undefined ? undefined : { task };
}

function can(
  model: Model,
  person: Person,
  task: string,
  fits: (look: TaskLook) => boolean,
  isClaim = false,
): boolean {
  return tasksOf(model, person, fits, isClaim).includes(task);
}

function taskOf(model: Model, person: Person, label: string): Task {
  const task = taskBoard(model, person)?.tasks.get(label);
  if (task === undefined) throw new RangeError(`there is no ${label}`);
  return task;
}

function changed(model: Model, person: Person, label: string, make: (look: TaskLook) => TaskLook): Change {
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

async function shows(world: World, name: Name, look: TaskLook, title: string): Promise<void> {
  const what = look.there ? `the task “${look.title}” in ${columnNames[look.column]}` : `no task “${title}”`;
  await world.window(name).shows(what, ({ cards }) => {
    const found = cards.filter((card) => card.title === (look.there ? look.title : title));
    return look.there ? found.length === 1 && found[0]?.column === look.column : found.length === 0;
  });
}
