/** Action: drag a card to another column with the mouse. */

import * as v from 'valibot';
import { type BoardModel, type Column, columns, type TaskLook } from '../../model/model.ts';
import { type Action, action, taskBoard } from '../action.ts';
import { hasExclusively } from '../exclusive.ts';
import { columnNames, showsTask } from './cards.ts';

const dragged = v.object({ task: v.string(), to: v.picklist(columns), above: v.optional(v.string()) });

interface Dragging {
  readonly before: TaskLook;
  readonly after: TaskLook;
  /** The title of the card above which it is dropped. */
  readonly above: string | undefined;
}

const drag = action<v.InferOutput<typeof dragged>, Dragging>({
  name: 'drag a task',
  weight: 12,
  args: dragged,
  propose(model, person, random) {
    const board = taskBoard(model, person);
    if (board === undefined) return undefined;
    const task = random.pick(cardsOf(board));
    const column = task === undefined ? undefined : board.tasks.get(task)?.tracked.look.column;
    const to = random.pick(columns.filter((one) => one !== column));
    if (task === undefined || to === undefined) return undefined;
    const above = random.chance(0.5) ? random.pick(cardsOf(board, to)) : undefined;
    return above === undefined ? { task, to } : { task, to, above };
  },
  isPossible(model, person, { task, to, above }) {
    const board = taskBoard(model, person);
    if (board === undefined || !hasExclusively(model, person, board, [...board.tasks.values()])) return false;
    const isThere = cardsOf(board).includes(task) && board.tasks.get(task)?.tracked.look.column !== to;
    return isThere && (above === undefined || cardsOf(board, to).includes(above));
  },
  apply(model, person, { task, to, above }) {
    const board = taskBoard(model, person);
    const tracked = board?.tasks.get(task)?.tracked;
    if (board === undefined || tracked === undefined) throw new RangeError(`there is no ${task}`);
    // Cards must not move under the pointer.
    board.reserved = { burst: model.burst, by: person.name, tab: 'tasks' };
    const before = tracked.look;
    const after = { ...before, column: to };
    tracked.change(person.name, model.burst, after);
    board.reorder(before.column, person.name, model.burst, (all) => all.filter((label) => label !== task));
    board.reorder(to, person.name, model.burst, (all) => {
      const at = above === undefined ? all.length : all.indexOf(above);
      return [...all.slice(0, at), task, ...all.slice(at)];
    });
    return {
      before,
      after,
      above: above === undefined ? undefined : board.tasks.get(above)?.tracked.look.title,
    };
  },
  async perform(world, name, { to }, { before, after, above }) {
    const window = world.window(name);
    const card = window.card(before.title);
    // At the card's edge, because its title is a button.
    const sourcePosition = { x: 4, y: 4 };
    if (above === undefined) {
      const column = window.page.locator(`.pb-column[data-column="${to}"]`);
      const { height } = (await column.boundingBox()) ?? { height: 0 };
      await card.dragTo(column, { sourcePosition, targetPosition: { x: 40, y: height - 6 } });
    } else {
      await card.dragTo(window.card(above), { sourcePosition, targetPosition: { x: 40, y: 5 } });
    }
    await showsTask(world, name, after, before.title);
    const where = above === undefined ? 'at the end' : `above “${above}”`;
    await window.shows(`“${after.title}” ${where} of ${columnNames[to]}`, ({ cards }) => {
      const titles = cards.filter(({ column }) => column === to).map(({ title }) => title);
      return titles[titles.indexOf(after.title) + 1] === above;
    });
  },
  describe: ({ task, to, above }) =>
    `drags the card ${task} to ${columnNames[to]}${above === undefined ? '' : `, above ${above}`}`,
});

export const draggingActions: readonly Action[] = [drag];

/** The present tasks of a column, or of all columns. */
function cardsOf(board: BoardModel, column?: Column): readonly string[] {
  return [...board.tasks]
    .filter(
      ([, { tracked }]) => tracked.look.there && (column ?? tracked.look.column) === tracked.look.column,
    )
    .map(([label]) => label);
}
