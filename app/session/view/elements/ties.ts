/** Which elements of an open board are tied to which card, pending changes included. */

import { Emitter } from '#app/emitter/emitter.ts';
import { cardOf } from '#shared/board/element/card-tie.ts';
import type { BoardElement } from '#shared/board/state.ts';

const none: readonly string[] = Object.freeze([]);

/** For the window. */
export interface CardTies {
  /** Whether no element is tied to any card. */
  readonly isEmpty: boolean;
  /**
   * In the order in which they were tied; the same list until one of them changes. The board may not have the card: a
   * caller starts from a card, or looks it up.
   */
  elementsOf(card: string): readonly string[];
  subscribe(listener: () => void): () => void;
}

export class Ties implements CardTies {
  readonly #element: (id: string) => BoardElement | undefined;
  readonly #cards = new Map<string, string>();
  /** A new list when one changes. */
  readonly #elements = new Map<string, readonly string[]>();
  readonly #changed = new Emitter<void>();

  /** @param element an element as it is shown now. */
  constructor(element: (id: string) => BoardElement | undefined) {
    this.#element = element;
  }

  get isEmpty(): boolean {
    return this.#cards.size === 0;
  }

  elementsOf(card: string): readonly string[] {
    return this.#elements.get(card) ?? none;
  }

  subscribe(listener: () => void): () => void {
    return this.#changed.subscribe(listener);
  }

  /** Must be called with the ids of all new and changed elements, of every author. */
  update(changed: readonly string[]): void {
    let isChanged = false;
    for (const id of changed) {
      const element = this.#element(id);
      if (this.#put(id, element === undefined ? undefined : cardOf(element))) isChanged = true;
    }
    if (isChanged) this.#changed.emit();
  }

  /** @returns whether anything changed. */
  #put(id: string, card: string | undefined): boolean {
    const before = this.#cards.get(id);
    if (before === card) return false;
    if (before !== undefined) {
      const left = this.elementsOf(before).filter((element) => element !== id);
      if (left.length === 0) this.#elements.delete(before);
      else this.#elements.set(before, left);
    }
    if (card === undefined) {
      this.#cards.delete(id);
    } else {
      this.#cards.set(id, card);
      this.#elements.set(card, [...this.elementsOf(card), id]);
    }
    return true;
  }
}
