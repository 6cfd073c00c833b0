/** Collects the cards of a file, fitted to a board's bounds, and the problems found in them. */

import { fitted } from './fit.ts';
import {
  type ExchangeCard,
  type ExchangeLabel,
  type Format,
  maxCards,
  type Reading,
  type Trouble,
} from './model.ts';

/** Troubles kept, at most: nobody reads more. */
export const maxTroubles = 1_000;

export class Collector {
  readonly #cards: ExchangeCard[] = [];
  readonly #troubles: Trouble[] = [];

  get isFull(): boolean {
    return this.#cards.length > maxCards;
  }

  report(trouble: Trouble): void {
    if (this.#troubles.length < maxTroubles) this.#troubles.push(trouble);
  }

  add(card: ExchangeCard, line?: number): void {
    const { card: fit, troubles } = fitted(card, line);
    for (const trouble of troubles) this.report(trouble);
    if (fit !== undefined) this.#cards.push(fit);
  }

  /** @param columns in order; further columns that occur in cards are appended. */
  reading(
    format: Format,
    { name, columns, labels }: { name: string; columns: readonly string[]; labels: readonly ExchangeLabel[] },
  ): Reading {
    if (this.isFull) return { ok: false, problem: 'too-many-cards' };
    if (this.#cards.length === 0) return { ok: false, problem: 'no-cards' };
    const every = [...columns.map((column) => column.trim()), ...this.#cards.map(({ column }) => column)];
    return {
      ok: true,
      format,
      board: {
        name: name.trim(),
        columns: [...new Set(every.filter((column) => column !== ''))],
        labels,
        cards: this.#cards,
      },
      troubles: this.#troubles,
    };
  }
}
