/**
 * Bounds the bytes of catch-up replies per peer: a request of a few bytes produces a reply of half a megabyte. A
 * correct peer has one request outstanding and retries after a timeout, so it stays within the budget.
 */

import type { ReplicaId } from '../model/ids.ts';
import type { ReplyLimits } from '../model/limits.ts';

export class ReplyBudget {
  readonly #limits: ReplyLimits;
  readonly #left = new Map<ReplicaId, { readonly bytes: number; readonly tick: number }>();

  constructor(limits: ReplyLimits) {
    this.#limits = limits;
  }

  /** Whether a request of `peer` may be answered at `tick`. */
  allows(peer: ReplicaId, tick: number): boolean {
    return this.#leftAt(peer, tick) > 0;
  }

  spend(peer: ReplicaId, bytes: number, tick: number): void {
    this.#left.set(peer, { bytes: this.#leftAt(peer, tick) - bytes, tick });
  }

  /** Called on link-down. */
  forget(peer: ReplicaId): void {
    this.#left.delete(peer);
  }

  #leftAt(peer: ReplicaId, tick: number): number {
    const { replyBurstBytes, replyBytesPerTick } = this.#limits;
    const known = this.#left.get(peer);
    if (known === undefined) return replyBurstBytes;
    return Math.min(replyBurstBytes, known.bytes + (tick - known.tick) * replyBytesPerTick);
  }
}
