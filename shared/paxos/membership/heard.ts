/**
 * The highest slot that peers reported as decided, and its reporter. Durable, so that before a recovery the replica can
 * show how much of the board it lacks, and which device has it.
 */

import { noSlot, type ReplicaId, type Slot } from '../model/ids.ts';

export interface HeardOf {
  readonly through: Slot;
  readonly by: ReplicaId;
}

export class Heard {
  #latest: HeardOf;
  #written = noSlot;

  /** @param stored undefined if nothing is stored; then `self` lacks nothing. */
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

  /** Whether the reported slot is above both `decidedThrough` and the last write. */
  isUnwritten(decidedThrough: Slot): boolean {
    return this.#latest.through > Math.max(decidedThrough, this.#written);
  }

  /** The content of the next write; undefined if nothing is new. */
  take(decidedThrough: Slot): HeardOf | undefined {
    if (!this.isUnwritten(decidedThrough)) return undefined;
    this.#written = this.#latest.through;
    return this.#latest;
  }

  /** In a new generation: decisions of the old one are void. @returns the content for the write that starts it. */
  forget(self: ReplicaId): HeardOf {
    this.#latest = { through: noSlot, by: self };
    this.#written = noSlot;
    return this.#latest;
  }
}
