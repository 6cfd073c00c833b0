/** The linked members, and the time since link-up or link-down: input of the voter policy. */

import { BoundedMap } from '../collections/bounded-map.ts';
import type { ReplicaId } from '../paxos/model/ids.ts';

/** Unlinked members tracked, at most; the one that left first is evicted first. */
export const maxRememberedMembers = 1_024;

export class Links {
  #tick = 0;
  readonly #upSince = new Map<ReplicaId, number>();
  readonly #downSince = new BoundedMap<ReplicaId, number>(maxRememberedMembers);

  tick(): void {
    this.#tick += 1;
  }

  up(peer: ReplicaId): void {
    this.#downSince.delete(peer);
    this.#upSince.set(peer, this.#tick);
  }

  down(peer: ReplicaId): void {
    if (!this.#upSince.delete(peer)) return;
    this.#downSince.set(peer, this.#tick);
  }

  get linked(): Iterable<ReplicaId> {
    return this.#upSince.keys();
  }

  /** 0 without a link. */
  linkedTicks(peer: ReplicaId): number {
    const since = this.#upSince.get(peer);
    return since === undefined ? 0 : this.#tick - since;
  }

  /**
   * 0 with a link, at least 1 without: a link that went down in this tick already counts as down. A member that never
   * had a link has been unlinked since this replica started.
   */
  unlinkedTicks(peer: ReplicaId): number {
    return this.#upSince.has(peer) ? 0 : Math.max(1, this.#tick - (this.#downSince.get(peer) ?? 0));
  }
}
