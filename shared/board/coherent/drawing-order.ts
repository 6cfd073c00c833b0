/** Elements as they are shown, in drawing order: one array for each look of the board, made from the one before it. */

import { compareElements } from '../elements.ts';
import { placeIn } from '../order/place.ts';
import type { BoardElement } from '../state.ts';

/** Moved elements that are put into the array one by one; after more of them, it is made anew. */
const fewMoves = 64;

export class DrawingOrder {
  /** The agreed elements, with the same ids and keys at the same places as {@link #shown}. */
  #agreed: readonly BoardElement[] = [];
  #shown: readonly BoardElement[] = [];
  /** The elements that were added, removed or put elsewhere since, each as it is in {@link #agreed}. */
  readonly #moved = new Map<string, BoardElement | undefined>();
  /** The ids of those whose look has changed since. */
  readonly #changed = new Set<string>();

  /** @param before undefined if it is new. */
  moved(id: string, before: BoardElement | undefined): void {
    if (!this.#moved.has(id)) this.#moved.set(id, before);
  }

  changed(id: string): void {
    this.#changed.add(id);
  }

  /**
   * The same array until something changes. The cost is a copy of the array, and a binary search for each change.
   *
   * @param agreed all elements in drawing order.
   * @param present an agreed element; undefined if it is gone.
   * @param shown the same as it is shown.
   */
  current(
    agreed: readonly BoardElement[],
    present: (id: string) => BoardElement | undefined,
    shown: (id: string) => BoardElement | undefined,
  ): readonly BoardElement[] {
    if (this.#moved.size === 0 && this.#changed.size === 0) return this.#shown;
    const elements = this.#withMoves(agreed, present, shown);
    if (elements === undefined) this.#shown = agreed.map((element) => shown(element.id) ?? element);
    else {
      for (const id of this.#changed) {
        const element = present(id);
        const look = shown(id);
        if (element === undefined || look === undefined) continue;
        const place = placeIn(agreed, element, compareElements);
        if (agreed[place]?.id === id) elements[place] = look;
      }
      this.#shown = elements;
    }
    this.#agreed = agreed;
    this.#moved.clear();
    this.#changed.clear();
    return this.#shown;
  }

  /** @returns undefined if the array has to be made anew. */
  #withMoves(
    agreed: readonly BoardElement[],
    present: (id: string) => BoardElement | undefined,
    shown: (id: string) => BoardElement | undefined,
  ): BoardElement[] | undefined {
    if (this.#moved.size > fewMoves || this.#shown.length === 0) return undefined;
    const elements = this.#shown.slice();
    const left: number[] = [];
    const come: [number, BoardElement][] = [];
    for (const [id, before] of this.#moved) {
      const after = present(id);
      if (before !== undefined) left.push(placeIn(this.#agreed, before, compareElements));
      if (after !== undefined) come.push([placeIn(agreed, after, compareElements), shown(id) ?? after]);
    }
    // From the end on, so that the places before stay; and from the start on, so that each gets its place.
    for (const place of left.sort((a, b) => b - a)) elements.splice(place, 1);
    for (const [place, element] of come.sort(([a], [b]) => a - b)) elements.splice(place, 0, element);
    return elements;
  }
}
