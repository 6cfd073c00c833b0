/** The generation of a replica; a recovery starts another one (`docs/protocol.md`, "Recovery"). */

import type { Configuration } from '../model/configuration.ts';
import { noSlot, type Slot } from '../model/ids.ts';

/** The generation of a board that was never recovered. */
export const firstGeneration = 1;

/**
 * The number of generations from which a recovery draws at random: two devices that recover independently get different
 * generations, so that one of them halts when they meet.
 */
const generationSpread = 2 ** 32;

export class Generation {
  #number = 0;

  /** 0 in a newcomer, which adopts the generation of the first member that it receives a message of. */
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

  /** Enters a generation above this one and that of `configuration`. `random` returns numbers in [0, 1). */
  succeed(configuration: Configuration, random: () => number): void {
    // A newcomer in a later generation may have learned only the voters of an earlier one.
    const generation = Math.max(this.#number, configuration.generation);
    this.#number = generation + 1 + Math.floor(random() * generationSpread);
  }

  /** The slots through this one are shared with the previous generation; 0 in the first one, null if not known yet. */
  sharedThrough(configuration: Configuration | undefined): Slot | null {
    // A newcomer may know only the voters of an earlier generation.
    return configuration?.generation === this.#number ? (configuration.sharedThrough ?? noSlot) : null;
  }
}
