/** Putting something on the whiteboard: drawing, writing, copying. */

import * as v from 'valibot';
import { gapOf, size } from '../cells.ts';
import { absent, drawnIn, handleOf, isShown } from '../looks.ts';
import {
  type BoardModel,
  type Element,
  type ElementLook,
  type Model,
  type Person,
  type Place,
  shapes,
} from '../model.ts';
import type { Name } from '../names.ts';
import { Tracked } from '../tracked.ts';
import type { World } from '../world.ts';
import { type Action, action, drawingBoard } from './action.ts';
import { arrivedAt } from './arriving.ts';
import { touchable } from './touchable.ts';

/** Elements on a board, removed ones included, after which nobody adds more: a run is about doing, not about size. */
const maxElements = 60;

const drawn = v.object({ shape: v.picklist(shapes), label: v.string(), cell: v.number() });

const draw = action<v.InferOutput<typeof drawn>, Made>({
  name: 'draw',
  weight: 10,
  args: drawn,
  propose(model, person, random) {
    const board = drawingBoard(model, person);
    if (board === undefined || board.elements.size >= maxElements) return undefined;
    const number = model.newNumber();
    const shape = random.oneOf(...shapes);
    return { shape, label: `${person.name}’s ${shape} ${number}`, cell: nextCell(board) };
  },
  isPossible: (model, person, { cell }) => {
    const board = drawingBoard(model, person);
    return board !== undefined && isFree(board, cell);
  },
  happens: (model, person, { shape, label, cell }) =>
    put(model, person, label, { shape, cell }, drawnIn(cell, shape === 'text' ? textOf(label) : undefined)),
  async perform(world, name, { shape, cell }, { look }) {
    const window = world.window(name);
    await window.takeTool(shape);
    const from = { x: look.left, y: look.top };
    if (shape === 'text') {
      await window.click({ x: from.x, y: from.y + 8 });
      await window.shows('a place to type', ({ isEditingText }) => isEditingText);
      await window.page.keyboard.type(look.text ?? '');
      await window.endText();
    } else {
      await window.drag(from, { x: from.x + size.width, y: from.y + size.height });
    }
    await showsNew(world, name, { shape, cell, look });
  },
  tell: ({ shape, label }) =>
    shape === 'text' ? `writes “${textOf(label)}” on the whiteboard` : `draws a shape (${label})`,
});

const copied = v.object({ element: v.string(), label: v.string(), cell: v.number() });

const copy = action<
  v.InferOutput<typeof copied>,
  Made & { readonly from: Element; readonly at: ElementLook }
>({
  name: 'copy',
  weight: 3,
  args: copied,
  propose(model, person, random) {
    const board = drawingBoard(model, person);
    if (board === undefined || board.elements.size >= maxElements) return undefined;
    const element = random.pick(copyable(model, person, board));
    if (element === undefined) return undefined;
    return { element, label: `${person.name}’s copy ${model.newNumber()}`, cell: nextCell(board) };
  },
  isPossible(model, person, { element, cell }) {
    const board = drawingBoard(model, person);
    return board !== undefined && isFree(board, cell) && copyable(model, person, board).includes(element);
  },
  happens(model, person, { element, label, cell }) {
    const from = drawingBoard(model, person)?.elements.get(element);
    if (from === undefined) throw new RangeError(`there is no ${element}`);
    const at = from.tracked.look;
    return { ...put(model, person, label, { shape: from.shape, cell }, drawnIn(cell)), from, at };
  },
  async perform(world, name, { cell }, { from, at, look }) {
    const window = world.window(name);
    await window.takeTool('selection');
    await window.click(gapOf(from.cell));
    await window.click(handleOf(from.shape, at));
    await window.page.keyboard.press('Control+c');
    const [target] = await window.reach({ x: look.left + size.width / 2, y: look.top + size.height / 2 });
    if (target !== undefined) await window.page.mouse.move(...target);
    await window.page.keyboard.press('Control+v');
    await showsNew(world, name, { shape: from.shape, cell, look });
  },
  tell: ({ element, label }) => `copies ${element} and pastes it elsewhere (${label})`,
});

const ends = ['presses the browser’s Back', 'reloads the page', 'closes the browser'] as const;
const hurried = v.object({ label: v.string(), cell: v.number(), end: v.picklist(ends) });

/** What was drawn is kept, however soon its window is gone. */
const hurry = action<v.InferOutput<typeof hurried>, Made & { readonly place: Place }>({
  name: 'draw and go',
  weight: 4,
  args: hurried,
  propose(model, person, random) {
    const board = drawingBoard(model, person);
    if (board === undefined || board.elements.size >= maxElements) return undefined;
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

export const drawingActions: readonly Action[] = [draw, copy, hurry];

interface Made {
  readonly look: ElementLook;
}

/** What is typed for a text, short enough for its cell. */
function textOf(label: string): string {
  return label.replace('’s text', '');
}

/** A text is pasted around the pointer by its own width. */
function copyable(model: Model, person: Person, board: BoardModel): readonly string[] {
  return touchable(model, person, board).filter((label) => board.elements.get(label)?.shape !== 'text');
}

function nextCell(board: BoardModel): number {
  return Math.max(-1, ...[...board.elements.values()].map(({ cell }) => cell)) + 1;
}

function isFree(board: BoardModel, cell: number): boolean {
  return ![...board.elements.values()].some((element) => element.cell === cell);
}

function put(
  model: Model,
  person: Person,
  label: string,
  made: Pick<Element, 'shape' | 'cell'>,
  look: ElementLook,
): Made {
  const board = drawingBoard(model, person);
  const tracked = new Tracked<ElementLook>(person.name, model.burst, look, absent);
  board?.elements.set(label, { ...made, tracked });
  person.undo.push({ element: label, before: absent, after: look });
  person.redo = [];
  return { look };
}

async function showsNew(
  world: World,
  name: Name,
  { look, ...element }: Pick<Element, 'shape' | 'cell'> & Made,
): Promise<void> {
  const what = `a new ${element.shape} at ${look.left},${look.top}`;
  await world.window(name).shows(what, ({ scene }) => isShown(element, look, scene ?? []));
}
