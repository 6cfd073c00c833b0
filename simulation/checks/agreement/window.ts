/** Bounded: a leader proposes at most its window ahead, or up to the last accepted entry that it found. */

import type { Decided, DurableState, Restored } from '#shared/paxos/effects.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import { defaultLimits, type Limits } from '#shared/paxos/model/limits.ts';
import type { Check, Recovery } from '../check.ts';
import { Violation } from '../violation.ts';

export class Window implements Check {
  readonly #limits: Partial<Limits>;
  readonly #maxSlots: number;
  readonly #decidedThrough = new Map<ReplicaId, Slot>();

  constructor(limits: Partial<Limits>) {
    this.#limits = limits;
    const { windowSlots, maxSlotsAhead } = { ...defaultLimits, ...limits };
    // A full window does not hold back a configuration, so one more slot is allowed.
    this.#maxSlots = Math.max(windowSlots, maxSlotsAhead) + 1;
  }

  succeeded({ id, through }: Recovery): Window {
    const next = new Window(this.#limits);
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
    if (message.type !== 'propose' || message.entries.length === 0) return;
    const ahead = message.firstSlot + message.entries.length - 1 - (this.#decidedThrough.get(id) ?? 0);
    if (ahead > this.#maxSlots) throw new Violation('window', `${id} proposes ${ahead} slots ahead`);
  }
}
