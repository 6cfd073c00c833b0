/** Bounded: a leader proposes at most its window ahead, or up to the last accepted entry that it found. */

import type { Envelope } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { defaultLimits, type Limits } from '#shared/paxos/model/limits.ts';
import type { Recovery } from '../check.ts';
import { Violation } from '../violation.ts';
import { DecidedSoFar } from './decided-so-far.ts';

export class Window extends DecidedSoFar {
  readonly #limits: Partial<Limits>;
  readonly #maxSlots: number;

  constructor(limits: Partial<Limits>) {
    super();
    this.#limits = limits;
    const { windowSlots, maxSlotsAhead } = { ...defaultLimits, ...limits };
    // A full window does not hold back a configuration, so one more slot is allowed.
    this.#maxSlots = Math.max(windowSlots, maxSlotsAhead) + 1;
  }

  succeeded(recovery: Recovery): Window {
    return new Window(this.#limits).beginWith(recovery);
  }

  sent(id: ReplicaId, { message }: Envelope): void {
    if (message.type !== 'propose' || message.entries.length === 0) return;
    const ahead = message.firstSlot + message.entries.length - 1 - this.decidedThrough(id);
    if (ahead > this.#maxSlots) throw new Violation('window', `${id} proposes ${ahead} slots ahead`);
  }
}
