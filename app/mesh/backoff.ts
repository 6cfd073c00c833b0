/** How long to wait before the next try: longer each time, and never the same on two devices. */

/** Bytes that are random enough for keys, e.g. from `crypto.getRandomValues`. */
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

  /** Counts a failure. @returns milliseconds to wait: half to all of a span that doubles from the first to the longest. */
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
