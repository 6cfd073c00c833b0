/** Tells the linked peers which blobs this device can send them. */

import type { BlobId } from '#shared/blob/blob.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { type BlobMessage, maxBlobIds } from '#shared/wire/blobs.ts';

export interface AnnouncementsOptions {
  readonly send: (to: ReplicaId, message: BlobMessage) => void;
  readonly linked: () => Iterable<ReplicaId>;
}

export class Announcements {
  readonly #options: AnnouncementsOptions;
  /** Blobs that peers know to be here. */
  readonly #announced = new Set<BlobId>();

  constructor(options: AnnouncementsOptions) {
    this.#options = options;
  }

  linkUp(replica: ReplicaId): void {
    this.#send([replica], 'have', [...this.#announced]);
  }

  /** Idempotent. */
  announce(id: BlobId): void {
    if (this.#announced.has(id)) return;
    this.#announced.add(id);
    this.#send(this.#options.linked(), 'have', [id]);
  }

  withdraw(ids: readonly BlobId[]): void {
    for (const id of ids) this.#announced.delete(id);
    this.#send(this.#options.linked(), 'lack', ids);
  }

  #send(to: Iterable<ReplicaId>, type: 'have' | 'lack', ids: readonly BlobId[]): void {
    for (const replica of to) {
      for (let at = 0; at < ids.length; at += maxBlobIds) {
        this.#options.send(replica, { type, ids: ids.slice(at, at + maxBlobIds) });
      }
    }
  }
}
