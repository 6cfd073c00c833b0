/**
 * How an element is shown among the others. The agreed state has properties of single elements only. Relations between
 * elements (a label and its box, an arrow and its shapes) are derived from them here, by a pure function, and never written back.
 */

import type { Json } from '../commands.ts';
import type { BoardElement } from '../state.ts';
import { isJsonArray, isSameJson } from '../values/json.ts';
import { followed, shiftOf } from './follow.ts';
import {
  boundIds,
  boundTo,
  boxOfLabel,
  isBindable,
  isHidden,
  isShown,
  isThere,
  type Lookup,
} from './links.ts';
import { numberOf } from './outline.ts';

export interface Around {
  readonly get: Lookup;
  /** The ids of the elements that refer to this one (`targetsOf`), in no order. */
  referrers(id: string): ReadonlySet<string>;
}

/** `element` as it is shown; the same object if it is shown as agreed. Ignores its `index`. */
export function derived(element: BoardElement, around: Around): BoardElement {
  if (!isThere(element)) return element;
  if (isHidden(element, around.get)) return Object.freeze({ ...element, isDeleted: true });
  const changes: { [property: string]: Json } = {};
  const { get } = around;
  if (typeof element.frameId === 'string') {
    const frame = get(element.frameId);
    if (!isThere(frame) || frame.type !== 'frame') changes.frameId = null;
  }
  if (element.type === 'text' && typeof element.containerId === 'string') {
    const box = boxOfLabel(element, get);
    if (box === undefined || labelOf(box, around) !== element.id) changes.containerId = null;
    else if (box.type === 'arrow') Object.assign(changes, labelShift(element, box, get));
  }
  const bound = boundElements(element, around);
  if (bound !== undefined) changes.boundElements = bound;
  // When its shape is deleted, an arrow stays in place.
  const moved = element.type === 'arrow' ? followed(element, get) : element;
  const fitting = withBindings(moved, get);
  return Object.keys(changes).length === 0 ? fitting : Object.freeze({ ...fitting, ...changes });
}

/** The label of an arrow that follows its shapes moves with it. */
function labelShift(
  { x, y }: BoardElement,
  arrow: BoardElement,
  get: Lookup,
): { readonly [property: string]: Json } {
  const [right, down] = shiftOf(arrow, get);
  return right === 0 && down === 0 ? {} : { x: numberOf(x) + right, y: numberOf(y) + down };
}

/** `arrow` without bindings to absent elements. */
function withBindings(arrow: BoardElement, get: Lookup): BoardElement {
  if ((arrow.startBinding ?? null) === null && (arrow.endBinding ?? null) === null) return arrow;
  const gone = (['startBinding', 'endBinding'] as const).filter((end) => {
    const target = boundTo(arrow[end]);
    return target !== undefined && (arrow.type !== 'arrow' || !isBindable(get(target), get));
  });
  if (gone.length === 0) return arrow;
  return Object.freeze({ ...arrow, ...Object.fromEntries(gone.map((end) => [end, null])) });
}

/**
 * The label of a box. If two people have added one concurrently, it is the first that the box refers to, or the one with
 * the lowest id. The other becomes a separate text.
 */
function labelOf(box: BoardElement, { get, referrers }: Around): string | undefined {
  const labels: string[] = [];
  for (const id of referrers(box.id)) {
    const label = get(id);
    if (isShown(label, get) && boxOfLabel(label, get)?.id === box.id) labels.push(id);
  }
  const named = boundIds(box).find((id) => labels.includes(id));
  return named ?? labels.reduce<string | undefined>(lowest, undefined);
}

function lowest(a: string | undefined, b: string): string {
  return a === undefined || b < a ? b : a;
}

/** The shown elements that refer to `element`: the agreed list first, then the rest by id. @returns undefined if it is the agreed list. */
function boundElements(element: BoardElement, around: Around): readonly Json[] | undefined {
  const { get } = around;
  const agreed = element.boundElements ?? null;
  const isEmpty = agreed === null || (isJsonArray(agreed) && agreed.length === 0);
  // Most elements: a board is opened with thousands of them.
  if (isEmpty && around.referrers(element.id).size === 0) return undefined;
  const types = new Map<string, 'arrow' | 'text'>();
  const canBind = isBindable(element, get);
  for (const id of around.referrers(element.id)) {
    const other = get(id);
    if (canBind && other?.type === 'arrow' && isShown(other, get) && isBoundTo(other, element.id)) {
      types.set(id, 'arrow');
    }
  }
  const label = labelOf(element, around);
  if (label !== undefined) types.set(label, 'text');
  const known = boundIds(element).filter((id) => types.has(id));
  const missing = [...types.keys()].filter((id) => !known.includes(id)).sort();
  const all = [...known, ...missing].map((id) => Object.freeze({ id, type: types.get(id) ?? 'arrow' }));
  return isSameJson(all, agreed ?? []) ? undefined : Object.freeze(all);
}

function isBoundTo(arrow: BoardElement, id: string): boolean {
  return boundTo(arrow.startBinding) === id || boundTo(arrow.endBinding) === id;
}
