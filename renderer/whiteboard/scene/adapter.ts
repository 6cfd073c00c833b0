/**
 * Converts between agreed elements (plain JSON) and Excalidraw's elements. Excalidraw only shows and edits them: `shared/board`
 * determines the agreed elements and their order.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ElementPatch, Json } from '#shared/board/commands.ts';
import { checkAgreed } from '#shared/board/element/check.ts';
import { plainJson } from '#shared/board/element/plain.ts';
import { isSharedType } from '#shared/board/element/rules/schema.ts';
import { diffElement, excalidrawBookkeeping } from '#shared/board/element-diff.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { isJsonArray, isSameJson } from '#shared/board/values/json.ts';

/** The properties of a scene's element that reveal a change. */
export interface SceneElement {
  readonly id: string;
  readonly version: number;
  readonly versionNonce: number;
  readonly index: string | null;
  readonly isDeleted: boolean;
  readonly type: string;
}

/** Whether elements of this type are shared with others. */
export function isShared(element: { readonly type: string }): boolean {
  return isSharedType(element.type);
}

/**
 * A copy of a scene's element in its agreed form: JSON, without Excalidraw's bookkeeping. It may need a repair.
 *
 * @param before an earlier form of it: equal values are its very objects, so that they are neither copied nor compared again.
 */
export function toAgreed(element: SceneElement, before?: BoardElement): BoardElement {
  const properties: { [property: string]: Json } = {};
  for (const [property, value] of Object.entries(element)) {
    if (excalidrawBookkeeping.has(property)) continue;
    const known = before?.[property];
    // The last place of the pointer while a line is drawn: useless to others.
    if (property === 'lastCommittedPoint') properties[property] = null;
    else if (known !== undefined && isSameValue(known, value)) properties[property] = known;
    else {
      const json = plainJson(value);
      if (json !== undefined) properties[property] = json;
    }
  }
  properties.id = element.id;
  // Its `id` is set.
  return properties as BoardElement;
}

/** @param value anything; what JSON does not have equals no `known`. */
function isSameValue(known: Json, value: unknown): boolean {
  return isSameJson(known, value as Json);
}

/**
 * The changes since `before`, as a patch.
 *
 * @returns undefined without changes, or if the element was created and deleted without being shared.
 */
export function patchBetween(
  before: BoardElement | undefined,
  after: BoardElement,
): ElementPatch | undefined {
  if (before === undefined && after.isDeleted === true) return undefined;
  return diffElement(before, after);
}

/**
 * A new object for Excalidraw of an agreed element.
 *
 * @param version higher than that of the replaced object, else Excalidraw does not draw it again.
 * @returns undefined if Excalidraw cannot draw it: an element of a peer must not crash the window.
 */
export function toScene(
  element: BoardElement,
  bookkeeping: { readonly version: number; readonly versionNonce: number; readonly updated: number },
): ExcalidrawElement | undefined {
  const checked = isShared({ type: String(element.type) }) ? checkAgreed(element) : undefined;
  if (checked === undefined || checked.result === 'refused') return undefined;
  // With the bookkeeping at once: an element of a snapshot to which properties are added later becomes slow to read.
  const candidate: unknown = withOwnValues({ ...checked.element, ...bookkeeping });
  return isExcalidrawElement(candidate) ? candidate : undefined;
}

/**
 * A copy that Excalidraw may change. `structuredClone` takes several times as long for small values, and an object to which
 * its properties are added one by one is several times as slow to read.
 */
function copyOf(object: { readonly [property: string]: Json }): { [property: string]: Json } {
  return withOwnValues({ ...object });
}

function withOwnValues(copy: { [property: string]: Json }): { [property: string]: Json } {
  for (const property of Object.keys(copy)) {
    const value = copy[property];
    if (typeof value === 'object' && value !== null) copy[property] = copied(value);
  }
  return copy;
}

function copied(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  return isJsonArray(value) ? value.map(copied) : copyOf(value);
}

/** It passed the check of its type (`shared/board/element`), which is stricter than the type of TypeScript. */
function isExcalidrawElement(candidate: unknown): candidate is ExcalidrawElement {
  return typeof candidate === 'object' && candidate !== null && 'type' in candidate;
}

/**
 * Drawing order: agreed elements in the agreed order, and among them, by their index, the elements that only this window has
 * or is changing. Ties are broken by id.
 */
export function inDrawingOrder<Element extends { readonly id: string }>(
  entries: readonly { readonly element: Element; readonly index: string | null }[],
): Element[] {
  return [...entries].sort(byIndex).map((entry) => entry.element);
}

function byIndex(
  a: { readonly element: { readonly id: string }; readonly index: string | null },
  b: { readonly element: { readonly id: string }; readonly index: string | null },
): number {
  if (a.index !== b.index) {
    // An element without an index is new: it is in front.
    if (a.index === null) return 1;
    if (b.index === null) return -1;
    return a.index < b.index ? -1 : 1;
  }
  return a.element.id < b.element.id ? -1 : 1;
}
