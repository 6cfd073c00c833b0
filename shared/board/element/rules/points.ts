/** Paths: `[[x, y], …]` in canvas pixels, relative to the element's position. */

import type { Json } from '../../commands.ts';
import { maxPoints, maxPosition, maxSize } from './bounds.ts';
import { isJsonArrayOrNot } from './rule.ts';

export type Point = readonly [number, number];
export type Path = readonly Point[];

export interface Extent {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What has been found out about a valid path. */
interface Known {
  extent: Extent | undefined;
  length: number | undefined;
}

/**
 * Paths are never changed, and may be long: each is looked at once. One table for all: thousands of paths are added when
 * a board opens, and a table that grows holds up its device.
 */
const known = new WeakMap<object, Known>();

/** Points of a path that takes less time to look at than to remember. */
const shortPath = 16;

function isCoordinate(value: Json | undefined): value is number {
  return typeof value === 'number' && value >= -2 * maxPosition && value <= 2 * maxPosition;
}

export function isPoint(value: Json | undefined): value is Point {
  return isJsonArrayOrNot(value) && value.length === 2 && isCoordinate(value[0]) && isCoordinate(value[1]);
}

export function isPath(value: Json | undefined): value is Path {
  if (!isJsonArrayOrNot(value)) return false;
  if (known.has(value)) return true;
  if (value.length === 0 || value.length > maxPoints || !value.every(isPoint)) return false;
  // One that may still be changed could be another one later.
  if (value.length > shortPath && Object.isFrozen(value))
    known.set(value, { extent: undefined, length: undefined });
  return true;
}

/**
 * The path that `value` stands for: what is no point is left out, and of more points than {@link maxPoints} every second
 * one, until they are few enough. The very same if it is one.
 *
 * @returns undefined if nothing is left.
 */
export function repairedPath(value: Json): Path | undefined {
  if (isPath(value)) return value;
  if (!isJsonArrayOrNot(value)) return undefined;
  let points = value.flatMap((item) => repairedPoint(item) ?? []);
  while (points.length > maxPoints) points = thinned(points);
  return points.length === 0 ? undefined : points;
}

/** In a list of its own, so that it can be flattened. */
function repairedPoint(value: Json): [Point] | undefined {
  if (isPoint(value)) return [value];
  if (!isJsonArrayOrNot(value)) return undefined;
  const [x, y] = value;
  if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y))
    return undefined;
  return [[bounded(x), bounded(y)]];
}

function bounded(coordinate: number): number {
  return Math.min(Math.max(coordinate, -2 * maxPosition), 2 * maxPosition);
}

/** Every second item, and the last one. */
export function thinned<T>(items: readonly T[]): T[] {
  return items.filter((_, position) => position % 2 === 0 || position === items.length - 1);
}

export function extentOf(path: Path): Extent {
  const remembered = known.get(path);
  if (remembered?.extent !== undefined) return remembered.extent;
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -Infinity, -Infinity];
  for (const [x, y] of path) {
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  const extent = { left, top, width: right - left, height: bottom - top };
  if (remembered !== undefined) remembered.extent = extent;
  return extent;
}

/** An estimate from above: the sum of each segment's width and height. */
export function lengthOf(path: Path): number {
  const remembered = known.get(path);
  if (remembered?.length !== undefined) return remembered.length;
  let length = 0;
  let before: Point | undefined;
  for (const point of path) {
    if (before !== undefined) length += Math.abs(point[0] - before[0]) + Math.abs(point[1] - before[1]);
    before = point;
  }
  if (remembered !== undefined) remembered.length = length;
  return length;
}

/** `path` made smaller if it is larger than an element may be; the very same if it is not. */
export function fitted(path: Path): Path {
  const { width, height } = extentOf(path);
  const size = Math.max(width, height);
  if (size <= maxSize) return path;
  // A little less than the bound, so that rounding does not lead beyond it.
  const factor = (maxSize - 1) / size;
  return path.map(([x, y]): Point => [x * factor, y * factor]);
}

/** `path` moved so that it begins at [0, 0], and by how much it was moved. */
export function fromOrigin(path: Path): { readonly path: Path; readonly dx: number; readonly dy: number } {
  const [dx, dy] = path[0] ?? [0, 0];
  if (dx === 0 && dy === 0) return { path, dx, dy };
  return { path: path.map(([x, y]): Point => [x - dx, y - dy]), dx, dy };
}
