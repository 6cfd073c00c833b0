/**
 * Which decided slots the board's voters hold without the help of a witness.
 *
 * Each replica reports the slots that its storage holds as decided. Once all full voters hold a slot, no candidate needs
 * a witness to learn it, and a witness may remove it (`docs/protocol.md`, "Witnesses").
 */

import { type Configuration, fullVoters } from '../model/configuration.ts';
import { noSlot, type ReplicaId, type Slot } from '../model/ids.ts';

export class Kept {
  /** Reports are about durable state, so they outlive the link. */
  readonly #stored = new Map<ReplicaId, Slot>();

  /** `replica` reports that its storage holds every slot through `storedThrough` as decided. */
  note(replica: ReplicaId, storedThrough: Slot): void {
    if (storedThrough > this.storedBy(replica)) this.#stored.set(replica, storedThrough);
  }

  /** The last report of `replica`. */
  storedBy(replica: ReplicaId): Slot {
    return this.#stored.get(replica) ?? noSlot;
  }

  /** Drops the reports of replicas that do not vote, to bound them. */
  forgetOthers({ voters }: Configuration): void {
    for (const replica of this.#stored.keys()) if (!voters.includes(replica)) this.#stored.delete(replica);
  }

  /** Drops all reports: they are about an earlier generation. */
  clear(): void {
    this.#stored.clear();
  }

  /** Every slot through this one is held by all full voters of `configuration`. */
  through(configuration: Configuration): Slot {
    return Math.min(...fullVoters(configuration).map((voter) => this.storedBy(voter))) as Slot;
  }
}
