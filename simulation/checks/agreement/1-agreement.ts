/** 1. Each slot decides one entry, and only an entry that a majority of the voters in force has durably accepted. */

import type { Decided, Write } from '#shared/paxos/effects.ts';
import { compareBallots, formatBallot } from '#shared/paxos/model/ballot.ts';
import type { Entry } from '#shared/paxos/model/entry.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import { describeEntry } from '../../describe.ts';
import type { Check, Recovery } from '../check.ts';
import type { Ledger } from '../ledger.ts';
import { isIdenticalEntry } from '../same-entry.ts';
import { Violation } from '../violation.ts';

const rule = '1 agreement';

export class Agreement implements Check {
  readonly coversEarlier = true;
  readonly #ledger: Ledger;
  readonly #decided = new Map<Slot, { readonly entry: Entry; readonly by: ReplicaId }>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  succeeded({ ledger, through }: Recovery): Agreement {
    const next = new Agreement(ledger);
    for (const [slot, decided] of this.#decided) if (slot <= through) next.#decided.set(slot, decided);
    return next;
  }

  decided(id: ReplicaId, { slot, entry }: Decided): void {
    const known = this.#decided.get(slot);
    if (known === undefined) this.#decided.set(slot, { entry, by: id });
    else if (!isIdenticalEntry(known.entry, entry)) {
      const both = `${known.by} decided ${describeEntry(known.entry)}, ${id} ${describeEntry(entry)}`;
      throw new Violation(rule, `slot ${slot}: ${both}`);
    }
    // A founder decides its own first slot before any other device can exist.
    if (slot === 1) return;
    const chosen = this.#ledger.chosen(slot);
    if (chosen === undefined) {
      const what = describeEntry(entry);
      throw new Violation(
        rule,
        `${id} decided ${what} in slot ${slot}, which no majority has durably accepted`,
      );
    }
    if (!isIdenticalEntry(chosen.entry, entry)) {
      const both = `${describeEntry(chosen.entry)} was chosen, ${id} decided ${describeEntry(entry)}`;
      throw new Violation(rule, `slot ${slot}: ${both}`);
    }
  }

  /** An entry accepted in a higher ballot than the one that chose a slot equals the chosen entry (P2b). */
  durable(id: ReplicaId, { records }: Write): void {
    for (const { slot, ballot, entry } of records) {
      const chosen = this.#ledger.chosen(slot);
      if (chosen === undefined || isIdenticalEntry(chosen.entry, entry)) continue;
      if (ballot.round > 0 && compareBallots(ballot, chosen.ballot) < 0) continue;
      const was = `${describeEntry(chosen.entry)} was chosen in ballot ${formatBallot(chosen.ballot)}`;
      throw new Violation(
        rule,
        `slot ${slot}: ${was}, ${id} holds ${describeEntry(entry)} of ${formatBallot(ballot)}`,
      );
    }
    this.#assertOneMajority(records.map(({ slot }) => slot));
  }

  #assertOneMajority(slots: readonly Slot[]): void {
    for (const slot of slots) {
      const chosen = this.#ledger.chosen(slot);
      if (chosen === undefined) continue;
      for (const votes of this.#ledger.votesIn(slot)) {
        if (isIdenticalEntry(votes.entry, chosen.entry) || !this.#ledger.isMajority(slot, votes)) continue;
        const first = `${describeEntry(chosen.entry)} in ${formatBallot(chosen.ballot)}`;
        const second = `${describeEntry(votes.entry)} in ${formatBallot(votes.ballot)}`;
        throw new Violation(rule, `slot ${slot}: majorities chose ${first} and ${second}`);
      }
    }
  }
}
