/** Which elements of an open board are tied to which card. It reads each element once, and again when it changes. */

import { Emitter } from '#app/emitter/emitter.ts';
import type { BoardSession } from '#app/session/api.ts';
import { cardOf } from '#shared/board/element/card-tie.ts';

const none: readonly string[] = Object.freeze([]);

export class Ties {
  readonly #board: Pick<BoardSession, 'element'>;
  readonly #cards = new Map<string, string>();
  /** A new list when one changes. */
  readonly #elements = new Map<string, readonly string[]>();
  readonly #changed = new Emitter<void>();

  /** It follows the board as long as the board is open. */
  constructor(board: Pick<BoardSession, 'element' | 'elements' | 'subscribeElements'>) {
    this.#board = board;
    for (const element of board.elements()) this.#put(element.id, cardOf(element));
    board.subscribeElements((changed) => this.#update(changed));
  }

  /**
   * In the order in which they were tied; the same list until one of them changes. The board may not have the card: what
   * shows ties starts from a card, or looks it up.
   */
  elementsOf(card: string): readonly string[] {
    return this.#elements.get(card) ?? none;
  }

  subscribe(listener: () => void): () => void {
    return this.#changed.subscribe(listener);
  }

  #update(changed: readonly string[]): void {
    let isChanged = false;
    for (const id of changed) {
      const element = this.#board.element(id);
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
