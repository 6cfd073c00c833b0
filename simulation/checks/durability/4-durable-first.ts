/** 4. No promise or accept is sent before its write is durable. */

import type { Decided } from '#shared/paxos/effects.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import { type Ballot, compareBallots, formatBallot } from '#shared/paxos/model/ballot.ts';
import type { Entry } from '#shared/paxos/model/entry.ts';
import { nextSlot, type ReplicaId, type Slot } from '#shared/paxos/model/ids.ts';
import type { Disk } from '../../world/storage/disk.ts';
import type { Check, Recovery } from '../check.ts';
import type { Ledger } from '../ledger.ts';
import { isIdenticalEntry } from '../same-entry.ts';
import { Violation } from '../violation.ts';

const rule = '4 durable first';

export class DurableFirst implements Check {
  readonly coversEarlier = true;
  readonly #ledger: Ledger;
  readonly #generation: number;

  constructor(ledger: Ledger, generation: number) {
    this.#ledger = ledger;
    this.#generation = generation;
  }

  succeeded({ ledger, generation }: Recovery): DurableFirst {
    return new DurableFirst(ledger, generation);
  }

  decided(id: ReplicaId, { slot }: Decided, disk: Disk): void {
    if (disk.generation === 0 || disk.generation === this.#generation) return;
    const held = `its disk holds generation ${disk.generation}, not ${this.#generation}`;
    throw new Violation(rule, `${id} takes slot ${slot} for decided, ${held}`);
  }

  sent(id: ReplicaId, { message }: Envelope, disk: Disk): void {
    if (disk.generation !== 0 && message.generation > disk.generation) {
      throw new Violation(
        rule,
        `${id} speaks in generation ${message.generation}, its disk holds ${disk.generation}`,
      );
    }
    if (message.type === 'prepare') this.#assertPromised(id, 'asks for promises in', message.ballot, disk);
    if (message.type === 'propose') this.#assertPromised(id, 'proposes in', message.ballot, disk);
    if (message.type === 'promise') {
      this.#assertPromised(id, 'promises', message.ballot, disk);
      for (const { slot, ballot, entry } of message.accepted) {
        if (this.#ledger.hasAccepted(id, slot, ballot) || this.#isChosen(slot, entry)) continue;
        throw new Violation(rule, `${id} reports slot ${slot}, which it has not durably accepted`);
      }
    }
    if (message.type === 'accept') {
      this.#assertPromised(id, 'accepts in', message.ballot, disk);
      for (let slot = message.firstSlot; slot <= message.through; slot = nextSlot(slot)) {
        if (this.#ledger.hasAccepted(id, slot, message.ballot)) continue;
        // A replica that knows the decision may send accepts for it.
        if (this.#isChosen(slot, this.#ledger.proposed(slot, message.ballot))) continue;
        const what = `slot ${slot} in ${formatBallot(message.ballot)}`;
        throw new Violation(rule, `${id} says that it accepted ${what}, which it has not durably`);
      }
    }
  }

  #assertPromised(id: ReplicaId, does: string, ballot: Ballot, disk: Disk): void {
    if (compareBallots(disk.promised, ballot) >= 0) return;
    const held = formatBallot(disk.promised);
    throw new Violation(rule, `${id} ${does} ${formatBallot(ballot)}, its disk holds ${held}`);
  }

  #isChosen(slot: Slot, entry: Entry | undefined): boolean {
    const chosen = this.#ledger.chosen(slot);
    return chosen !== undefined && entry !== undefined && isIdenticalEntry(chosen.entry, entry);
  }
}
