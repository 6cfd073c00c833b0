/** The generation that a replica takes part in: a recovery begins another one (`docs/protocol.md`, "Recovery"). */

import type { Configuration } from '../model/configuration.ts';
import { noSlot, type Slot } from '../model/ids.ts';

/** The generation of a board that was never recovered. */
export const firstGeneration = 1;

/**
 * A recovery draws its generation from so many: two devices that recover apart, each without knowing of the other, are
 * in different generations when they meet, so that one of them stops.
 */
const generationSpread = 2 ** 32;

export class Generation {
  #number = 0;

  /** 0 in a newcomer, which takes on the generation of the first member that it hears. */
  get number(): number {
    return this.#number;
  }

  enter(number: number): void {
    this.#number = number;
  }

  /** Enters `number` unless this replica is in a later generation already. */
  raise(number: number): void {
    this.#number = Math.max(this.#number, number);
  }

  /** Enters a generation after this one and after that of `configuration`. `random` gives numbers from 0 up to 1. */
  succeed(configuration: Configuration, random: () => number): void {
    // A newcomer may have learned of an earlier generation's voters only, and is in a later one all the same.
    const generation = Math.max(this.#number, configuration.generation);
    this.#number = generation + 1 + Math.floor(random() * generationSpread);
  }

  /** The slots up to here are the same in the generation before; 0 in the first one, null where that is not known yet. */
  sharedThrough(configuration: Configuration | undefined): Slot | null {
    // A newcomer may know an earlier generation's voters only.
    return configuration?.generation === this.#number ? (configuration.sharedThrough ?? noSlot) : null;
  }
}
