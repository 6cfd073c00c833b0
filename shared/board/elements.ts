/** The elements of the whiteboard, and the effect of a patch on them. */

import type { ElementPatch, Outcome } from './commands.ts';
import { patchedElement, type Weighed } from './element/patch/patched.ts';
import { maxAllElementsBytes, maxElementBytes, maxElements } from './limits.ts';
import { SortedList } from './order/sorted-list.ts';
import { applied, badElement, refused } from './outcome.ts';
import type { BoardElement } from './state.ts';
import { Table } from './table.ts';
import { compareCodeUnits, jsonBytes } from './values/json.ts';

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

/** Merged texts that are remembered until the next {@link Elements.takeMerged}, at most: the latest ones. */
export const maxMergedTexts = 100;

/** How often, so far, an element came to be shown (it was made or brought back), and how often one was deleted. */
export interface Turnover {
  readonly added: number;
  readonly removed: number;
}

export class Elements {
  readonly table: Table<string, BoardElement>;
  readonly #order: SortedList<BoardElement>;
  #turnover: Turnover;
  /** The texts that patches have merged with those of others. */
  #merged: string[] = [];

  constructor(
    table: Table<string, BoardElement> = new Table({
      kind: 'element',
      weigh: (element) => jsonBytes(element),
    }),
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
    const made = new Map<string, Weighed>();
    for (const patch of patches) {
      const before = made.get(patch.id) ?? this.#weighed(patch.id);
      if (before === undefined && patch.create !== true) return refused('no-such-element');
      const after = patchedElement(before, patch);
      if ('result' in after) return badElement(after.property);
      if (after.bytes > maxElementBytes) return refused('too-large');
      made.set(patch.id, after);
    }
    let size = this.table.size;
    let weight = this.table.weight;
    for (const [id, { bytes }] of made) {
      if (!this.table.has(id)) size += 1;
      weight += bytes - this.table.weightOf(id);
    }
    if (size > maxElements) return refused('too-many');
    if (weight > maxAllElementsBytes && weight > this.table.weight) return refused('too-many');
    for (const { element, bytes, isMerged } of made.values()) {
      this.put(element, bytes);
      if (isMerged === true) this.#merged = [...this.#merged, element.id].slice(-maxMergedTexts);
    }
    return applied;
  }

  /** The ids of the texts that were merged with those of others since the last call. */
  takeMerged(): readonly string[] {
    const merged = this.#merged;
    if (merged.length > 0) this.#merged = [];
    return merged;
  }

  #weighed(id: string): Weighed | undefined {
    const element = this.table.get(id);
    return element === undefined ? undefined : { element, bytes: this.table.weightOf(id) };
  }

  /** For elements that were never agreed on: a removed agreed element stays, with `isDeleted`. */
  drop(element: BoardElement): void {
    this.table.delete(element.id);
    this.#count(lives(element), false);
    this.#order.remove(element);
  }

  /** @param bytes its size, if it is known already. */
  put(element: BoardElement, bytes?: number): void {
    const before = this.table.get(element.id);
    if (before === element) return;
    this.table.set(element.id, element, bytes);
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
