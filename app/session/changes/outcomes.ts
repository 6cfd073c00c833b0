/** The callers that wait for the outcomes of this device's changes. */

import type { Outcome } from '#shared/board/commands.ts';

export class Outcomes {
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();

  /**
   * Resolves when the change number `sequence` is settled. If the board is closed or stops before that, it stays
   * open: the change is in the outbox, and its outcome is not known yet.
   */
  of(sequence: number): Promise<Outcome> {
    return new Promise((resolve) => this.#waiting.set(sequence, resolve));
  }

  /** The change number `sequence` is settled. */
  settled(sequence: number, outcome: Outcome): void {
    const resolve = this.#waiting.get(sequence);
    this.#waiting.delete(sequence);
    resolve?.(outcome);
  }
}
