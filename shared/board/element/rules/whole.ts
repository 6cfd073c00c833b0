/** Rules for several properties of an element together: a path and its size, a size and the cost of its hatching. */

import type { Json } from '../../commands.ts';
import { maxElbowPoints, maxPosition } from './bounds.ts';
import { cheaper } from './draw-cost.ts';
import { extentOf, fitted, fromOrigin, isPath, type Path, thinned } from './points.ts';
import { isJsonArrayOrNot, isRecord, type Record } from './rule.ts';

/** Properties that say something together with others ({@link wholeOf}). */
export const togetherWithOthers: ReadonlySet<string> = new Set([
  'width',
  'height',
  'points',
  'pressures',
  'elbowed',
  'startBinding',
  'endBinding',
  'fixedSegments',
  'startIsSpecial',
  'endIsSpecial',
  'text',
  'originalText',
  'fontSize',
  'lineHeight',
  'backgroundColor',
  'fillStyle',
  'strokeWidth',
  'strokeStyle',
]);

/**
 * Rules for several properties together.
 *
 * @param given as it came, to know which properties were missing.
 * @returns the changes that make them agree, or why there are none.
 */
export function wholeOf(given: Record, properties: Record): readonly Record[] | string {
  const changes: Record[] = [];
  switch (properties.type) {
    case 'arrow':
    case 'line': {
      const line = wholeLine(properties);
      if (typeof line === 'string') return line;
      changes.push(line);
      break;
    }
    case 'freedraw': {
      const stroke = wholeStroke(given, properties);
      if (typeof stroke === 'string') return stroke;
      changes.push(stroke);
      break;
    }
    case 'text':
      changes.push(wholeText(given, properties));
      break;
    default:
  }
  const [first] = changes;
  const turned = upright(isEmpty(first) ? properties : { ...properties, ...first });
  changes.push(turned);
  changes.push(cheaper(changes.every(isEmpty) ? properties : Object.assign({ ...properties }, ...changes)));
  return changes.filter((change) => !isEmpty(change));
}

function isEmpty(change: Record | undefined): boolean {
  if (change !== undefined) for (const _ in change) return false;
  return true;
}

/** Excalidraw turns a negative size around. Something without any size can be neither seen nor selected. */
function upright({ type, x, y, width, height }: Record): Record {
  if (typeof width !== 'number' || typeof height !== 'number') return {};
  if (
    width === 0 &&
    height === 0 &&
    type !== 'text' &&
    type !== 'line' &&
    type !== 'arrow' &&
    type !== 'freedraw'
  ) {
    return { width: 1, height: 1 };
  }
  return {
    ...(width < 0 ? { width: -width, x: within(numberOf(x) + width) } : {}),
    ...(height < 0 ? { height: -height, y: within(numberOf(y) + height) } : {}),
  };
}

function wholeLine(properties: Record): Record | string {
  const { points, x, y, width, height, elbowed } = properties;
  const given: Path =
    isPath(points) && points.length >= 2
      ? points
      : [
          [0, 0],
          [numberOf(width), numberOf(height)],
        ];
  const { path: moved, dx, dy } = fromOrigin(given);
  const straight = fitted(moved);
  const path = elbowed === true ? rightAngled(straight) : straight;
  if (elbowed === true && path.length > maxElbowPoints) return `it has more than ${maxElbowPoints} corners`;
  return {
    ...(path === points ? {} : { points: path }),
    ...(dx === 0 ? {} : { x: within(numberOf(x) + dx) }),
    ...(dy === 0 ? {} : { y: within(numberOf(y) + dy) }),
    ...sizeOf(path, width, height),
    ...(elbowed === true ? elbowOf(properties) : {}),
    // Their numbers are those of other points.
    ...(path === straight ? {} : { fixedSegments: null }),
  };
}

/** Canvas pixels by which a segment may be off. Source: Excalidraw's `validateElbowPoints`, version 0.18.1. */
const rightAngleTolerance = 1;

