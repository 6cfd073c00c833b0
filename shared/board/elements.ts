/** The elements of the whiteboard, and the effect of a patch on them. */

import type { ElementPatch, Json, Outcome } from './commands.ts';
import { type Checked, checkElement } from './element/check.ts';
import { isSharedType } from './element/schema.ts';
import { maxAllElementsBytes, maxElementBytes, maxElements } from './limits.ts';
import { SortedList } from './order/sorted-list.ts';
import { applied, badElement, refused } from './outcome.ts';
import type { BoardElement } from './state.ts';
import { Table } from './table.ts';
import { compareCodeUnits, isSameJson, jsonBytes } from './values/json.ts';

/**
 * By fractional index, ties by id. Those without an index come first: newly drawn elements get an index after the last
 * one, and must come after them.
 */
export function compareElements(a: BoardElement, b: BoardElement): number {
  const first = a.index;
  const second = b.index;
  if (typeof first !== 'string') return typeof second === 'string' ? -1 : compareCodeUnits(a.id, b.id);
  if (typeof second !== 'string') return 1;
  return compareCodeUnits(first, second) || compareCodeUnits(a.id, b.id);
}

/** Elements are never changed, so each is weighed once. */
const weights = new WeakMap<BoardElement, number>();

/** Bytes as `jsonBytes` counts them. */
export function elementBytes(element: BoardElement): number {
  const known = weights.get(element);
  if (known !== undefined) return known;
  const bytes = jsonBytes(element);
  weights.set(element, bytes);
  return bytes;
}

/** How often, so far, an element came to be shown (it was made or brought back), and how often one was deleted. */
export interface Turnover {
  readonly added: number;
  readonly removed: number;
}

export class Elements {
  readonly table: Table<string, BoardElement>;
  readonly #order: SortedList<BoardElement>;
  #turnover: Turnover;

  constructor(
    table: Table<string, BoardElement> = new Table({ kind: 'element', weigh: elementBytes }),
    order: SortedList<BoardElement> = new SortedList(compareElements),
    turnover: Turnover = { added: 0, removed: 0 },
  ) {
    this.table = table;
    this.#order = order;
    this.#turnover = turnover;
  }

  /** A new object when it changes. */
  get turnover(): Turnover {
    return this.#turnover;
  }

  inOrder(): readonly BoardElement[] {
    return this.#order.items();
  }

  /** All patches or, if one is refused, none. */
  patch(patches: readonly ElementPatch[]): Outcome {
    const made = new Map<string, BoardElement>();
    for (const patch of patches) {
      const before = made.get(patch.id) ?? this.table.get(patch.id);
      if (before === undefined && patch.create !== true) return refused('no-such-element');
      const checked = checkedPatch(before, patched(before, patch));
      if (checked.result === 'refused') return badElement(checked.property);
      const after = checked.element;
      if (elementBytes(after) > maxElementBytes) return refused('too-large');
      made.set(patch.id, after);
    }
    let size = this.table.size;
    let weight = this.table.weight;
    for (const [id, after] of made) {
      const before = this.table.get(id);
      if (before === undefined) size += 1;
      weight += elementBytes(after) - (before === undefined ? 0 : elementBytes(before));
    }
    if (size > maxElements) return refused('too-many');
    if (weight > maxAllElementsBytes && weight > this.table.weight) return refused('too-many');
    for (const after of made.values()) this.put(after);
    return applied;
  }

  /** For elements that were never agreed on: a removed agreed element stays, with `isDeleted`. */
  drop(element: BoardElement): void {
    this.table.delete(element.id);
    this.#count(lives(element), false);
    this.#order.remove(element);
  }

  put(element: BoardElement): void {
    const before = this.table.get(element.id);
    if (before === element) return;
    this.table.set(element.id, element);
    this.#count(before !== undefined && lives(before), lives(element));
    if (before === undefined) this.#order.add(element);
    else this.#order.replace(before, element);
  }

  #count(lived: boolean, lives: boolean): void {
    if (lived === lives) return;
    const { added, removed } = this.#turnover;
    this.#turnover = lives ? { added: added + 1, removed } : { added, removed: removed + 1 };
  }

  fork(): Elements {
    return new Elements(this.table.fork(), this.#order.fork(), this.#turnover);
  }
}

function lives({ isDeleted }: BoardElement): boolean {
  return isDeleted !== true;
}

/** An element that can be shown stays one: it is never made another type of thing. */
function checkedPatch(before: BoardElement | undefined, after: BoardElement): Checked {
  if (after === before) return { result: 'as-is', element: after };
  if (before !== undefined && isSharedType(before.type) && after.type !== before.type) {
    return { result: 'refused', property: 'type', why: 'the type of an element cannot change' };
  }
  return checkElement(after, before);
}

/** `before` after `patch`: the same object if nothing changes. */
function patched(before: BoardElement | undefined, patch: ElementPatch): BoardElement {
  const properties: Record<string, Json> = { ...before };
  let isChanged = false;
  for (const [name, value] of Object.entries(patch.set)) {
    if (name === 'id' || isSameJson(properties[name], value)) continue;
    properties[name] = value;
    isChanged = true;
  }
  for (const name of patch.unset ?? []) {
    if (!Object.hasOwn(properties, name)) continue;
    delete properties[name];
    isChanged = true;
  }
  if (before !== undefined && !isChanged) return before;
  return Object.freeze({ ...properties, id: patch.id });
}
