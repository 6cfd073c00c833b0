/**
 * 8. A snapshot and the tail of the log give the same state as the whole log: a restored snapshot holds exactly the
 * state that results from applying every slot up to it.
 */

import type { Decided, Restored } from '#shared/paxos/effects.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import { operationFrom } from '../../histories/operation.ts';
import { Registers } from '../../histories/registers.ts';
import type { Check, Recovery } from '../check.ts';
import { Violation } from '../violation.ts';

const rule = '8 snapshots';

const decoder = new TextDecoder();

export class Snapshots implements Check {
  readonly coversEarlier = true;
  /** Built by applying every slot, as first decided by any replica. */
  readonly #whole = new Registers();
  readonly #states = new Map<Slot, string>();

  succeeded({ through }: Recovery): Snapshots {
    const next = new Snapshots();
    for (const [slot, state] of this.#states) if (slot <= through) next.#states.set(slot, state);
    const state = this.#states.get(through);
    if (state !== undefined) next.#whole.restore(new TextEncoder().encode(state));
    return next;
  }

  decided(_id: ReplicaId, { slot, commands }: Decided): void {
    if (this.#states.has(slot)) return;
    for (const { origin, sequence, body } of commands)
      this.#whole.apply(operationFrom(body), origin, sequence);
    this.#states.set(slot, this.#whole.text());
  }

  restored(id: ReplicaId, { through, state }: Restored): void {
    const expected = this.#states.get(through);
    if (expected === decoder.decode(state)) return;
    throw new Violation(rule, `${id} takes on a snapshot of slot ${through} that is not the state after it`);
  }
}
