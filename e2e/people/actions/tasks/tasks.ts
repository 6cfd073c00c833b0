/** Actions on the task list: add, complete, move, edit and remove tasks. */

import * as v from 'valibot';
import { columns, type TaskLook } from '../../model/model.ts';
import type { Name } from '../../model/names.ts';
import { Tracked } from '../../model/tracked.ts';
import { type Action, action, taskBoard } from '../action.ts';
import {
  can,
  changed,
  columnNames,
  type Named,
  named,
  pickTask,
  showsTask,
  type TaskChange,
  taskOf,
} from './cards.ts';

const maxTasks = 40;

const added = v.object({ label: v.string(), title: v.string(), column: v.picklist(columns) });

const add = action<v.InferOutput<typeof added>, void>({
  name: 'add a task',
  weight: 10,
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
  apply(model, person, { label, title, column }) {
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
    await showsTask(world, name, { there: true, title, notes: '', column, claimedBy: [''] }, title);
  },
  describe: ({ title, column }) => `adds the task “${title}” to ${columnNames[column]}`,
});

const complete = action<Named, TaskChange>({
  name: 'complete',
  weight: 3,
  args: named,
  propose: (model, person, random) => pickTask(model, person, random, ({ column }) => column !== 'done'),
  isPossible: (model, person, { task }) => can(model, person, task, ({ column }) => column !== 'done'),
  apply(model, person, { task }) {
    const change = changed(model, person, task, (look) => ({ ...look, column: 'done' }));
    return change;
  },
  async perform(world, name, _, { before, after }) {
    await world.window(name).chooseInMenu(before.title, 'Mark as done');
    await showsTask(world, name, after, before.title);
  },
  describe: ({ task }) => `marks ${task} as done`,
});

const moved = v.object({ task: v.string(), to: v.picklist(columns), atTop: v.boolean() });

const move = action<v.InferOutput<typeof moved>, TaskChange>({
  name: 'move a task',
  weight: 8,
  args: moved,
  propose(model, person, random) {
    const task = pickTask(model, person, random, () => true);
    return task === undefined ? undefined : { ...task, to: random.oneOf(...columns), atTop: true };
  },
  isPossible: (model, person, { task }) => can(model, person, task, () => true),
  apply(model, person, { task, to }) {
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
    // The card is at the top already.
    if (await item.isDisabled()) await window.page.keyboard.press('Escape');
    else await item.click();
    await showsTask(world, name, after, before.title);
  },
  describe: ({ task, to }) => `moves ${task} to ${columnNames[to]} (to its top if it is there already)`,
});

const edited = v.object({ task: v.string(), title: v.optional(v.string()), notes: v.optional(v.string()) });

const edit = action<v.InferOutput<typeof edited>, TaskChange>({
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
  apply: (model, person, { task, title, notes }) =>
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
    await showsTask(world, name, after, after.title);
  },
  describe: ({ task, title, notes }) =>
    title === undefined
      ? `opens ${task} and writes the notes “${notes}”`
      : `opens ${task} and renames it “${title}”`,
});

const remove = action<Named, TaskChange>({
  name: 'remove a task',
  weight: 2,
  args: named,
  propose: (model, person, random) => pickTask(model, person, random, () => true),
  isPossible: (model, person, { task }) => can(model, person, task, () => true),
  apply(model, person, { task }) {
    const change = changed(model, person, task, (look) => ({ ...look, there: false }));
    return change;
  },
  async perform(world, name, _, { before, after }) {
    const window = world.window(name);
    await window.chooseInMenu(before.title, 'Remove…');
    await window.page.getByRole('button', { name: 'Remove task', exact: true }).click();
    await showsTask(world, name, after, before.title);
  },
  describe: ({ task }) => `removes ${task}`,
});

export const taskActions: readonly Action[] = [add, complete, move, edit, remove];

function titleOf(name: Name, number: number): string {
  return `${name} plans ${String(number).padStart(3, '0')}`;
}
