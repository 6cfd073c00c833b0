/**
 * A change of voters that a majority of the next voters must store, with everything decided before it, before the
 * present voters may decide it.
 *
 * When a sole voter hands its vote over, its own accept decides. If its successor were gone by then, neither could
 * continue: the former no longer votes, and the latter does not know that it does.
 */

import { type Configuration, isVoter, majorityOf } from '../model/configuration.ts';
import type { ReplicaId } from '../model/ids.ts';

export class Invitation {
  readonly configuration: Configuration;
  /** The next voters that do not vote yet. */
  readonly newcomers: readonly ReplicaId[];
  readonly sinceTick: number;
  readonly #needed: number;
  readonly #holders = new Set<ReplicaId>();
  #sentTick: number | undefined;

  constructor(current: Configuration, next: Configuration, tick: number) {
    this.configuration = next;
    this.newcomers = next.voters.filter((voter) => !isVoter(current, voter));
    this.sinceTick = tick;
    const shared = next.voters.length - this.newcomers.length;
    // Of the voters in both configurations, all but a minority of the present voters hold it once it is decided.
    const sure = Math.max(0, shared - (current.voters.length - majorityOf(current)));
    this.#needed = Math.min(this.newcomers.length, majorityOf(next) - sure);
  }

  /** Whether enough newcomers hold it. */
  get isAccepted(): boolean {
    return this.#holders.size >= this.#needed;
  }

  /** `member` has stored it. */
  held(member: ReplicaId): void {
    if (this.newcomers.includes(member)) this.#holders.add(member);
  }

  /** Whether to send it now, for the first time or again after `resendTicks`. */
  sendDue(tick: number, resendTicks: number): boolean {
    if (this.#sentTick !== undefined && tick - this.#sentTick < resendTicks) return false;
    this.#sentTick = tick;
    return true;
  }
}
