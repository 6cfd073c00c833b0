/** Answers requests for chunks of blobs: those of one peer in order, within a budget for each link. */

import { type Clock, sleep } from '#app/clock/clock.ts';
import type { BlobId } from '#shared/blob/blob.ts';
import { BoundedMap } from '#shared/collections/bounded-map.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { type BlobMessage, blobChunkBytes } from '#shared/wire/blobs.ts';

/** Waiting requests of one peer, at most; more are dropped. An honest peer has fewer (`fetcher.ts`). */
export const maxWaitingQuestions = 32;

/** Bytes sent to one peer, at most. */
export const supplyBudget = { burstBytes: 8 * 1024 * 1024, bytesPerSecond: 32 * 1024 * 1024 } as const;

/** Cost of an answer besides its bytes. */
const answerBytes = 256;

/** Blobs whose bytes are kept between two chunks, at most. */
const maxOpenBlobs = 2;

interface Client {
  readonly waiting: { readonly id: BlobId; readonly offset: number }[];
  isServed: boolean;
  budget: number;
  at: number;
}

export interface SupplierOptions {
  readonly clock: Clock;
  /** Undefined for a blob that is absent, or to which the board does not refer. */
  readonly read: (id: BlobId) => Promise<Uint8Array | undefined>;
  readonly send: (to: ReplicaId, message: BlobMessage) => void;
}

export class Supplier {
  readonly #options: SupplierOptions;
  readonly #clients = new Map<ReplicaId, Client>();
  /** The latest last. */
  readonly #open = new BoundedMap<BlobId, Promise<Uint8Array | undefined>>(maxOpenBlobs);

  constructor(options: SupplierOptions) {
    this.#options = options;
  }

  linkUp(replica: ReplicaId): void {
    const at = this.#options.clock.now();
    this.#clients.set(replica, { waiting: [], isServed: false, budget: supplyBudget.burstBytes, at });
  }

  linkDown(replica: ReplicaId): void {
    this.#clients.delete(replica);
    if (this.#clients.size === 0) this.#open.clear();
  }

  wanted(from: ReplicaId, id: BlobId, offset: number): void {
    const client = this.#clients.get(from);
    if (client === undefined || client.waiting.length >= maxWaitingQuestions) return;
    client.waiting.push({ id, offset });
    if (!client.isServed) void this.#serve(from, client);
  }

  async #serve(to: ReplicaId, client: Client): Promise<void> {
    client.isServed = true;
    for (;;) {
      const question = client.waiting.shift();
      if (question === undefined || this.#clients.get(to) !== client) break;
      const bytes = await this.#bytesOf(question.id);
      await this.#afford(client, bytes === undefined ? 0 : blobChunkBytes);
      // The link may have gone down meanwhile, and come up again with other requests.
      if (this.#clients.get(to) !== client) break;
      this.#options.send(to, answer(question.id, question.offset, bytes));
    }
    client.isServed = false;
  }

  /** Resolves when the client's budget has room for so many bytes. */
  async #afford(client: Client, bytes: number): Promise<void> {
    const { clock } = this.#options;
    const cost = bytes + answerBytes;
    for (;;) {
      const now = clock.now();
      const earned = ((now - client.at) / 1000) * supplyBudget.bytesPerSecond;
      client.budget = Math.min(supplyBudget.burstBytes, client.budget + earned);
      client.at = now;
      if (client.budget >= cost) break;
      const milliseconds = Math.ceil(((cost - client.budget) / supplyBudget.bytesPerSecond) * 1000);
      await sleep(clock, milliseconds);
    }
    client.budget -= cost;
  }

  #bytesOf(id: BlobId): Promise<Uint8Array | undefined> {
    // If the storage fails, the reply says that the blob is absent, so the peer asks another device.
    const bytes = this.#open.get(id) ?? this.#options.read(id).catch(() => undefined);
    this.#open.set(id, bytes);
    void bytes.then((found) => {
      if (found === undefined) this.#open.delete(id);
    });
    return bytes;
  }

  /** Drops cached bytes of blobs that were removed from this device. */
  forget(ids: readonly BlobId[]): void {
    for (const id of ids) this.#open.delete(id);
  }
}

function answer(id: BlobId, offset: number, bytes: Uint8Array | undefined): BlobMessage {
  if (bytes === undefined || offset >= bytes.byteLength) return { type: 'lack', ids: [id] };
  return {
    type: 'chunk',
    id,
    offset,
    total: bytes.byteLength,
    bytes: bytes.subarray(offset, offset + blobChunkBytes),
  };
}
