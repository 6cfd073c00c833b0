/**
 * Bounds the storage steps of one run in one instant of simulated time: an engine and a storage that wake each other
 * without end would never let time pass, and the run would hang.
 */

import { Violation } from '../../checks/violation.ts';

/** A storage takes a few: each write lasts longer than an instant, except where a plan sets no delay. */
export const maxStepsInInstant = 1_000;

/** Steps that the error names. */
const namedSteps = 6;

export class StorageSteps {
  readonly #seed: number;
  readonly #id: string;
  readonly #last: (() => string)[] = [];
  #at = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(seed: number, id: string) {
    this.#seed = seed;
    this.#id = id;
  }

  /**
   * A step begins at the time `now`.
   *
   * @param describe its line in the error.
   * @throws Violation if it is one too many in this instant.
   */
  begin(now: number, describe: () => string): void {
    if (now !== this.#at) {
      this.#at = now;
      this.#count = 0;
    }
    this.#count += 1;
    this.#last.push(describe);
    if (this.#last.length > namedSteps) this.#last.shift();
    if (this.#count <= maxStepsInInstant) return;
    const steps = this.#last.map((each) => each()).join('\n  ');
    throw new Violation(
      '11 liveness',
      `seed ${this.#seed}: more than ${maxStepsInInstant} storage steps of ${this.#id} at the time ${now}; the last ones:\n  ${steps}`,
    );
  }
}
