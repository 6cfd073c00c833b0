/** Writes about open boards that nobody awaits; the next list of boards waits for them. */

export class BackgroundWrites {
  readonly #warn: (text: string) => void;
  #all: Promise<unknown> = Promise.resolve();

  /** @param warn receives failures, for developers. */
  constructor(warn: (text: string) => void) {
    this.#warn = warn;
  }

  /** @param subject of the sentence if it fails. */
  add(write: Promise<unknown>, subject: string): void {
    const written = write.catch((error: unknown) =>
      this.#warn(`${subject} could not be saved: ${String(error)}`),
    );
    this.#all = Promise.all([this.#all, written]);
  }

  /** Resolves when the writes so far have ended. */
  async over(): Promise<void> {
    await this.#all;
  }
}
