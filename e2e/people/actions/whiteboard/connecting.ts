/** Action: draw an arrow that is bound to two shapes, and follows the moves of any person. */

import * as v from 'valibot';
import { type Point, perRow, size } from '../../model/cells.ts';
import { connectors, inCell } from '../../model/looks.ts';
import type { BoardModel, Element, ElementLook, Model, Person } from '../../model/model.ts';
import { Tracked } from '../../model/tracked.ts';
import { type Action, action, drawingBoard } from '../action.ts';
import { elementOf } from './change.ts';
import { isConnected, touchable } from './touchable.ts';

/** Distance from the shape's edge to the arrow's end, near enough to bind it. Scene units. */
const nearness = 4;

const connected = v.object({ label: v.string(), from: v.string(), to: v.string() });

interface Connecting {
  readonly from: Element;
  readonly to: Element;
  readonly begin: ElementLook;
  readonly end: ElementLook;
}

const connect = action<v.InferOutput<typeof connected>, Connecting>({
  name: 'connect',
  weight: 10,
  args: connected,
  propose(model, person, random) {
    const pair = random.pick(pairs(model, person));
    return pair === undefined
      ? undefined
      : { label: `${person.name}’s bound arrow ${model.newNumber()}`, ...pair };
  },
  isPossible: (model, person, { from, to }) =>
    pairs(model, person).some((pair) => pair.from === from && pair.to === to),
  apply(model, person, { label, from, to }) {
    const tracked = new Tracked(person.name, model.burst, { there: true }, { there: false });
    const board = drawingBoard(model, person);
    board?.connections.set(label, { from, to, tracked });
    // Ctrl+Z would undo the arrow first.
    person.clearUndo();
    const shapes = { from: elementOf(model, person, from), to: elementOf(model, person, to) };
    for (const one of [from, to]) {
      elementOf(model, person, one).tracked.hold(person.name, model.burst);
      board?.pushes.delete(one);
    }
    return { ...shapes, begin: shapes.from.tracked.look, end: shapes.to.tracked.look };
  },
  async perform(world, name, _, { from, to, begin, end }) {
    const window = world.window(name);
    await window.selectTool('arrow');
    await window.drag(rightOf(begin), leftOf(end));
    await window.shows(
      `an arrow from the shape in cell ${from.cell} to the one in cell ${to.cell}`,
      ({ scene }) => {
        const [first] = inCell(from.cell, scene ?? []);
        const [second] = inCell(to.cell, scene ?? []);
        return connectors(first, second, scene ?? []).length === 1;
      },
    );
  },
  describe: ({ label, from, to }) => `draws an arrow from ${from} to ${to} (${label})`,
});

export const connectingActions: readonly Action[] = [connect];

/** Neighbouring rectangles of one row, without an element between them. */
function pairs(model: Model, person: Person): readonly { readonly from: string; readonly to: string }[] {
  const board = drawingBoard(model, person);
  if (board === undefined) return [];
  const rectangles = touchable(model, person, board).filter((label) => isRectangle(board, label));
  return rectangles.flatMap((from) => {
    const to = rectangles.find((label) => isRightOf(board, label, from));
    return to === undefined || isConnected(board, from) || isConnected(board, to) ? [] : [{ from, to }];
  });
}

function isRectangle(board: BoardModel, label: string): boolean {
  return board.elements.get(label)?.shape === 'rectangle';
}

function isRightOf(board: BoardModel, label: string, other: string): boolean {
  const [here, there] = [board.elements.get(label)?.cell, board.elements.get(other)?.cell];
  return here !== undefined && here === (there ?? Number.NaN) + 1 && here % perRow !== 0;
}

function rightOf({ left, top }: ElementLook): Point {
  return { x: left + size.width + nearness, y: top + size.height / 2 };
}

function leftOf({ left, top }: ElementLook): Point {
  return { x: left - nearness, y: top + size.height / 2 };
}
