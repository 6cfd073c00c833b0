/**
 * Arrows follow the shapes that they are bound to. When two people move one shape concurrently, each window submits the
 * arrow at its own position of the shape, and the merged arrow would end far from it.
 *
 * The correction is derived, not submitted: all devices show the same at once, no device must be chosen to correct it, and
 * a later change of the arrow starts from the arrow as shown.
 */

import type { Json } from '../commands.ts';
import { checkElement } from '../element/check.ts';
import { isPath } from '../element/rules/points.ts';
import { isJsonArrayOrNot } from '../element/rules/rule.ts';
import type { BoardElement } from '../state.ts';
import { type Binding, bindingOf, boundEnd, fixedEnd, isAstray } from './binding.ts';
import { bindable, boundTo, type Lookup } from './links.ts';
import { numberOf, type Shape, shapeOf } from './outline.ts';
import { distance, minus, type Point, plus } from './plane.ts';

interface End {
  readonly shape: Shape;
  readonly binding: Binding;
}

interface Ends {
  readonly start: End | undefined;
  readonly end: End | undefined;
}

/** Pixels that a corner of an arrow with right angles may be off. */
const elbowTolerance = 16;

/** `arrow` with its ends at the correct positions; the same object if they are there. */
export function followed(arrow: BoardElement, get: Lookup): BoardElement {
  const ends = { start: endOf(arrow.startBinding, get), end: endOf(arrow.endBinding, get) };
  // Turned arrows are rare, and Excalidraw turns them around a middle that moves with their ends.
  if ((ends.start === undefined && ends.end === undefined) || arrow.angle !== 0) return arrow;
  if (!isPath(arrow.points)) return arrow;
  const origin: Point = [numberOf(arrow.x), numberOf(arrow.y)];
  const path = arrow.points.map((point) => plus(origin, point));
  const moved = arrow.elbowed === true ? followedElbow(path, ends) : followedPath(path, ends);
  const isMoved = moved?.some((point, at) => distance(point, path[at] ?? origin) > 1);
  return moved === undefined || isMoved !== true ? arrow : withPath(arrow, moved);
}

/** The offset of the middle of `arrow` when it follows; its label moves by it. */
export function shiftOf(arrow: BoardElement, get: Lookup): Point {
  const after = followed(arrow, get);
  return after === arrow ? [0, 0] : minus(middleOf(after), middleOf(arrow));
}

function endOf(value: Json | undefined, get: Lookup): End | undefined {
  const target = boundTo(value);
  const shape = target === undefined ? undefined : get(target);
  const binding = bindingOf(value);
  if (shape === undefined || binding === undefined || !bindable.has(shape.type)) return undefined;
  return { shape: shapeOf(shape), binding };
}

/** An end changes the direction in which the other one is looked for, so it takes a few rounds. */
const rounds = 4;

function followedPath(path: readonly Point[], { start, end }: Ends): Point[] | undefined {
  const isStartAstray = isEndAstray(start, path[1], path[0]);
  const isEndAway = isEndAstray(end, path.at(-2), path.at(-1));
  if (!isStartAstray && !isEndAway) return undefined;
  // Of a straight arrow Excalidraw moves both ends.
  const isStraight = path.length === 2;
  const moved = [...path];
  for (let round = 0; round < (isStraight ? rounds : 1); round += 1) {
    const first = isStartAstray || isStraight ? wanted(start, moved[1], moved[0]) : undefined;
    const last = isEndAway || isStraight ? wanted(end, moved.at(-2), moved.at(-1)) : undefined;
    if (first !== undefined) moved[0] = first;
    if (last !== undefined) moved[moved.length - 1] = last;
  }
  return moved;
}

function isEndAstray(end: End | undefined, adjacent: Point | undefined, point: Point | undefined): boolean {
  if (end === undefined || adjacent === undefined || point === undefined) return false;
  return isAstray(end.shape, end.binding, adjacent, point);
}

function wanted(
  end: End | undefined,
  adjacent: Point | undefined,
  point: Point | undefined,
): Point | undefined {
  if (end === undefined || adjacent === undefined || point === undefined) return undefined;
  return boundEnd(end.shape, end.binding, adjacent, point);
}

function followedElbow(path: readonly Point[], { start, end }: Ends): readonly Point[] | undefined {
  const first = fixedOf(start);
  const last = fixedOf(end);
  const toFirst = isOff(first, path[0]) ? first : undefined;
  const toLast = isOff(last, path.at(-1)) ? last : undefined;
  if (toFirst === undefined && toLast === undefined) return undefined;
  const ended = toLast === undefined ? path : endingAt(path, toLast);
  return toFirst === undefined ? ended : endingAt(ended.toReversed(), toFirst).toReversed();
}

function fixedOf(end: End | undefined): Point | undefined {
  return end?.binding.fixedPoint === undefined ? undefined : fixedEnd(end.shape, end.binding.fixedPoint);
}

function isOff(wanted: Point | undefined, point: Point | undefined): boolean {
  return wanted !== undefined && point !== undefined && distance(wanted, point) > elbowTolerance;
}

/** The last corner moves along, so that all angles stay right. */
function endingAt(path: readonly Point[], end: Point): readonly Point[] {
  const last = path.at(-1) ?? end;
  const corner = path.at(-2) ?? last;
  const isLevel = Math.abs(last[0] - corner[0]) >= Math.abs(last[1] - corner[1]);
  if (path.length > 2) {
    const moved: Point = isLevel ? [corner[0], end[1]] : [end[0], corner[1]];
    return [...path.slice(0, -2), moved, end];
  }
  const middle: Point = [(corner[0] + end[0]) / 2, (corner[1] + end[1]) / 2];
  return isLevel
    ? [corner, [middle[0], corner[1]], [middle[0], end[1]], end]
    : [corner, [corner[0], middle[1]], [end[0], middle[1]], end];
}

function withPath(arrow: BoardElement, path: readonly Point[]): BoardElement {
  const [origin = [0, 0]] = path;
  const points = Object.freeze(path.map((point) => Object.freeze(minus(point, origin))));
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const moved = checkElement({
    ...arrow,
    x: origin[0],
    y: origin[1],
    points,
    width: Math.max(...xs) - Math.min(...xs),
    height: Math.max(...ys) - Math.min(...ys),
    // They refer to corners that have moved.
    ...(isJsonArrayOrNot(arrow.fixedSegments) && arrow.fixedSegments.length > 0
      ? { fixedSegments: null }
      : {}),
  });
  return moved.result === 'refused' ? arrow : Object.freeze(moved.element);
}

/** The middle point of the path, or the midpoint of the two middle ones. */
function middleOf({ x, y, points }: BoardElement): Point {
  const path = isPath(points) ? points : [];
  const half = path.length / 2;
  const before = path[Math.ceil(half) - 1] ?? [0, 0];
  const after = path[Math.floor(half)] ?? before;
  return [numberOf(x) + (before[0] + after[0]) / 2, numberOf(y) + (before[1] + after[1]) / 2];
}
