/**
 * Between agreed elements (plain JSON, ours) and elements as Excalidraw has them. Excalidraw only shows and edits: what
 * is agreed, and in which order, is decided by `shared/board`.
 */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ElementPatch, Json } from '#shared/board/commands.ts';
import { diffElement, excalidrawBookkeeping } from '#shared/board/element-diff.ts';
import type { BoardElement } from '#shared/board/state.ts';

/**
 * Kinds of elements that are shared. Images need files that the board does not carry; embedded pages would load what
 * others name from outside, or run it.
 */
const drawableTypes: ReadonlySet<string> = new Set([
  'rectangle',
  'diamond',
  'ellipse',
  'arrow',
  'line',
  'freedraw',
  'text',
  'frame',
]);

/** What is needed of a scene's element to notice that it changed. */
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
  return drawableTypes.has(element.type);
}

/** A copy of a scene's element as it is agreed on: JSON, without Excalidraw's bookkeeping. */
export function toAgreed(element: SceneElement): BoardElement {
  const properties: { [property: string]: Json } = {};
  for (const [property, value] of Object.entries(element)) {
    if (excalidrawBookkeeping.has(property)) continue;
    const json = toJson(value);
    if (json !== undefined) properties[property] = json;
  }
  return { ...properties, id: element.id };
}

/** @returns undefined for what JSON does not know (functions, `undefined`); numbers without a value become 0. */
function toJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : 0;
  if (Array.isArray(value)) return value.map((item) => toJson(item) ?? null);
  if (typeof value !== 'object') return undefined;
  const object: { [key: string]: Json } = {};
  for (const [key, item] of Object.entries(value)) {
    const json = toJson(item);
    if (json !== undefined) object[key] = json;
  }
  return object;
}

/**
 * What changed since `before`, as a patch.
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
  const candidate: unknown = { ...structuredClone(element), ...bookkeeping };
  return isDrawable(candidate) ? candidate : undefined;
}

function isDrawable(candidate: unknown): candidate is ExcalidrawElement {
  if (!isRecord(candidate)) return false;
  if (typeof candidate.id !== 'string' || typeof candidate.type !== 'string') return false;
  if (!drawableTypes.has(candidate.type) || typeof candidate.isDeleted !== 'boolean') return false;
  if (!numericProperties.every((property) => Number.isFinite(candidate[property]))) return false;
  if (!textProperties.every((property) => typeof candidate[property] === 'string')) return false;
  if (!Array.isArray(candidate.groupIds)) return false;
  if (candidate.boundElements !== null && !Array.isArray(candidate.boundElements)) return false;
  switch (candidate.type) {
    case 'text':
      return (
        typeof candidate.text === 'string' &&
        isPositive(candidate.fontSize) &&
        isPositive(candidate.lineHeight)
      );
    case 'arrow':
    case 'line':
      return isPath(candidate.points, 2);
    case 'freedraw':
      return isPath(candidate.points, 1) && Array.isArray(candidate.pressures);
    default:
      return true;
  }
}

const numericProperties = [
  'x',
  'y',
  'width',
  'height',
  'angle',
  'seed',
  'opacity',
  'strokeWidth',
  'roughness',
];
const textProperties = ['strokeColor', 'backgroundColor', 'fillStyle', 'strokeStyle'];

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}

function isPath(points: unknown, atLeast: number): boolean {
  return (
    Array.isArray(points) &&
    points.length >= atLeast &&
    points.every((point) => Array.isArray(point) && Number.isFinite(point[0]) && Number.isFinite(point[1]))
  );
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
