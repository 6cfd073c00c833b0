/**
 * Elements from outside (a `.excalidraw` file, Excalidraw's clipboard) as elements of a board.
 *
 * Nothing in it is trusted: it may be any text. What cannot be shown is refused one by one, the rest is taken.
 */

import type { Json } from '../../commands.ts';
import { maxElementBytes, maxElements } from '../../limits.ts';
import { isFractionalKey, keyAfter } from '../../order/fractional-key.ts';
import type { BoardElement } from '../../state.ts';
import { jsonBytes } from '../../values/json.ts';
import { checkElement } from '../check.ts';
import { plainJson } from '../plain.ts';
import { type NewNames, renamed } from '../references.ts';
import { extentOf, isPath } from '../rules/points.ts';
import { isJsonArrayOrNot, isRecord, type Record } from '../rules/rule.ts';
import { isSharedType } from '../rules/schema.ts';
import { withoutOldNames } from './older.ts';

/** Characters of a file, at most. */
export const maxImportLength = 64 * 1024 * 1024;

/** A rectangle on the canvas, in canvas pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface ImportOptions {
  /** Given, every element and every group gets a new id from it; never the same twice, at most 64 characters. */
  readonly newId?: () => string;
  /** The last `index` in use on the board; the imported ones come after it. Absent or no valid key: from the first one. */
  readonly after?: string | null;
  /** The blob with the bytes of a file that images name; undefined if there is none. Absent: no image has its bytes. */
  readonly blobOf?: (fileId: string) => string | undefined;
  /** The offset of the imported elements, in canvas pixels; a function receives their bounds. */
  readonly offset?: Offset | ((box: Box) => Offset);
}

export interface Offset {
  readonly x: number;
  readonly y: number;
}

export interface RefusedElement {
  /** As it came, 40 characters at most; empty if it has none. */
  readonly type: string;
  /** The name of the property for which there is no repair. */
  readonly property: string;
  /** For people, as the end of "it is refused because …". */
  readonly why: string;
}

export type Imported =
  | {
      readonly ok: true;
      /** In the file's order, each with a valid `index` greater than the one before. Without deleted ones. */
      readonly elements: readonly BoardElement[];
      /** How many of them are not as they came (a new id, place or `index` does not count). */
      readonly repaired: number;
      readonly refused: readonly RefusedElement[];
    }
  /** `not-json`: no JSON at all. `not-excalidraw`: JSON without a list of elements. */
  | { readonly ok: false; readonly why: 'not-json' | 'not-excalidraw' | 'too-large' | 'too-many' };

/** @param text the content of a file or of the clipboard. */
export function importText(text: string, options: ImportOptions = {}): Imported {
  if (text.length > maxImportLength) return { ok: false, why: 'too-large' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // A text that is no JSON is an answer, not a failure.
    return { ok: false, why: 'not-json' };
  }
  return importScene(parsed, options);
}

/** @param scene an object with a list `elements`, as parsed JSON or as Excalidraw has it in memory. It is not changed. */
export function importScene(scene: unknown, options: ImportOptions = {}): Imported {
  for (const steps = importing(scene, options); ; ) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** {@link importScene} in steps: one for each element, three times. */
export function* importing(scene: unknown, options: ImportOptions = {}): Generator<void, Imported> {
  const living = elementsOf(scene)?.filter((candidate) => !isDeleted(candidate));
  if (living === undefined) return { ok: false, why: 'not-excalidraw' };
  if (living.length > maxElements) return { ok: false, why: 'too-many' };
  const candidates: (Json | undefined)[] = [];
  for (const candidate of living) {
    candidates.push(withoutOldNames(plainJson(candidate)));
    yield;
  }
  const refused: RefusedElement[] = [];
  const taken: BoardElement[] = [];
  let repaired = 0;
  const named = namesFor(candidates, options.newId);
  for (const [position, candidate] of candidates.entries()) {
    const read = readElement(named(candidate, position), options.blobOf);
    if ('why' in read) refused.push(read);
    else {
      if (read.isRepaired) repaired += 1;
      taken.push(read.element);
    }
    yield;
  }
  return { ok: true, elements: yield* placed(taken, options), repaired, refused };
}

/** The smallest rectangle around `elements`, without deleted ones and without regard to their angle. */
export function boxAround(elements: Iterable<BoardElement>): Box | undefined {
  let box: { left: number; top: number; right: number; bottom: number } | undefined;
  for (const element of elements) {
    if (element.isDeleted === true || !isSharedType(element.type)) continue;
    const { left, top, width, height } = boxOf(element);
    box = {
      left: Math.min(box?.left ?? left, left),
      top: Math.min(box?.top ?? top, top),
      right: Math.max(box?.right ?? left, left + width),
      bottom: Math.max(box?.bottom ?? top, top + height),
    };
  }
  if (box === undefined) return undefined;
  return { left: box.left, top: box.top, width: box.right - box.left, height: box.bottom - box.top };
}

/** Of one element, without regard to its angle; of a path, of its points. */
export function boxOf(element: BoardElement): Box {
  const x = numberOf(element.x);
  const y = numberOf(element.y);
  if (!isPath(element.points)) {
    return { left: x, top: y, width: numberOf(element.width), height: numberOf(element.height) };
  }
  const { left, top, width, height } = extentOf(element.points);
  return { left: x + left, top: y + top, width, height };
}

function elementsOf(scene: unknown): readonly unknown[] | undefined {
  if (typeof scene !== 'object' || scene === null || !('elements' in scene)) return undefined;
  return Array.isArray(scene.elements) ? scene.elements : undefined;
}

function isDeleted(candidate: unknown): boolean {
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    'isDeleted' in candidate &&
    candidate.isDeleted === true
  );
}

