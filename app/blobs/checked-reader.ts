/**
 * Reads stored blobs, and recognises damaged ones: a disk may return other bytes than were written, and a damaged blob is worth no
 * more than an absent one. Each blob is checked when it is first read after the board was opened.
 */

import type { BlobId } from '#shared/blob/blob.ts';
import type { BlobStore } from './blob-store.ts';
import { hashOf } from './content-id.ts';

export class CheckedReader {
  readonly #store: Pick<BlobStore, 'sizes' | 'get'>;
  /** Those that were checked, and those that this page has stored. */
  readonly #intact = new Set<BlobId>();

  constructor(store: Pick<BlobStore, 'sizes' | 'get'>) {
    this.#store = store;
  }

  /** Undefined for an absent blob. @throws StoreError */
  async read(id: BlobId): Promise<Uint8Array | 'damaged' | undefined> {
    const bytes = await this.#store.get(id);
    if (!this.#store.sizes.has(id)) return undefined;
    if (bytes !== undefined && (this.#intact.has(id) || (await hashOf(bytes)) === id)) {
      this.#intact.add(id);
      return bytes;
    }
    // It may have been removed, or stored again, since it was read.
    if (!this.#store.sizes.has(id)) return undefined;
    return this.#intact.has(id) && bytes !== undefined ? this.#store.get(id) : 'damaged';
  }

  /** This page has stored it, with the content that its id names. */
  stored(id: BlobId): void {
    this.#intact.add(id);
  }

  removed(ids: readonly BlobId[]): void {
    for (const id of ids) this.#intact.delete(id);
  }
}
