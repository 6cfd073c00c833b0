/** This device's copies of boards: replica and blobs. In databases, or on a guest in memory until its page ends. */

import { type BlobStore, MemoryBlobs, StoredBlobs } from '#app/blobs/blob-store.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import { GuestStore } from '#app/store/guest-store.ts';
import { ReplicaStore } from '#app/store/replica/replica-store.ts';
import { UnsavedCommands } from '#app/store/unsaved-commands.ts';
import type { ShelfOptions } from '../shelf-options.ts';

export type CopiesOptions = Pick<
  Required<ShelfOptions>,
  'indexedDB' | 'random' | 'now' | 'pageStorage' | 'isGuest'
>;

export class BoardCopies {
  readonly #options: CopiesOptions;
  readonly #guestStores = new Map<string, GuestStore>();
  readonly #guestBlobs = new Map<string, MemoryBlobs>();

  constructor(options: CopiesOptions) {
    this.#options = options;
  }

  /** Whether the end of this page would lose a guest's changes. */
  hasUnsettled(): boolean {
    return [...this.#guestStores.values()].some(({ hasPending }) => hasPending);
  }

  /** @throws StoreCorrupted | StoreTooNew | StoreFailed */
  async openStore(id: string, founder: boolean): Promise<BoardStore> {
    const { indexedDB, random, now, isGuest } = this.#options;
    if (!isGuest) {
      return ReplicaStore.open(id, { indexedDB, random, now, founder, unsaved: this.#unsaved(id) });
    }
    const known = this.#guestStores.get(id);
    known?.reopen();
    const store = known ?? new GuestStore(random);
    this.#guestStores.set(id, store);
    return store;
  }

  /** @throws StoreCorrupted | StoreTooNew | StoreFailed */
  async openBlobs(id: string): Promise<BlobStore> {
    if (!this.#options.isGuest) return StoredBlobs.open(id, this.#options.indexedDB);
    const blobs = this.#guestBlobs.get(id) ?? new MemoryBlobs();
    this.#guestBlobs.set(id, blobs);
    return blobs;
  }

  /** @throws StoreFailed */
  async destroy(id: string): Promise<void> {
    this.#guestStores.delete(id);
    this.#guestBlobs.delete(id);
    if (this.#options.isGuest) return;
    await StoredBlobs.destroy(id, this.#options.indexedDB);
    await ReplicaStore.destroy(id, this.#options.indexedDB);
    this.#unsaved(id).clear();
  }

  #unsaved(id: string): UnsavedCommands {
    return new UnsavedCommands(this.#options.pageStorage, id);
  }
}
