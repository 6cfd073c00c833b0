/**
 * How far others said that decisions go: the highest slot, and who said so. Kept across restarts, so that a replica that is
 * about to go on alone can say how much of the board it lacks, and which device has it.
 */

import { noSlot, type ReplicaId, type Slot } from '../model/ids.ts';

export interface HeardOf {
  readonly through: Slot;
  readonly by: ReplicaId;
}

export class Heard {
  #latest: HeardOf;
  #written = noSlot;

  /** @param stored by `self`, if there is nothing yet: it has heard of nothing that it lacks. */
  constructor(self: ReplicaId, stored: HeardOf | undefined) {
    this.#latest = stored ?? { through: noSlot, by: self };
    this.#written = this.#latest.through;
  }

  get latest(): HeardOf {
    return this.#latest;
  }

  note(by: ReplicaId, through: Slot): void {
    if (through > this.#latest.through) this.#latest = { through, by };
  }

  /** Whether more was heard of than `decidedThrough`, and than the last write says. */
  isUnwritten(decidedThrough: Slot): boolean {
    return this.#latest.through > Math.max(decidedThrough, this.#written);
  }

  /** The content of the next write; absent if nothing is new. */
  take(decidedThrough: Slot): HeardOf | undefined {
    if (!this.isUnwritten(decidedThrough)) return undefined;
    this.#written = this.#latest.through;
    return this.#latest;
  }

  /** In a new generation: what was decided in the old one is lost. @returns what the write that begins it says. */
  forget(self: ReplicaId): HeardOf {
    this.#latest = { through: noSlot, by: self };
    this.#written = noSlot;
    return this.#latest;
  }
}
