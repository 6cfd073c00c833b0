/** Leaving at once, with something just done or not even finished. */

import * as v from 'valibot';
import { size } from '../cells.ts';
import { drawnIn } from '../looks.ts';
import type { Place } from '../model.ts';
import { type Action, action, drawingBoard } from './action.ts';
import { arrivedAt } from './arriving.ts';
import { hasRoom, isFree, type Made, nextCell, put, textOf } from './placing.ts';

const ends = ['presses the browser’s Back', 'reloads the page', 'closes the browser'] as const;
const hurried = v.object({ label: v.string(), cell: v.number(), end: v.picklist(ends) });

/** What was drawn is kept, however soon its window is gone. */
const hurry = action<v.InferOutput<typeof hurried>, Made & { readonly place: Place }>({
  name: 'draw and go',
  weight: 4,
  args: hurried,
  propose(model, person, random) {
    const board = drawingBoard(model, person);
    if (!hasRoom(board)) return undefined;
    const label = `${person.name}’s last rectangle ${model.newNumber()}`;
    return { label, cell: nextCell(board), end: random.oneOf(...ends) };
  },
  isPossible(model, person, { cell, end }) {
    const board = drawingBoard(model, person);
    if (board === undefined || !isFree(board, cell)) return false;
    return person.isOnline && (end !== 'presses the browser’s Back' || person.historyAt > 0);
  },
  happens(model, person, { label, cell, end }) {
    const made = put(model, person, label, { shape: 'rectangle', cell }, drawnIn(cell));
    if (end === 'closes the browser') person.end();
    else if (end === 'reloads the page') person.arrive(person.place);
    else person.travel(-1);
    return { ...made, place: person.place };
  },
  async perform(world, name, { end }, { look, place }) {
    const window = world.window(name);
    await window.takeTool('rectangle');
    const from = { x: look.left, y: look.top };
    await window.drag(from, { x: from.x + size.width, y: from.y + size.height });
    if (end === 'closes the browser') return window.instance.quit();
    if (end === 'reloads the page') await window.page.reload();
    else await window.page.evaluate(() => history.back());
    await arrivedAt(world, name, place);
  },
  tell: ({ label, end }) => `draws a shape (${label}) and at once ${end}`,
});

const unfinished = v.object({ label: v.string(), cell: v.number() });

/** A text counts as written, however its writing ends. */
const writeAndLeave = action<v.InferOutput<typeof unfinished>, Made>({
  name: 'write and leave',
  weight: 3,
  args: unfinished,
  propose(model, person) {
    const board = drawingBoard(model, person);
    if (!hasRoom(board)) return undefined;
    return { label: `${person.name}’s text ${model.newNumber()}`, cell: nextCell(board) };
  },
  isPossible(model, person, { cell }) {
    const board = drawingBoard(model, person);
    return board !== undefined && isFree(board, cell);
  },
  happens(model, person, { label, cell }) {
    const made = put(model, person, label, { shape: 'text', cell }, drawnIn(cell, textOf(label)));
    person.go('start');
    return made;
  },
  async perform(world, name, _, { look }) {
    const window = world.window(name);
    await window.takeTool('text');
    await window.click({ x: look.left, y: look.top + 8 });
    await window.shows('a place to type', ({ isEditingText }) => isEditingText);
    await window.page.keyboard.type(look.text ?? '');
    await window.page.getByRole('button', { name: 'Back to boards' }).click();
    await window.instance.newBoardName.waitFor();
  },
  tell: ({ label }) => `types “${textOf(label)}” on the whiteboard and clicks “Back to boards” at once`,
});

export const hurryingActions: readonly Action[] = [hurry, writeAndLeave];
