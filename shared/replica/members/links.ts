/** The linked members with their standing, and the time since link-up or link-down. */

import { BoundedMap } from '#shared/collections/bounded-map.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Standing } from './standing.ts';

/** Unlinked members tracked, at most; the one that left first is evicted first. */
export const maxRememberedMembers = 1_024;

export class Links {
  #tick = 0;
  readonly #up = new Map<ReplicaId, { readonly since: number; readonly standing: Standing }>();
  readonly #downSince = new BoundedMap<ReplicaId, number>(maxRememberedMembers);

  tick(): void {
    this.#tick += 1;
  }

  up(peer: ReplicaId, standing: Standing): void {
    this.#downSince.delete(peer);
    this.#up.set(peer, { since: this.#tick, standing });
  }

  down(peer: ReplicaId): void {
    if (!this.#up.delete(peer)) return;
    this.#downSince.set(peer, this.#tick);
  }

  get linked(): Iterable<ReplicaId> {
    return this.#up.keys();
  }

  /** Undefined without a link. */
  standingOf(peer: ReplicaId): Standing | undefined {
    return this.#up.get(peer)?.standing;
  }

  /** 0 without a link. */
  linkedTicks(peer: ReplicaId): number {
    const since = this.#up.get(peer)?.since;
    return since === undefined ? 0 : this.#tick - since;
  }

  /**
   * 0 with a link, at least 1 without: a link that went down in this tick already counts as down. A member that never
   * had a link has been unlinked since this replica started.
   */
  unlinkedTicks(peer: ReplicaId): number {
    return this.#up.has(peer) ? 0 : Math.max(1, this.#tick - (this.#downSince.get(peer) ?? 0));
  }
}
