/** Action: push an element along one axis, while another person may push it along the other; both pushes count. */

import * as v from 'valibot';
import { type Point, size } from '../../model/cells.ts';
import { inCell } from '../../model/looks.ts';
import type { Axis, BoardModel, Element, ElementLook, Model, Person } from '../../model/model.ts';
import { type Action, action, drawingBoard } from '../action.ts';
import { change, deselect, elementOf, staysInCell } from './change.ts';
import { isConnected, touchable } from './touchable.ts';

/** So small that the other person's pointer still hits the edge. Scene units. */
const leastPush = 14;
const longestPush = 20;

/** The pause during a push, in which the other person pushes, milliseconds. */
const pauseMilliseconds = 1500;

const pushed = v.object({ element: v.string(), axis: v.picklist(['x', 'y']), by: v.number() });
type Pushed = v.InferOutput<typeof pushed>;

interface Pushing {
  readonly element: Element;
  readonly before: ElementLook;
  readonly after: ElementLook;
}

const push = action<Pushed, Pushing>({
  name: 'push',
  weight: 8,
  args: pushed,
  propose(model, person, random) {
    const board = drawingBoard(model, person);
    if (board === undefined) return undefined;
    const by = random.oneOf(-1, 1) * random.between(leastPush, longestPush);
    const second = random.pick(halfPushed(model, person, board));
    if (second !== undefined) {
      const axis = board.pushes.get(second)?.axis === 'x' ? 'y' : 'x';
      return { element: second, axis, by };
    }
    const first = random.pick(touchable(model, person, board).filter((label) => isPushable(board, label)));
    return first === undefined ? undefined : { element: first, axis: random.oneOf('x', 'y'), by };
  },
  isPossible(model, person, { element, axis, by }) {
    const board = drawingBoard(model, person);
    if (board === undefined || !isPushable(board, element) || Math.abs(by) > longestPush) return false;
    const isSecond =
      halfPushed(model, person, board).includes(element) && board.pushes.get(element)?.axis !== axis;
    const isFirst = touchable(model, person, board).includes(element);
    if (!isFirst && !isSecond) return false;
    return staysInCell(elementOf(model, person, element), axis === 'x' ? by : 0, axis === 'y' ? by : 0);
  },
  apply(model, person, { element, axis, by }) {
    const board = drawingBoard(model, person);
    const { touched } = elementOf(model, person, element).tracked;
    const isFresh = touched.burst !== model.burst;
    const isSecond = !isFresh && touched.by !== person.name;
    const made = change(model, person, element, (look) =>
      axis === 'x' ? { ...look, left: look.left + by } : { ...look, top: look.top + by },
    );
    const before = board?.pushes.get(element)?.by ?? [];
    if (isFresh || isSecond) {
      const people = isSecond ? [...before, person.name] : [person.name];
      board?.pushes.set(element, { burst: model.burst, by: people, axis, look: made.after });
    }
    return made;
  },
  async perform(world, name, { axis, by }, { element, before, after }) {
    const window = world.window(name);
    await deselect(window, element);
    const from = edgeFor(axis, before);
    const to = axis === 'x' ? { x: from.x + by, y: from.y } : { x: from.x, y: from.y + by };
    await window.drag(from, to, { rest: pauseMilliseconds });
    const side = axis === 'x' ? 'left' : 'top';
    // Another person may have pushed it along the other axis.
    await window.shows(
      `the ${element.shape} in cell ${element.cell} pushed to ${axis} = ${after[side]}`,
      ({ scene }) => {
        const found = inCell(element.cell, scene ?? []);
        return found.length === 1 && Math.abs(Number(found[0]?.[axis]) - after[side]) <= 3;
      },
    );
  },
  describe: ({ element, axis, by }) => `pushes ${element} by ${by} along ${axis}`,
});

export const togetherActions: readonly Action[] = [push];

/** Elements that one other person has pushed in this burst, that nobody has changed otherwise, and that this person knew before. */
function halfPushed(model: Model, person: Person, board: BoardModel): readonly string[] {
  if (model.present(board.name).length < board.members.length) return [];
  return [...board.pushes]
    .filter(([label, { burst, by, look }]) => {
      const tracked = board.elements.get(label)?.tracked;
      const isAlone = burst === model.burst && by.length === 1 && !by.includes(person.name);
      return isAlone && tracked?.look === look && tracked.wasKnownTo(person.name);
    })
    .map(([label]) => label);
}

/** Rectangles, because their edges are straight, unless an arrow ends at the left edge. */
function isPushable(board: BoardModel, label: string): boolean {
  return board.elements.get(label)?.shape === 'rectangle' && !isPointedAt(board, label);
}

/** Whether an arrow ends at the element's left edge, which a push needs. */
function isPointedAt(board: BoardModel, label: string): boolean {
  return (
    isConnected(board, label) &&
    [...board.connections.values()].some(({ to, tracked }) => to === label && tracked.look.there)
  );
}

/** A point on an edge that stays on it while the element is pushed along the other axis. */
function edgeFor(axis: Axis, { left, top }: ElementLook): Point {
  return axis === 'x' ? { x: left, y: top + size.height / 2 } : { x: left + size.width / 2, y: top };
}
