/**
 * A change of voters is decided only when a majority of the next voters durably hold it, or all of them that have not voted
 * before; and these with everything decided before. Otherwise the next voters would wait for the former ones without
 * knowing that they vote: a sole voter decides alone.
 */

import type { Decided, Write } from '#shared/paxos/effects.ts';
import type { Configuration } from '#shared/paxos/model/configuration.ts';
import { noSlot, type ReplicaId, type Slot } from '#shared/paxos/model/ids.ts';
import type { Check, Recovery } from '../check.ts';
import { Violation } from '../violation.ts';

export class VoteHandover implements Check {
  /** Decided configurations, by slot. */
  readonly #decided: Map<Slot, Configuration>;
  /** By slot: the replicas that durably held its configuration. */
  readonly #holders: Map<Slot, Set<ReplicaId>>;
  /** The last slot that the disk of each replica states as decided. */
  readonly #statedThrough = new Map<ReplicaId, Slot>();
  /** The first slot after those that a recovery treated as decided. */
  readonly #from: Slot;

  constructor(
    decided: ReadonlyMap<Slot, Configuration> = new Map(),
    holders: ReadonlyMap<Slot, Set<ReplicaId>> = new Map(),
    from: Slot = noSlot,
  ) {
    this.#decided = new Map(decided);
    this.#holders = new Map(holders);
    this.#from = from;
  }

  succeeded({ ledger }: Recovery): VoteHandover {
    return new VoteHandover(this.#decided, this.#holders, ledger.chosenThrough);
  }

  durable(id: ReplicaId, { records, decidedThrough }: Write): void {
    if (decidedThrough !== undefined) this.#statedThrough.set(id, decidedThrough);
    for (const { slot, entry } of records) {
      if (entry.type !== 'configuration') continue;
      const before = this.#configurationBefore(slot)?.voters ?? [];
      const hasAllBefore = (this.#statedThrough.get(id) ?? noSlot) >= slot - 1;
      if (!before.includes(id) && !hasAllBefore) continue;
      const holders = this.#holders.get(slot) ?? new Set();
      this.#holders.set(slot, holders.add(id));
    }
  }

  decided(_id: ReplicaId, { slot, entry }: Decided): void {
    if (entry.type !== 'configuration' || this.#decided.has(slot)) return;
    const { voters } = entry.configuration;
    const before = this.#configurationBefore(slot)?.voters;
    this.#decided.set(slot, entry.configuration);
    if (before === undefined || slot <= this.#from) return;
    const holding = voters.filter((voter) => this.#holders.get(slot)?.has(voter));
    const isKnown = voters.every((voter) => before.includes(voter) || holding.includes(voter));
    if (isKnown || holding.length * 2 > voters.length) return;
    throw new Violation(
      '13 voters',
      `${before.join()} gave the votes to ${voters.join()} in slot ${slot}; only ${holding.join() || 'none'} of them hold it`,
    );
  }

  /** The configuration in force for `slot`. */
  #configurationBefore(slot: Slot): Configuration | undefined {
    const before = Math.max(noSlot, ...[...this.#decided.keys()].filter((other) => other < slot));
    return this.#decided.get(before as Slot);
  }
}
