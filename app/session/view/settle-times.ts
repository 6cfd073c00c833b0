/** The times from the submission of this device's changes until they settled. */

import type { Clock } from '#app/clock/clock.ts';

/** Times that are remembered, at most: enough for a steady median, few enough to follow a change of the network. */
export const maxSettleTimes = 64;

/** The age, milliseconds, from which a measured time is ignored. */
export const settleTimeLife = 60_000;

/** The maximum number of measured pending changes; further ones are not measured. */
export const maxMeasuredChanges = 1024;

export class SettleTimes {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #submittedAt = new Map<number, number>();
  readonly #times: { readonly took: number; readonly at: number }[] = [];
  #next = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** This device handed over its change number `sequence`. */
  submitted(sequence: number): void {
    if (this.#submittedAt.size < maxMeasuredChanges) this.#submittedAt.set(sequence, this.#clock.now());
  }

  /** Its change number `sequence` is settled. One that was not seen being handed over is not counted. */
  settled(sequence: number): void {
    const submittedAt = this.#submittedAt.get(sequence);
    if (submittedAt === undefined) return;
    this.#submittedAt.delete(sequence);
    const at = this.#clock.now();
    this.#times[this.#next] = { took: Math.max(0, at - submittedAt), at };
    this.#next = (this.#next + 1) % maxSettleTimes;
  }

  /** The median of the last minute's, at most {@link maxSettleTimes}, in milliseconds; undefined if there is none. */
  medianMs(): number | undefined {
    const since = this.#clock.now() - settleTimeLife;
    const recent = this.#times.filter(({ at }) => at >= since).map(({ took }) => took);
    const sorted = recent.sort((a, b) => a - b);
    const upper = sorted[Math.floor(sorted.length / 2)];
    const lower = sorted[Math.floor((sorted.length - 1) / 2)];
    return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
  }
}
