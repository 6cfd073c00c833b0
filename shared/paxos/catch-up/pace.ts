/**
 * Which members keep up with this replica, however fast the board changes.
 *
 * What a member says of itself is as old as its last message. Compared with what is decided now, it is behind by whatever
 * was decided since: at forty commands a second, always by about twenty. So it is compared with what was decided here a
 * while before it spoke: a member that had that keeps up. Rate and phase of heartbeats do not matter.
 */

import type { ReplicaId, Slot } from '../model/ids.ts';

export class Pace {
  readonly #ticks: number;
  /** What was decided here at each of the last ticks, the oldest first. */
  readonly #past: Slot[] = [];
  readonly #keepsUp = new Set<ReplicaId>();

  /** @param ticks how far behind one may be and keep up. */
  constructor(ticks: number) {
    this.#ticks = ticks;
  }

  tick(decidedThrough: Slot): void {
    this.#past.push(decidedThrough);
    if (this.#past.length > this.#ticks) this.#past.shift();
  }

  /** `peer` says that it knows every decision up to `known`. */
  hear(peer: ReplicaId, known: Slot): void {
    const [before] = this.#past;
    if (before !== undefined && known >= before) this.#keepsUp.add(peer);
    else this.#keepsUp.delete(peer);
  }

  forget(peer: ReplicaId): void {
    this.#keepsUp.delete(peer);
  }

  /** Whether `peer` kept up when it was heard last. */
  keepsUp(peer: ReplicaId): boolean {
    return this.#keepsUp.has(peer);
  }
}
