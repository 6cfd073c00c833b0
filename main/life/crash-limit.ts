/** Limits the automatic reloads of a crashing page. */

/** Crashes within {@link crashWindowMilliseconds} after which the page is not reloaded automatically. */
export const maxCrashes = 3;
export const crashWindowMilliseconds = 60_000;

export class CrashLimit {
  readonly #elapsed: () => number;
  #crashes: number[] = [];

  /** @param elapsed a monotonic clock, milliseconds. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** Records a crash. @returns whether to reload the page. */
  crashed(): boolean {
    const now = this.#elapsed();
    this.#crashes = [...this.#crashes.filter((at) => now - at < crashWindowMilliseconds), now];
    return this.#crashes.length < maxCrashes;
  }

  /** Drops the recorded crashes: a person retries. */
  forgive(): void {
    this.#crashes = [];
  }
}
