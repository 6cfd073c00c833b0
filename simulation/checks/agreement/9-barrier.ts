/**
 * 9. The barrier separates the quorums of consecutive configurations: nothing is proposed after a configuration
 * before it is decided, and configurations are decided within one generation. A leader that knows that other voters are
 * decided proposes nothing any more in a ballot of the earlier ones.
 */

import type { Envelope, Propose } from '#shared/paxos/messages.ts';
import { formatBallot } from '#shared/paxos/model/ballot.ts';
import { nextSlot, type ReplicaId, type Slot } from '#shared/paxos/model/ids.ts';
import type { Recovery } from '../check.ts';
import type { Ledger } from '../ledger.ts';
import { Violation } from '../violation.ts';
import { DecidedSoFar } from './decided-so-far.ts';

const rule = '9 barrier';

export class Barrier extends DecidedSoFar {
  readonly #ledger: Ledger;
  /** By ballot: the slots in which a configuration was proposed. */
  readonly #configured = new Map<string, Set<Slot>>();

  constructor(ledger: Ledger) {
    super();
    this.#ledger = ledger;
  }

  succeeded(recovery: Recovery): Barrier {
    return new Barrier(recovery.ledger).beginWith(recovery);
  }

  sent(id: ReplicaId, { message }: Envelope): void {
    if (message.type !== 'propose' || message.entries.length === 0) return;
    this.#assertPresent(id, message);
    const name = formatBallot(message.ballot);
    const configured = this.#configured.get(name) ?? new Set<Slot>();
    let slot = message.firstSlot;
    for (const entry of message.entries) {
      for (const barrier of configured) {
        if (slot > barrier && barrier > this.decidedThrough(id)) {
          throw new Violation(
            rule,
            `${id} proposes slot ${slot} after the undecided configuration in slot ${barrier}, ballot ${name}`,
          );
        }
      }
      if (entry.type === 'configuration') {
        configured.add(slot);
        this.#configured.set(name, configured);
      }
      slot = nextSlot(slot);
    }
  }
  #assertPresent(id: ReplicaId, { ballot, firstSlot, decidedThrough }: Propose): void {
    const epoch = this.#ledger.epochAt(nextSlot(decidedThrough));
    if (ballot.epoch >= epoch) return;
    const what = `${id} proposes slot ${firstSlot} in ballot ${formatBallot(ballot)}`;
    throw new Violation(rule, `${what}, and knows the voters that slot ${epoch} has chosen`);
  }
}
