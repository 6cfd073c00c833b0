/** The blobs that each linked peer has announced. */

import type { Peer } from '#app/mesh/transport.ts';
import { type BlobId, maxBlobs } from '#shared/blob/blob.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';

/** Blobs tracked per peer, at most: twice the bound of a board, as the peer may not have removed old ones yet. */
export const maxAnnounced = 2 * maxBlobs;

export class Holders {
  readonly #peers = new Map<ReplicaId, { readonly peer: Peer; readonly ids: Set<BlobId> }>();

  linkUp(peer: Peer): void {
    this.#peers.set(peer.replica, { peer, ids: new Set() });
  }

  linkDown(replica: ReplicaId): void {
    this.#peers.delete(replica);
  }

  has(replica: ReplicaId, id: BlobId): boolean {
    return this.#peers.get(replica)?.ids.has(id) === true;
  }

  announced(from: ReplicaId, ids: readonly BlobId[]): void {
    const known = this.#peers.get(from)?.ids;
    if (known === undefined) return;
    for (const id of ids) if (known.size < maxAnnounced) known.add(id);
  }

  lacked(from: ReplicaId, ids: readonly BlobId[]): void {
    for (const id of ids) this.#peers.get(from)?.ids.delete(id);
  }

  /** Near holders first: direct links, and members before guests. */
  of(id: BlobId): readonly ReplicaId[] {
    return [...this.#peers.values()]
      .filter(({ ids }) => ids.has(id))
      .sort((a, b) => distance(a.peer) - distance(b.peer))
      .map(({ peer }) => peer.replica);
  }

  linked(): readonly ReplicaId[] {
    return [...this.#peers.keys()];
  }
}

function distance({ via, guest }: Peer): number {
  return (via === undefined ? 0 : 2) + (guest === true ? 1 : 0);
}