type Read = RefusedElement | { readonly element: BoardElement; readonly isRepaired: boolean };

/** Excalidraw's bookkeeping is no part of a board, and an `index` of another board says nothing on this one. */
const leftOut: ReadonlySet<string> = new Set([
  'version',
  'versionNonce',
  'updated',
  'index',
  'lastCommittedPoint',
]);

function readElement(properties: Json | undefined, blobOf: ImportOptions['blobOf']): Read {
  if (!isRecord(properties)) return { type: '', property: '', why: 'it is no object' };
  const type = typeof properties.type === 'string' ? properties.type.slice(0, 40) : '';
  if (!isSharedType(properties.type)) {
    return { type, property: 'type', why: 'elements of this type cannot be shared' };
  }
  const { id } = properties;
  if (typeof id !== 'string')
    return { type, property: 'id', why: 'its id is missing, or that of another element' };
  const whole = type === 'image' ? withBlob(properties, blobOf) : properties;
  if (whole === undefined)
    return { type, property: 'fileId', why: 'its picture is missing or cannot be shown' };
  const checked = checkElement({ ...withDefaults(whole), id });
  if (checked.result === 'refused') return { type, property: checked.property, why: checked.why };
  if (jsonBytes(checked.element) > maxElementBytes) {
    return { type, property: type === 'text' ? 'text' : 'points', why: 'it is too large' };
  }
  return { element: checked.element, isRepaired: checked.result === 'repaired' };
}

function withBlob(properties: Record, blobOf: ImportOptions['blobOf']): Record | undefined {
  const { fileId } = properties;
  const blob = typeof fileId === 'string' ? blobOf?.(fileId) : undefined;
  // Whether its bytes were sent to a server is nothing to a board.
  return blob === undefined ? undefined : { ...properties, fileId: blob, status: 'saved' };
}

/** Properties that files omit regularly: adding them is no repair. */
function withDefaults(given: Record): Record {
  const properties: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(given)) if (!leftOut.has(name)) properties[name] = value;
  const isPathType =
    properties.type === 'arrow' || properties.type === 'line' || properties.type === 'freedraw';
  return {
    ...properties,
    index: null,
    isDeleted: false,
    ...(properties.frameId === undefined ? { frameId: null } : {}),
    ...(properties.boundElements === undefined ? { boundElements: null } : {}),
    ...(properties.link === undefined ? { link: null } : {}),
    ...(isPathType ? { lastCommittedPoint: null } : {}),
  };
}

/**
 * Makes a copy of one of the candidates under its new name, or without an id where it cannot be used: of two elements with one id
 * the first has it, and is what others refer to.
 */
function namesFor(
  candidates: readonly (Json | undefined)[],
  newId?: () => string,
): (candidate: Json | undefined, position: number) => Json | undefined {
  const ids = new Map<string, string>();
  const groups = new Map<string, string>();
  let inScene: ReadonlySet<Json> | undefined;
  const names: NewNames = {
    element: (id) => ids.get(id),
    group(id) {
      const name = groups.get(id) ?? newId?.() ?? id;
      groups.set(id, name);
      return name;
    },
    target(id) {
      inScene ??= groupsOf(candidates);
      return ids.get(id) ?? (inScene.has(id) ? names.group(id) : undefined);
    },
  };
  const own = candidates.map((candidate) => {
    const id = isRecord(candidate) ? candidate.id : undefined;
    const isNew = typeof id === 'string' && id !== '' && !ids.has(id);
    const name = newId?.() ?? (isNew ? id : undefined);
    if (isNew && name !== undefined) ids.set(id, name);
    return name;
  });
  return (candidate, position) => {
    if (!isRecord(candidate)) return candidate;
    const { id: _, ...properties } = renamed(candidate, names);
    const name = own[position];
    return name === undefined ? properties : { ...properties, id: name };
  };
}

function groupsOf(candidates: readonly (Json | undefined)[]): ReadonlySet<Json> {
  return new Set(
    candidates.flatMap((candidate) =>
      isRecord(candidate) && isJsonArrayOrNot(candidate.groupIds) ? candidate.groupIds : [],
    ),
  );
}

const nowhere: Offset = { x: 0, y: 0 };

function* placed(
  elements: readonly BoardElement[],
  options: ImportOptions,
): Generator<void, readonly BoardElement[]> {
  const { offset = nowhere } = options;
  const box = typeof offset === 'function' ? boxAround(elements) : undefined;
  const by = typeof offset !== 'function' ? offset : box === undefined ? nowhere : offset(box);
  let last = usableKey(options.after);
  const there: BoardElement[] = [];
  for (const element of elements) {
    last = keyAfter(last);
    const moved = { ...element, index: last, x: numberOf(element.x) + by.x, y: numberOf(element.y) + by.y };
    const checked = checkElement(moved);
    if (checked.result !== 'refused') there.push(checked.element);
    yield;
  }
  return there;
}

function usableKey(key: string | null | undefined): string | null {
  return typeof key === 'string' && isFractionalKey(key) ? key : null;
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