/** A corner for each diagonal segment: Excalidraw routes an arrow anew that has one. The same path if it has none. */
function rightAngled(path: Path): Path {
  const points = path.flatMap((point, at): Path => {
    const before = path[at - 1];
    if (before === undefined) return [point];
    const [dx, dy] = [Math.abs(point[0] - before[0]), Math.abs(point[1] - before[1])];
    const isDiagonal = dx >= rightAngleTolerance && dy >= rightAngleTolerance;
    return isDiagonal ? [[point[0], before[1]], point] : [point];
  });
  return points.length === path.length ? path : points;
}

/** An arrow with right angles is bound to a point of a shape, or not at all. */
function elbowOf({ startBinding, endBinding, fixedSegments, startIsSpecial, endIsSpecial }: Record): Record {
  return {
    ...(hasNoPoint(startBinding) ? { startBinding: null } : {}),
    ...(hasNoPoint(endBinding) ? { endBinding: null } : {}),
    ...(fixedSegments === undefined ? { fixedSegments: null } : {}),
    ...(startIsSpecial === undefined ? { startIsSpecial: null } : {}),
    ...(endIsSpecial === undefined ? { endIsSpecial: null } : {}),
  };
}

function hasNoPoint(binding: Json | undefined): boolean {
  return isRecord(binding) && !isJsonArrayOrNot(binding.fixedPoint);
}

const dot: Path = [
  [0, 0],
  [0.0001, 0.0001],
];

function wholeStroke(given: Record, properties: Record): Record | string {
  const { points, pressures, x, y, width, height } = properties;
  if (!isPath(points)) return 'it has no points';
  const [first] = points;
  // Excalidraw drops a path with a single point. It makes this path of a click.
  const isDot = first !== undefined && points.length === 1;
  const path = isDot ? dot : fitted(points);
  const isSized = given.width !== undefined && given.height !== undefined && path === points;
  return {
    ...(path === points ? {} : { points: path }),
    ...(isDot ? { x: within(numberOf(x) + first[0]), y: within(numberOf(y) + first[1]) } : {}),
    ...(isSized && numberOf(width) >= 0 && numberOf(height) >= 0 ? {} : sizeOf(path, width, height)),
    ...pressuresFor(given, path, pressures),
  };
}

/** As many as there are points, or fewer: thinned as they were. */
function pressuresFor(given: Record, path: Path, pressures: Json | undefined): Record {
  if (!isJsonArrayOrNot(pressures) || pressures.length <= path.length) return {};
  let fewer = pressures;
  if (isJsonArrayOrNot(given.points) && given.points.length === pressures.length) {
    while (fewer.length > path.length) fewer = thinned(fewer);
  }
  return { pressures: fewer.slice(0, path.length) };
}

/** How far apart a size and the path that has it may be: they are computed in different ways. */
const sizeTolerance = 1e-3;

function sizeOf(path: Path, width: Json | undefined, height: Json | undefined): Record {
  const extent = extentOf(path);
  return {
    ...(isNear(width, extent.width) ? {} : { width: extent.width }),
    ...(isNear(height, extent.height) ? {} : { height: extent.height }),
  };
}

function isNear(value: Json | undefined, wanted: number): boolean {
  return typeof value === 'number' && Math.abs(value - wanted) <= sizeTolerance;
}

/** Every device measures texts a little differently, so a size that is there stays. */
function wholeText(
  given: Record,
  { text, originalText, fontSize, lineHeight, width, height }: Record,
): Record {
  const lines = String(text).split('\n');
  const isMissing =
    given.width === undefined || given.height === undefined || (width === 0 && height === 0 && text !== '');
  const size = numberOf(fontSize);
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  return {
    ...(text !== '' && (originalText === undefined || originalText === '')
      ? { originalText: String(text) }
      : {}),
    ...(originalText === undefined && text === '' ? { originalText: '' } : {}),
    ...(isMissing
      ? {
          width: Math.min(Math.max(longest, 1) * size * 0.6, 1e5),
          height: Math.min(lines.length * size * numberOf(lineHeight), 1e5),
        }
      : {}),
  };
}

function within(position: number): number {
  return Math.min(Math.max(position, -maxPosition), maxPosition);
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
