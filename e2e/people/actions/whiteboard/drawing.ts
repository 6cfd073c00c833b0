/** Actions: draw, write and copy elements. */

import * as v from 'valibot';
import { gapOf, size } from '../../model/cells.ts';
import { drawnIn, handleOf } from '../../model/looks.ts';
import {
  type BoardModel,
  type Element,
  type ElementLook,
  type Model,
  type Person,
  shapes,
} from '../../model/model.ts';
import { type Action, action, drawingBoard } from '../action.ts';
import { hasRoom, isFree, type Made, nextCell, put, showsNew, textOf } from './placing.ts';
import { touchable } from './touchable.ts';

/** The pause while the mouse button is held or a text is typed, in which others act, milliseconds. */
const pauseMilliseconds = 1500;

const drawn = v.object({
  shape: v.picklist(shapes),
  label: v.string(),
  cell: v.number(),
  slowly: v.boolean(),
});

const draw = action<v.InferOutput<typeof drawn>, Made>({
  name: 'draw',
  weight: 10,
  args: drawn,
  propose(model, person, random) {
    const board = drawingBoard(model, person);
    if (!hasRoom(board)) return undefined;
    const number = model.newNumber();
    // Rectangles are frequent, because they allow most actions.
    const shape = random.oneOf(...shapes, 'rectangle', 'rectangle', 'rectangle');
    const label = `${person.name}’s ${shape} ${number}`;
    return { shape, label, cell: nextCell(board), slowly: random.chance(0.3) };
  },
  isPossible: (model, person, { cell }) => {
    const board = drawingBoard(model, person);
    return board !== undefined && isFree(board, cell);
  },
  apply: (model, person, { shape, label, cell }) =>
    put(model, person, label, { shape, cell }, drawnIn(cell, shape === 'text' ? textOf(label) : undefined)),
  async perform(world, name, { shape, cell, slowly }, { look }) {
    const window = world.window(name);
    const rest = slowly ? pauseMilliseconds : 0;
    await window.selectTool(shape);
    const from = { x: look.left, y: look.top };
    if (shape === 'text') {
      await window.click({ x: from.x, y: from.y + 8 });
      await window.shows('a new text in edit mode', ({ isEditingText }) => isEditingText);
      await window.page.keyboard.type(look.text ?? '');
      await window.page.waitForTimeout(rest);
      await window.endText();
    } else {
      await window.drag(from, { x: from.x + size.width, y: from.y + size.height }, { rest });
    }
    await showsNew(world, name, { shape, cell, look });
  },
  describe: ({ shape, label, slowly }) => {
    const what =
      shape === 'text' ? `writes “${textOf(label)}” on the whiteboard` : `draws a shape (${label})`;
    return slowly ? `${what}, slowly` : what;
  },
});

const copied = v.object({ element: v.string(), label: v.string(), cell: v.number() });

const copy = action<
  v.InferOutput<typeof copied>,
  Made & { readonly from: Element; readonly at: ElementLook }
>({
  name: 'copy',
  weight: 4,
  args: copied,
  propose(model, person, random) {
    const board = drawingBoard(model, person);
    if (!hasRoom(board)) return undefined;
    const element = random.pick(copyable(model, person, board));
    if (element === undefined) return undefined;
    return { element, label: `${person.name}’s copy ${model.newNumber()}`, cell: nextCell(board) };
  },
  isPossible(model, person, { element, cell }) {
    const board = drawingBoard(model, person);
    return board !== undefined && isFree(board, cell) && copyable(model, person, board).includes(element);
  },
  apply(model, person, { element, label, cell }) {
    const from = drawingBoard(model, person)?.elements.get(element);
    if (from === undefined) throw new RangeError(`there is no ${element}`);
    const at = from.tracked.look;
    from.tracked.hold(person.name, model.burst);
    drawingBoard(model, person)?.pushes.delete(element);
    const look = at.link === undefined ? drawnIn(cell) : { ...drawnIn(cell), link: at.link };
    return { ...put(model, person, label, { shape: from.shape, cell }, look), from, at };
  },
  async perform(world, name, { cell }, { from, at, look }) {
    const window = world.window(name);
    await window.selectTool('selection');
    await window.click(gapOf(from.cell));
    await window.click(handleOf(from.shape, at));
    await window.page.keyboard.press('Control+c');
    const [target] = await window.reach({ x: look.left + size.width / 2, y: look.top + size.height / 2 });
    if (target !== undefined) await window.page.mouse.move(...target);
    await window.page.keyboard.press('Control+v');
    await showsNew(world, name, { shape: from.shape, cell, look });
  },
  describe: ({ element, label }) => `copies ${element} and pastes it elsewhere (${label})`,
});

export const drawingActions: readonly Action[] = [draw, copy];

/** Elements except texts, which are pasted at a position that depends on their width. */
function copyable(model: Model, person: Person, board: BoardModel): readonly string[] {
  return touchable(model, person, board).filter((label) => board.elements.get(label)?.shape !== 'text');
}
