/**
 * A sole voter hands over its vote only when a majority of the next voters durably hold the configuration. It decides
 * alone; without this rule the next voters would wait for it without knowing that they vote.
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

  durable(id: ReplicaId, { records }: Write): void {
    for (const { slot, entry } of records) {
      if (entry.type !== 'configuration') continue;
      const holders = this.#holders.get(slot) ?? new Set();
      this.#holders.set(slot, holders.add(id));
    }
  }

  decided(_id: ReplicaId, { slot, entry }: Decided): void {
    if (entry.type !== 'configuration' || this.#decided.has(slot)) return;
    const { voters } = entry.configuration;
    const before = Math.max(noSlot, ...[...this.#decided.keys()].filter((other) => other < slot));
    const [sole, second] = this.#decided.get(before as Slot)?.voters ?? [];
    this.#decided.set(slot, entry.configuration);
    if (sole === undefined || second !== undefined || slot <= this.#from) return;
    const holding = voters.filter((voter) => this.#holders.get(slot)?.has(voter));
    if (holding.length * 2 > voters.length) return;
    throw new Violation(
      '13 voters',
      `${sole} handed its vote to ${voters.join()} in slot ${slot}; only ${holding.join() || 'none'} of them hold it`,
    );
  }
}
