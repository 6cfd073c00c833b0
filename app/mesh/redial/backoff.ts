/** Exponential backoff with jitter. */

/** Returns `count` cryptographically random bytes, e.g. from `crypto.getRandomValues`. */
export type RandomBytes = (count: number) => Uint8Array;

export interface BackoffLimits {
  readonly firstMs: number;
  readonly longestMs: number;
}

export class Backoff {
  readonly #limits: BackoffLimits;
  readonly #random: RandomBytes;
  #failures = 0;

  constructor(limits: BackoffLimits, random: RandomBytes) {
    this.#limits = limits;
    this.#random = random;
  }

  /** Counts a failure. @returns the wait in milliseconds: half to all of a span that doubles up to the maximum. */
  fail(): number {
    const span = Math.min(this.#limits.longestMs, this.#limits.firstMs * 2 ** this.#failures);
    if (span < this.#limits.longestMs) this.#failures += 1;
    const [byte = 0] = this.#random(1);
    return span * (0.5 + byte / 512);
  }

  reset(): void {
    this.#failures = 0;
  }
}
