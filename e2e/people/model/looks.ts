/** Compares elements of a scene with the model. */

import type { Json, JsonElement } from '../page/window-state.ts';
import { cornerOf, isIn, margin, type Point, size } from './cells.ts';
import { isImported } from './import-colour.ts';
import type { Element, ElementLook, Shape } from './model.ts';

/** Excalidraw places a text by its line, and a pen's stroke by its points. Scene units. */
const tolerance = { text: 20, freedraw: 6, other: 3 } as const;

/** The look of an element that was just drawn into a cell. */
export function drawnIn(cell: number, text?: string): ElementLook {
  const corner = cornerOf(cell);
  const place = { there: true, left: corner.x + margin.left, top: corner.y + margin.top };
  return text === undefined ? place : { ...place, text };
}

export const absent: ElementLook = { there: false, left: 0, top: 0 };

/** A point on an element's outline, where it can be dragged. */
export function handleOf(shape: Shape, { left, top }: ElementLook): Point {
  switch (shape) {
    case 'arrow':
    case 'line':
    case 'freedraw':
      return { x: left + size.width / 2, y: top + size.height / 2 };
    case 'text':
      return { x: left + 14, y: top + 2 };
    case 'frame':
      return { x: left, y: top + size.height / 2 };
    default:
      return { x: left + size.width / 2, y: top };
  }
}

/** The elements in a cell, without removed ones, imported ones and bound arrows. */
export function inCell(cell: number, elements: readonly JsonElement[]): readonly JsonElement[] {
  return elements.filter(
    (element) =>
      !element.isDeleted &&
      !isImported(element) &&
      boundIds(element) === undefined &&
      isIn(cell, placeOf(element)),
  );
}

/** The ids of the elements to which the ends of an arrow are bound. */
function boundIds({ type, startBinding, endBinding }: JsonElement): readonly [Json, Json] | undefined {
  if (type !== 'arrow' || !isBinding(startBinding) || !isBinding(endBinding)) return undefined;
  return [startBinding.elementId ?? null, endBinding.elementId ?? null];
}

function isBinding(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The arrows that are bound to these two elements. */
export function connectors(
  from: JsonElement | undefined,
  to: JsonElement | undefined,
  elements: readonly JsonElement[],
): readonly JsonElement[] {
  if (from === undefined || to === undefined) return [];
  return elements.filter((element) => {
    const [begin, end] = element.isDeleted ? [] : (boundIds(element) ?? []);
    return begin === from.id && end === to.id;
  });
}

/** The distances from the ends of an arrow to its shapes. Scene units. */
export function gapsOf(arrow: JsonElement, from: JsonElement, to: JsonElement): readonly [number, number] {
  const [first, last] = endsOf(arrow);
  return [distance(first, from), distance(last, to)];
}

function endsOf({ x, y, points }: JsonElement): readonly [Point, Point] {
  const list = Array.isArray(points) ? points : [];
  const pointAt = (at: number): Point => {
    const point: unknown = list.at(at);
    const [dx, dy] = Array.isArray(point) ? point : [Number.NaN, Number.NaN];
    return { x: Number(x) + Number(dx), y: Number(y) + Number(dy) };
  };
  return [pointAt(0), pointAt(-1)];
}

/** The distance from a point to the outline of a box. */
function distance({ x, y }: Point, box: JsonElement): number {
  const [left, top] = [Number(box.x), Number(box.y)];
  const [right, bottom] = [left + Number(box.width), top + Number(box.height)];
  const outside = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  return outside === 0 ? Math.min(x - left, right - x, y - top, bottom - y) : outside;
}

function placeOf(element: JsonElement): Point {
  const [x, y] = [Number(element.x), Number(element.y)];
  if (element.type === 'text') return { x: x + 4, y: y + 4 };
  return { x: x + Number(element.width) / 2, y: y + Number(element.height) / 2 };
}

function inAnyOrder(text: string): string {
  const [first, ...more] = text.split('\n');
  return [first, ...more.toSorted()].join('\n');
}

/** Whether an element of the scene matches the model. */
export function looksLike({ shape }: Pick<Element, 'shape'>, look: ElementLook, found: JsonElement): boolean {
  if (found.type !== shape) return false;
  if (look.text !== undefined && inAnyOrder(String(found.text)) !== inAnyOrder(look.text)) return false;
  if ((found.link ?? undefined) !== look.link) return false;
  const near =
    shape === 'text' ? tolerance.text : shape === 'freedraw' ? tolerance.freedraw : tolerance.other;
  return Math.abs(Number(found.x) - look.left) <= near && Math.abs(Number(found.y) - look.top) <= near;
}

/** Whether a scene shows an element with this look, and no other element in its cell. */
export function isShown(
  element: Pick<Element, 'shape' | 'cell'>,
  look: ElementLook,
  scene: readonly JsonElement[],
): boolean {
  const found = inCell(element.cell, scene);
  if (!look.there) return found.length === 0;
  const [only] = found;
  return found.length === 1 && only !== undefined && looksLike(element, look, only);
}
