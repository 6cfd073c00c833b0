/**
 * 6. Applied logs are prefixes of one another and only grow: each incarnation applies slots 1, 2, 3 …, or restores a
 * snapshot of the slots that it lacks.
 */

import type { Decided, DurableState, Restored } from '#shared/paxos/effects.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Check, Recovery } from '../check.ts';
import { Violation } from '../violation.ts';

const rule = '6 prefixes';

export class Prefixes implements Check {
  readonly #applied = new Map<ReplicaId, number>();

  succeeded({ id, through }: Recovery): Prefixes {
    const next = new Prefixes();
    next.#applied.set(id, through);
    return next;
  }

  booted(id: ReplicaId, _state: DurableState | undefined): void {
    this.#applied.set(id, 0);
  }

  decided(id: ReplicaId, { slot }: Decided): void {
    const last = this.#applied.get(id) ?? 0;
    if (slot !== last + 1) throw new Violation(rule, `${id} applies slot ${slot} after slot ${last}`);
    this.#applied.set(id, slot);
  }

  restored(id: ReplicaId, { through }: Restored): void {
    const last = this.#applied.get(id) ?? 0;
    if (through <= last)
      throw new Violation(rule, `${id} goes back from slot ${last} to a snapshot of ${through}`);
    this.#applied.set(id, through);
  }
}
