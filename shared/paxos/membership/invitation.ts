/**
 * A change of voters that a majority of the next voters must store, with everything decided before it, before the
 * present voters may decide it.
 *
 * When a sole voter hands its vote over, its own accept decides. If its successor were gone by then, neither could
 * continue: the former no longer votes, and the latter does not know that it does.
 */

import {
  type Configuration,
  fullVoters,
  isVoter,
  isWitness,
  majorityOf,
  sufficientHolders,
} from '../model/configuration.ts';
import type { ReplicaId } from '../model/ids.ts';

export class Invitation {
  readonly configuration: Configuration;
  /** The next voters that do not vote yet. */
  readonly newcomers: readonly ReplicaId[];
  readonly sinceTick: number;
  readonly #needed: number;
  /** Holders among the newcomers that keep the board. */
  readonly #neededFull: number;
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
    const isFull = (voter: ReplicaId) => !isWitness(next, voter);
    const sharedFull = fullVoters(next).filter((voter) => isVoter(current, voter)).length;
    const sureFull = Math.max(0, sharedFull - (current.voters.length - majorityOf(current)));
    // A witness holds the configuration, and not the board before it.
    this.#neededFull = Math.min(this.newcomers.filter(isFull).length, sufficientHolders(next) - sureFull);
  }

  /** Whether enough newcomers hold it. */
  get isAccepted(): boolean {
    const full = [...this.#holders].filter((holder) => !isWitness(this.configuration, holder)).length;
    return this.#holders.size >= this.#needed && full >= this.#neededFull;
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
