/** Collects the cards of a file, fitted to a board's bounds, and the problems found in them. */

import { fitted } from './fit.ts';
import {
  type ExchangeCard,
  type ExchangeLabel,
  type Format,
  type ImportWarning,
  maxCards,
  type Reading,
} from './model.ts';

/** Warnings kept, at most: nobody reads more. */
export const maxWarnings = 1_000;

export class Collector {
  readonly #cards: ExchangeCard[] = [];
  readonly #warnings: ImportWarning[] = [];

  get isFull(): boolean {
    return this.#cards.length > maxCards;
  }

  report(warning: ImportWarning): void {
    if (this.#warnings.length < maxWarnings) this.#warnings.push(warning);
  }

  add(card: ExchangeCard, line?: number): void {
    const { card: fit, warnings } = fitted(card, line);
    for (const warning of warnings) this.report(warning);
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
      warnings: this.#warnings,
    };
  }
}
