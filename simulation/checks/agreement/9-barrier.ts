/**
 * 9. The barrier separates the quorums of consecutive configurations: nothing is proposed after a configuration
 * before it is decided, and configurations are decided within one generation.
 */

import type { Envelope } from '#shared/paxos/messages.ts';
import { formatBallot } from '#shared/paxos/model/ballot.ts';
import { nextSlot, type ReplicaId, type Slot } from '#shared/paxos/model/ids.ts';
import type { Recovery } from '../check.ts';
import { Violation } from '../violation.ts';
import { DecidedSoFar } from './decided-so-far.ts';

const rule = '9 barrier';

export class Barrier extends DecidedSoFar {
  /** By ballot: the slots in which a configuration was proposed. */
  readonly #configured = new Map<string, Set<Slot>>();

  succeeded(recovery: Recovery): Barrier {
    return new Barrier().beginWith(recovery);
  }

  sent(id: ReplicaId, { message }: Envelope): void {
    if (message.type !== 'propose') return;
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
}
