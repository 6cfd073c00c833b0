/**
 * Between agreed elements (plain JSON, ours) and elements as Excalidraw has them. Excalidraw only shows and edits: what
 * is agreed, and in which order, is decided by `shared/board`.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ElementPatch, Json } from '#shared/board/commands.ts';
import { checkElement } from '#shared/board/element/check.ts';
import { plainJson } from '#shared/board/element/plain.ts';
import { isSharedType } from '#shared/board/element/schema.ts';
import { diffElement, excalidrawBookkeeping } from '#shared/board/element-diff.ts';
import type { BoardElement } from '#shared/board/state.ts';

/** The properties of a scene's element by which a change is noticed. */
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

/** A copy of a scene's element as it is agreed on: JSON, without Excalidraw's bookkeeping. It may be in need of repair. */
export function toAgreed(element: SceneElement): BoardElement {
  const properties: { [property: string]: Json } = {};
  for (const [property, value] of Object.entries(element)) {
    if (excalidrawBookkeeping.has(property)) continue;
    // Where the pointer was last while a line is drawn: of no use to anybody else.
    const json = property === 'lastCommittedPoint' ? null : plainJson(value);
    if (json !== undefined) properties[property] = json;
  }
  return { ...properties, id: element.id };
}

/**
 * The changes since `before`, as a patch.
 *
 * @returns undefined if nothing did, or if the element came and went without ever being shared.
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
 * @param version higher than that of the object it replaces, else Excalidraw does not draw it anew.
 * @returns undefined if it lacks what Excalidraw needs to draw its type, whoever made it: it must not crash.
 */
export function toScene(
  element: BoardElement,
  bookkeeping: { readonly version: number; readonly versionNonce: number; readonly updated: number },
): ExcalidrawElement | undefined {
  const checked = isShared({ type: String(element.type) }) ? checkElement(element) : undefined;
  if (checked === undefined || checked.result === 'refused') return undefined;
  const candidate: unknown = { ...structuredClone(checked.element), ...bookkeeping };
  return isExcalidrawElement(candidate) ? candidate : undefined;
}

/** It passed the check of its type (`shared/board/element`), which knows more than a type of TypeScript can say. */
function isExcalidrawElement(candidate: unknown): candidate is ExcalidrawElement {
  return typeof candidate === 'object' && candidate !== null && 'type' in candidate;
}

/**
 * The order in which a scene is drawn: agreed elements as agreed, and among them, by their index, the ones that only
 * this window has or is changing. Ties are broken by id, as everywhere.
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
    // An element without an index was just made: it is in front.
    if (a.index === null) return 1;
    if (b.index === null) return -1;
    return a.index < b.index ? -1 : 1;
  }
  return a.element.id < b.element.id ? -1 : 1;
}
