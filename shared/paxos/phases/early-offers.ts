/**
 * The groups that a candidate receives during phase 1, in order of arrival: it queues them once it leads. Bounded like the
 * queue of a leader (`intake.ts`); what does not fit is dropped, and its origin submits it again.
 */

import { bodyBytes, type Group } from '../model/entry.ts';
import type { ReplicaId } from '../model/ids.ts';
import type { Limits } from '../model/limits.ts';

interface Offer {
  readonly from: ReplicaId;
  readonly groups: readonly Group[];
}

export class EarlyOffers {
  readonly #limits: Limits;
  readonly #offers: Offer[] = [];
  #commands = 0;
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get all(): readonly Offer[] {
    return this.#offers;
  }

  /** Groups of one origin, submitted by `from`, in order. */
  add(from: ReplicaId, groups: readonly Group[]): void {
    const missing = groups.findIndex((group) => !this.#count(group));
    const kept = missing < 0 ? groups : groups.slice(0, missing);
    if (kept.length > 0) this.#offers.push({ from, groups: kept });
  }

  /** @returns whether there is room for `group`. */
  #count(group: Group): boolean {
    const bytes = bodyBytes(group);
    if (this.#commands >= this.#limits.maxQueuedCommands) return false;
    if (this.#bytes + bytes > this.#limits.maxQueuedBytes) return false;
    this.#commands += group.bodies.length;
    this.#bytes += bytes;
    return true;
  }
}
