/**
 * 9. The barrier separates the quorums of consecutive configurations: nothing is proposed after a configuration
 * before it is decided, and configurations are decided within one generation.
 */

import type { Decided, DurableState, Restored } from '#shared/paxos/effects.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import { formatBallot } from '#shared/paxos/model/ballot.ts';
import { nextSlot, type ReplicaId, type Slot } from '#shared/paxos/model/ids.ts';
import type { Check, Recovery } from '../check.ts';
import { Violation } from '../violation.ts';

const rule = '9 barrier';

export class Barrier implements Check {
  /** By ballot: the slots in which a configuration was proposed. */
  readonly #configured = new Map<string, Set<Slot>>();
  readonly #decidedThrough = new Map<ReplicaId, Slot>();

  succeeded({ id, through }: Recovery): Barrier {
    const next = new Barrier();
    next.#decidedThrough.set(id, through);
    return next;
  }

  booted(id: ReplicaId, _state: DurableState | undefined): void {
    this.#decidedThrough.delete(id);
  }

  decided(id: ReplicaId, { slot }: Decided): void {
    this.#decidedThrough.set(id, slot);
  }

  restored(id: ReplicaId, { through }: Restored): void {
    this.#decidedThrough.set(id, through);
  }

  sent(id: ReplicaId, { message }: Envelope): void {
    if (message.type !== 'propose') return;
    const name = formatBallot(message.ballot);
    const configured = this.#configured.get(name) ?? new Set<Slot>();
    let slot = message.firstSlot;
    for (const entry of message.entries) {
      for (const barrier of configured) {
        if (slot > barrier && barrier > (this.#decidedThrough.get(id) ?? 0)) {
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
