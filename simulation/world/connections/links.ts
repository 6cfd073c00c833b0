/**
 * The links between members, and the time at which each end notices a change.
 *
 * A link lasts from the meeting of two running members to its visible end (a cut, a crash). Each period has its own
 * number, so that a member that missed the end notices it when the next period begins.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';

interface Pair {
  epoch: number;
  cuts: number;
}

export class Links {
  readonly #pairs = new Map<string, Pair>();

  /** The number of the link's present period: it changes whenever the link breaks. */
  epoch(a: ReplicaId, b: ReplicaId): number {
    return this.#pair(a, b).epoch;
  }

  isCut(a: ReplicaId, b: ReplicaId): boolean {
    return this.#pair(a, b).cuts > 0;
  }

  cut(a: ReplicaId, b: ReplicaId): void {
    const pair = this.#pair(a, b);
    pair.cuts += 1;
    pair.epoch += 1;
  }

  join(a: ReplicaId, b: ReplicaId): void {
    const pair = this.#pair(a, b);
    pair.cuts = Math.max(0, pair.cuts - 1);
  }

  /** One of the two went down. */
  broke(a: ReplicaId, b: ReplicaId): void {
    this.#pair(a, b).epoch += 1;
  }

  /** Ends all cuts. */
  heal(): void {
    for (const pair of this.#pairs.values()) pair.cuts = 0;
  }

  #pair(a: ReplicaId, b: ReplicaId): Pair {
    const name = a < b ? `${a}|${b}` : `${b}|${a}`;
    let pair = this.#pairs.get(name);
    if (pair === undefined) {
      pair = { epoch: 1, cuts: 0 };
      this.#pairs.set(name, pair);
    }
    return pair;
  }
}
