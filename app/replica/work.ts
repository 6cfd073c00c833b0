/** Runs the long work of a replica in steps, a few of them at a time: between these the page does its other work. */

import { inSlices } from './slices.ts';

export class Work {
  readonly #step: () => void;
  readonly #pause: () => Promise<void>;
  /** Whether another step is due. */
  #isDue = false;
  #isRunning = false;

  /**
   * @param step does one step, which may ask for another one.
   * @param pause resolves after other pending work.
   */
  constructor(step: () => void, pause: () => Promise<void>) {
    this.#step = step;
    this.#pause = pause;
  }

  soon(): void {
    this.#isDue = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#pause().then(() => inSlices(() => this.#next(), this.#pause));
  }

  /** @returns whether it was the last step for now: whatever is due from then on begins anew, also in the same task. */
  #next(): boolean {
    this.#isDue = false;
    let isLast = true;
    try {
      this.#step();
      isLast = !this.#isDue;
    } finally {
      // At once: another step may be asked for before the promises of this run settle.
      this.#isRunning = !isLast;
    }
    return isLast;
  }
}
