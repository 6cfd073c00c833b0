/** How far each running replica knows decisions, for the checks of its proposals. */

import type { Decided, Restored } from '#shared/paxos/effects.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import type { Check, Recovery } from '../check.ts';

export abstract class DecidedSoFar implements Check {
  readonly #through = new Map<ReplicaId, Slot>();

  booted(id: ReplicaId): void {
    this.#through.delete(id);
  }

  decided(id: ReplicaId, { slot }: Decided): void {
    this.#through.set(id, slot);
  }

  restored(id: ReplicaId, { through }: Restored): void {
    this.#through.set(id, through);
  }

  /** 0 before the first decision of its run. */
  protected decidedThrough(id: ReplicaId): number {
    return this.#through.get(id) ?? 0;
  }

  /** A recovery begins a generation with the decisions of one replica. */
  protected beginWith({ id, through }: Recovery): this {
    this.#through.set(id, through);
    return this;
  }
}
