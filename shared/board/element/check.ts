/**
 * Whether an element can be shown by every device, as it is or repaired. It is a pure function: all devices repair the
 * same, and what was repaired is valid.
 *
 * Properties are repaired one by one, so that it seldom matters in which order two people changed two of them. Only what
 * several properties say together (a path and its size, a size and what it costs to hatch) is seen to after that.
 */

import type { Json } from '../commands.ts';
import type { BoardElement } from '../state.ts';
import { maxElbowPoints, maxPosition } from './bounds.ts';
import { cheaper } from './draw-cost.ts';
import { extentOf, fitted, fromOrigin, isPath, type Path, thinned } from './points.ts';
import { isJsonArrayOrNot, isRecord, type Record } from './rule.ts';
import { isElementId, type Property, schemas } from './schema.ts';

export type Checked =
  /** `element` is the very object that was given. */
  | { readonly result: 'as-is'; readonly element: BoardElement }
  | { readonly result: 'repaired'; readonly element: BoardElement }
  | Refusal;

export interface Refusal {
  readonly result: 'refused';
  /** The name of the property for which there is no repair. */
  readonly property: string;
  /** For people, as the end of "it is refused because …". */
  readonly why: string;
}

/**
 * An element without a type that is shared (`isSharedType`) is given back as it is, except for its `index`: nobody shows
 * it, and a later version may know it.
 */
export function checkElement(element: BoardElement): Checked {
  if (!isElementId(element.id)) {
    return {
      result: 'refused',
      property: 'id',
      why: 'its id is empty, longer than 64 characters, or no text',
    };
  }
  const schema = schemas.get(element.type ?? null);
  if (schema === undefined) return checkOther(element);
  const changes = new Map<string, Json | undefined>();
  for (const [name, value] of Object.entries(element)) {
    const property = schema.get(name);
    const valid = property === undefined ? undefined : validOf(property, value);
    if (valid !== value) changes.set(name, valid);
  }
  for (const [name, { fallback }] of schema) {
    if (fallback !== undefined && element[name] === undefined) changes.set(name, fallback);
  }
  const properties = changes.size === 0 ? element : withChanges(element, changes);
  const whole = wholeOf(element, properties);
  if (typeof whole === 'string') return { result: 'refused', property: 'points', why: whole };
  if (changes.size === 0 && whole.length === 0) return { result: 'as-is', element };
  const repaired: Record = Object.assign({ ...properties }, ...whole);
  for (const [name, value] of Object.entries(repaired)) if (value !== element[name]) freezeAll(value);
  return { result: 'repaired', element: Object.freeze({ ...repaired, id: element.id }) };
}

/** The elements that a check accepts, as it gives them. */
export function checkedOrNone(element: BoardElement): BoardElement | undefined {
  const checked = checkElement(element);
  return checked.result === 'refused' ? undefined : checked.element;
}

const indexOf = schemas.get('rectangle')?.get('index');

function checkOther(element: BoardElement): Checked {
  const { index } = element;
  if (index === undefined || indexOf === undefined) return { result: 'as-is', element };
  const valid = validOf(indexOf, index) ?? null;
  if (valid === index) return { result: 'as-is', element };
  return { result: 'repaired', element: Object.freeze({ ...element, index: valid }) };
}

function freezeAll(value: Json): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const item of Object.values(value)) freezeAll(item);
}

function validOf({ rule, fallback }: Property, value: Json): Json | undefined {
  const valid = rule(value);
  return valid === undefined ? fallback : valid;
}

function withChanges(element: Record, changes: ReadonlyMap<string, Json | undefined>): Record {
  const properties: { [name: string]: Json } = { ...element };
  for (const [name, value] of changes) {
    if (value === undefined) delete properties[name];
    else properties[name] = value;
  }
  return properties;
}

/**
 * What several properties say together.
 *
 * @param given as it came, to know which properties were missing.
 * @returns the changes that make them agree, or why there are none.
 */
function wholeOf(given: Record, properties: Record): readonly Record[] | string {
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
  changes.push(upright({ ...properties, ...changes[0] }));
  changes.push(cheaper(Object.assign({ ...properties }, ...changes)));
  return changes.filter((change) => Object.keys(change).length > 0);
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
  if (elbowed === true && given.length > maxElbowPoints) return `it has more than ${maxElbowPoints} corners`;
  const { path: moved, dx, dy } = fromOrigin(given);
  const path = fitted(moved);
  return {
    ...(path === points ? {} : { points: path }),
    ...(dx === 0 ? {} : { x: within(numberOf(x) + dx) }),
    ...(dy === 0 ? {} : { y: within(numberOf(y) + dy) }),
    ...sizeOf(path, width, height),
    ...(elbowed === true ? elbowOf(properties) : {}),
  };
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
  // Excalidraw leaves out what has a single point. This is what it makes of a click.
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
