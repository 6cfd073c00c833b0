/**
 * Members that were removed from the board, and when they are let go of.
 *
 * At once, but for one that votes: its vote has to go to somebody else first, and without it there may be no majority to decide
 * that. It gets a moment for it, no more: who was removed may not want to go.
 */

import type { ReplicaId } from '../paxos/model/ids.ts';
import { tickMilliseconds } from './tick-length.ts';

/** For the vote of a removed member to go to another: 5 s. */
export const partingTicks = 5_000 / tickMilliseconds;

export class Removals {
  /** With the tick in which this device learned of it. */
  readonly #removed = new Map<ReplicaId, number>();
  #tick = 0;

  get ids(): Iterable<ReplicaId> {
    return this.#removed.keys();
  }

  get isEmpty(): boolean {
    return this.#removed.size === 0;
  }

  has(replica: ReplicaId): boolean {
    return this.#removed.has(replica);
  }

  tick(): void {
    this.#tick += 1;
  }

  /** @returns whether there are any that were not known before. Who was removed stays so. */
  add(replicas: Iterable<ReplicaId>): boolean {
    const before = this.#removed.size;
    for (const replica of replicas) if (!this.#removed.has(replica)) this.#removed.set(replica, this.#tick);
    return this.#removed.size > before;
  }

  /** Who is to be let go of now. */
  due(voters: readonly ReplicaId[]): ReadonlySet<ReplicaId> {
    const due = [...this.#removed].filter(
      ([replica, since]) => !voters.includes(replica) || this.#tick - since >= partingTicks,
    );
    return new Set(due.map(([replica]) => replica));
  }
}
