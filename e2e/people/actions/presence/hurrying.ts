/** Actions: leave immediately after a change, or before it is finished. */

import * as v from 'valibot';
import { size } from '../../model/cells.ts';
import { drawnIn } from '../../model/looks.ts';
import type { Place } from '../../model/model.ts';
import { type Action, action, drawingBoard } from '../action.ts';
import { arrivedAt } from '../boards/arriving.ts';
import { hasRoom, isFree, type Made, nextCell, put, textOf } from '../whiteboard/placing.ts';

const ends = ['presses the browser’s Back', 'reloads the page', 'closes the browser'] as const;
const hurried = v.object({
  label: v.string(),
  cell: v.number(),
  /** Whether the mouse button is released before the end. */
  finished: v.boolean(),
  end: v.picklist(ends),
});

/** A drawn element is kept, even if its window closes immediately. */
const hurry = action<v.InferOutput<typeof hurried>, Made & { readonly place: Place }>({
  name: 'draw and go',
  weight: 3,
  leaves: true,
  args: hurried,
  propose(model, person, random) {
    const board = drawingBoard(model, person);
    if (!hasRoom(board)) return undefined;
    const label = `${person.name}’s last rectangle ${model.newNumber()}`;
    return { label, cell: nextCell(board), finished: random.chance(0.5), end: random.oneOf(...ends) };
  },
  isPossible(model, person, { cell, end }) {
    const board = drawingBoard(model, person);
    if (board === undefined || !isFree(board, cell)) return false;
    return person.isOnline && (end !== 'presses the browser’s Back' || person.historyAt > 0);
  },
  apply(model, person, { label, cell, end }) {
    const made = put(model, person, label, { shape: 'rectangle', cell }, drawnIn(cell));
    // The page may end before the step is stored.
    person.clearUndo();
    if (end === 'closes the browser') person.end();
    else if (end === 'reloads the page') person.arrive(person.place);
    else person.travel(-1);
    return { ...made, place: person.place };
  },
  async perform(world, name, { finished, end }, { look, place }) {
    const window = world.window(name);
    await window.selectTool('rectangle');
    const from = { x: look.left, y: look.top };
    await window.drag(from, { x: from.x + size.width, y: from.y + size.height }, { releases: finished });
    if (end === 'closes the browser') return window.instance.quit();
    if (end === 'reloads the page') await window.page.reload();
    else await window.page.evaluate(() => history.back());
    await arrivedAt(world, name, place);
    if (!finished) await window.page.mouse.up();
  },
  describe: ({ label, finished, end }) =>
    finished
      ? `draws a shape (${label}) and at once ${end}`
      : `draws a shape (${label}) and at once, before releasing the mouse button, ${end}`,
});

const ways = ['clicks “Back to boards”', 'presses the browser’s Back'] as const;
const unfinished = v.object({ label: v.string(), cell: v.number(), way: v.picklist(ways) });

/** A text is kept, even if the board is closed while it is being typed. */
const writeAndLeave = action<v.InferOutput<typeof unfinished>, Made & { readonly place: Place }>({
  name: 'write and leave',
  weight: 2,
  leaves: true,
  args: unfinished,
  propose(model, person, random) {
    const board = drawingBoard(model, person);
    if (!hasRoom(board)) return undefined;
    const label = `${person.name}’s text ${model.newNumber()}`;
    return { label, cell: nextCell(board), way: random.oneOf(...ways) };
  },
  isPossible(model, person, { cell, way }) {
    const board = drawingBoard(model, person);
    if (board === undefined || !isFree(board, cell)) return false;
    return way === 'clicks “Back to boards”' || (person.isOnline && person.historyAt > 0);
  },
  apply(model, person, { label, cell, way }) {
    const made = put(model, person, label, { shape: 'text', cell }, drawnIn(cell, textOf(label)));
    if (way === 'presses the browser’s Back') person.travel(-1);
    else person.go('start');
    return { ...made, place: person.place };
  },
  async perform(world, name, { way }, { look, place }) {
    const window = world.window(name);
    await window.selectTool('text');
    await window.click({ x: look.left, y: look.top + 8 });
    await window.shows('a new text in edit mode', ({ isEditingText }) => isEditingText);
    await window.page.keyboard.type(look.text ?? '');
    if (way === 'presses the browser’s Back') await window.page.evaluate(() => history.back());
    else await window.page.getByRole('button', { name: 'Back to boards' }).click();
    await arrivedAt(world, name, place);
  },
  describe: ({ label, way }) => `types “${textOf(label)}” on the whiteboard and at once ${way}`,
});

export const hurryingActions: readonly Action[] = [hurry, writeAndLeave];
