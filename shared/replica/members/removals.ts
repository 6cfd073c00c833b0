/**
 * Members that were removed from the board, and the time of their dismissal.
 *
 * A member without a vote is dismissed at once. A voter must first hand its vote over, because that change may need its
 * vote for a majority. A timeout bounds this, because a removed member may not cooperate.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { tickMilliseconds } from '../tick-length.ts';

/** Time for the vote of a removed member to move: 5 s. */
export const dismissalTicks = 5_000 / tickMilliseconds;

export class Removals {
  /** The removed members, each with the tick in which this device learned of the removal. */
  readonly #removed = new Map<ReplicaId, number>();
  #tick = 0;

  get isEmpty(): boolean {
    return this.#removed.size === 0;
  }

  has(replica: ReplicaId): boolean {
    return this.#removed.has(replica);
  }

  tick(): void {
    this.#tick += 1;
  }

  /** @returns whether any of them is new. Removal is permanent. */
  add(replicas: Iterable<ReplicaId>): boolean {
    const before = this.#removed.size;
    for (const replica of replicas) if (!this.#removed.has(replica)) this.#removed.set(replica, this.#tick);
    return this.#removed.size > before;
  }

  /** The members to dismiss now. */
  due(voters: readonly ReplicaId[]): ReadonlySet<ReplicaId> {
    const due = [...this.#removed].filter(
      ([replica, since]) => !voters.includes(replica) || this.#tick - since >= dismissalTicks,
    );
    return new Set(due.map(([replica]) => replica));
  }
}
