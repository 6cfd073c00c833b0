/** Whether to reload a crashed page, or whether it would only crash again. */

/** Crashes within {@link crashWindowMilliseconds} after which the page is not reloaded automatically. */
export const maxCrashes = 3;
export const crashWindowMilliseconds = 60_000;

export class CrashLimit {
  readonly #elapsed: () => number;
  #crashes: number[] = [];

  /** @param elapsed monotonic, milliseconds. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** A crash happened. @returns whether to reload the page. */
  crashed(): boolean {
    const now = this.#elapsed();
    this.#crashes = [...this.#crashes.filter((at) => now - at < crashWindowMilliseconds), now];
    return this.#crashes.length < maxCrashes;
  }

  /** A person wants to try again. */
  forgive(): void {
    this.#crashes = [];
  }
}
