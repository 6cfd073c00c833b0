/**
 * Tells which members keep up with this replica, independently of the decision rate.
 *
 * A member's report is as old as its last message, so against the current log it always lags by the decisions made
 * since: about twenty at forty commands a second. It is therefore compared with the local log a fixed number of ticks
 * before the report arrived.
 */

import type { ReplicaId, Slot } from '../model/ids.ts';

export class Pace {
  readonly #ticks: number;
  /** The last decided slot at each of the last ticks, oldest first. */
  readonly #past: Slot[] = [];
  readonly #keepsUp = new Set<ReplicaId>();

  /** @param ticks the lag, in ticks, up to which a member keeps up. */
  constructor(ticks: number) {
    this.#ticks = ticks;
  }

  tick(decidedThrough: Slot): void {
    this.#past.push(decidedThrough);
    if (this.#past.length > this.#ticks) this.#past.shift();
  }

  /** `peer` reports that it knows every decision through `known`. */
  note(peer: ReplicaId, known: Slot): void {
    const [before] = this.#past;
    if (before !== undefined && known >= before) this.#keepsUp.add(peer);
    else this.#keepsUp.delete(peer);
  }

  forget(peer: ReplicaId): void {
    this.#keepsUp.delete(peer);
  }

  /** Whether `peer` kept up when it last reported. */
  keepsUp(peer: ReplicaId): boolean {
    return this.#keepsUp.has(peer);
  }
}
