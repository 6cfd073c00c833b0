/** 2. Each ballot proposes at most one entry per slot, and only the replica that the ballot names proposes in it. */

import type { Write } from '#shared/paxos/effects.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import { type Ballot, formatBallot } from '#shared/paxos/model/ballot.ts';
import type { Entry } from '#shared/paxos/model/entry.ts';
import { nextSlot, type ReplicaId, type Slot } from '#shared/paxos/model/ids.ts';
import { describeEntry } from '../../describe.ts';
import type { Check } from '../check.ts';
import { isIdenticalEntry } from '../same-entry.ts';
import { Violation } from '../violation.ts';

const rule = '2 one proposal';

export class OneProposal implements Check {
  readonly coversEarlier = true;
  readonly #proposed = new Map<string, Map<Slot, Entry>>();

  succeeded(): OneProposal {
    return new OneProposal();
  }

  wrote(id: ReplicaId, { records }: Write): void {
    for (const { slot, ballot, entry } of records) if (ballot.round > 0) this.#note(id, ballot, slot, entry);
  }

  sent(id: ReplicaId, { message }: Envelope): void {
    if (message.type === 'prepare' && message.ballot.replica !== id) {
      throw new Violation(rule, `${id} prepares ballot ${formatBallot(message.ballot)}`);
    }
    if (message.type !== 'propose') return;
    if (message.ballot.replica !== id) {
      throw new Violation(rule, `${id} proposes in ballot ${formatBallot(message.ballot)}`);
    }
    let slot = message.firstSlot;
    for (const entry of message.entries) {
      this.#note(id, message.ballot, slot, entry);
      slot = nextSlot(slot);
    }
  }

  #note(id: ReplicaId, ballot: Ballot, slot: Slot, entry: Entry): void {
    const name = formatBallot(ballot);
    let inBallot = this.#proposed.get(name);
    if (inBallot === undefined) {
      inBallot = new Map();
      this.#proposed.set(name, inBallot);
    }
    const known = inBallot.get(slot);
    if (known === undefined) inBallot.set(slot, entry);
    else if (!isIdenticalEntry(known, entry)) {
      const both = `${describeEntry(known)} and ${describeEntry(entry)}`;
      throw new Violation(rule, `ballot ${name}, slot ${slot}: ${both} (seen at ${id})`);
    }
  }
}
