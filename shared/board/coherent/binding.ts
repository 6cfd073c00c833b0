/**
 * The position of an arrow's end that is bound to a shape: Excalidraw's `updateBoundPoint` (version 0.18.1,
 * `element/binding`) as a function of the shape, the binding and the point before the end.
 */

import type { Json } from '../commands.ts';
import { isJsonArrayOrNot, isRecord } from '../element/rules/rule.ts';
import {
  crossings,
  distanceToOutline,
  inShape,
  isInside,
  numberOf,
  onCanvas,
  outline,
  type Shape,
} from './outline.ts';
import {
  cross,
  direction,
  distance,
  distanceToLine,
  minus,
  type Point,
  plus,
  times,
  turned,
} from './plane.ts';

export interface Binding {
  readonly focus: number;
  readonly gap: number;
  /** Of an arrow with right angles: parts of the shape's width and height. */
  readonly fixedPoint?: Point;
}

export function bindingOf(value: Json | undefined): Binding | undefined {
  if (!isRecord(value)) return undefined;
  const { focus, gap, fixedPoint } = value;
  const known = { focus: numberOf(focus), gap: numberOf(gap) };
  if (!isJsonArrayOrNot(fixedPoint)) return known;
  return { ...known, fixedPoint: [numberOf(fixedPoint[0]), numberOf(fixedPoint[1])] };
}

/** Of an arrow with right angles. */
export function fixedEnd(shape: Shape, [across, along]: Point): Point {
  return onCanvas(shape, [shape.x + across * shape.width, shape.y + along * shape.height]);
}

/** The correct position of the end. @param adjacent the point before it. @param end its present position. */
export function boundEnd(shape: Shape, { focus, gap }: Binding, adjacent: Point, end: Point): Point {
  const aim = focusPoint(shape, focus, adjacent);
  if (gap === 0) return aim;
  const length =
    distance(adjacent, end) + distance(adjacent, shape.center) + Math.max(shape.width, shape.height) * 2;
  const far = plus(adjacent, times(direction(minus(aim, adjacent)), length));
  const found = crossings(outline(shape, gap), inShape(shape, adjacent), inShape(shape, far));
  const [nearest] = found;
  if (nearest === undefined) return end;
  return found.length === 1 ? aim : onCanvas(shape, nearest);
}

/** Tolerance in pixels before the end of an arrow is corrected: Excalidraw leaves such differences, too. */
const tolerance = 8;

/**
 * Whether no person can have put the end of an arrow there: too far from its shape, or deep inside of it while the arrow
 * aims past the target of the binding. Excalidraw leaves an end where a person dropped it, and moves it only with the shape.
 */
export function isAstray(shape: Shape, { focus, gap }: Binding, adjacent: Point, end: Point): boolean {
  const edge = outline(shape, 0);
  const place = inShape(shape, end);
  const away = distanceToOutline(edge, place);
  if (!isInside(edge, place)) return away > gap + tolerance;
  if (away <= gap + tolerance) return false;
  return distanceToLine(focusPoint(shape, focus, adjacent), adjacent, end) > tolerance * 2;
}

/** The point that the arrow aims at: on the way from the middle to a corner, chosen by where it comes from. */
function focusPoint(shape: Shape, focus: number, adjacent: Point): Point {
  const { x, y, width, height, center, angle } = shape;
  if (focus === 0) return center;
  const corners: readonly [Point, Point, Point, Point] =
    shape.type === 'diamond'
      ? [
          [x, y + height / 2],
          [x + width / 2, y],
          [x + width, y + height / 2],
          [x + width / 2, y + height],
        ]
      : [
          [x, y],
          [x + width, y],
          [x + width, y + height],
          [x, y + height],
        ];
  const candidates = corners.map((corner) =>
    turned(plus(times(minus(corner, center), Math.abs(focus)), center), center, angle),
  );
  const at = (number: number): Point => candidates[(number + 4) % 4] ?? center;
  const side = (number: number) => cross(minus(adjacent, at(number)), minus(at(number + 1), at(number)));
  for (let number = 0; number < 4; number += 1) {
    if (side(number) > 0 && side(focus > 0 ? number + 1 : number - 1) < 0) {
      return at(focus > 0 ? number + 1 : number);
    }
  }
  return at(focus > 0 ? 0 : 3);
}
