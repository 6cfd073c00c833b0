/** The blobs of one board on this device: in a database of their own, or in the memory of a guest's page. */

import { promisifyRequest } from 'idb-keyval';
import { openDatabase, removeDatabase } from '#app/store/board-database.ts';
import { StoreTooNew, storeErrorsOf } from '#app/store/errors.ts';
import type { StrictStore } from '#app/store/strict-store.ts';
import { type BlobId, isBlobId, maxBlobBytes } from '#shared/blob/blob.ts';

/** Raised when an earlier reader could not read what is stored. */
export const blobFormat = 1;

export interface BlobStore {
  /** The stored blobs and their sizes in bytes. */
  readonly sizes: ReadonlyMap<BlobId, number>;
  /** Since when nothing refers to a blob: milliseconds since 1970. */
  readonly unused: ReadonlyMap<BlobId, number>;
  /** When that was stored: milliseconds since 1970; undefined if never. */
  readonly collected: number | undefined;
  get(id: BlobId): Promise<Uint8Array | undefined>;
  /** Resolves when it is durable. @throws StoreError if the storage refused; then it is not there. */
  put(id: BlobId, bytes: Uint8Array): Promise<void>;
  /** @throws StoreError */
  remove(
    ids: readonly BlobId[],
    unused: ReadonlyMap<BlobId, number>,
    collected: number | undefined,
  ): Promise<void>;
  close(): void;
}

const formatKey = 'format';
const unusedKey = 'unused';
const collectedKey = 'collected';

/** The key contains the size, so that opening a board reads no content. */
function keyOf(id: BlobId, bytes: number): IDBValidKey {
  return [id, bytes];
}

export class StoredBlobs implements BlobStore {
  readonly #store: StrictStore;
  readonly #sizes = new Map<BlobId, number>();
  #unused: ReadonlyMap<BlobId, number> = new Map();
  #collected: number | undefined;

  private constructor(store: StrictStore) {
    this.#store = store;
  }

  get sizes(): ReadonlyMap<BlobId, number> {
    return this.#sizes;
  }

  get unused(): ReadonlyMap<BlobId, number> {
    return this.#unused;
  }

  get collected(): number | undefined {
    return this.#collected;
  }

  /** @throws StoreTooNew | StoreFailed */
  static open(boardId: string, indexedDB: IDBFactory): Promise<StoredBlobs> {
    return openDatabase({ indexedDB, kind: 'blobs', boardId }, async (store) => {
      const opened = new StoredBlobs(store);
      await opened.#load();
      return opened;
    });
  }

  /** @throws StoreFailed */
  static destroy(boardId: string, indexedDB: IDBFactory): Promise<void> {
    return removeDatabase(indexedDB, 'blobs', boardId);
  }

  async #load(): Promise<void> {
    const [format, allKeys, unused, collected] = await this.#store.use('readonly', (objects) =>
      Promise.all([
        promisifyRequest<unknown>(objects.get(formatKey)),
        promisifyRequest(objects.getAllKeys()),
        promisifyRequest<unknown>(objects.get(unusedKey)),
        promisifyRequest<unknown>(objects.get(collectedKey)),
      ]),
    );
    if (typeof format === 'number' && format > blobFormat) throw new StoreTooNew();
    for (const key of allKeys) {
      if (key === formatKey || key === unusedKey || key === collectedKey) continue;
      const [id, bytes] = Array.isArray(key) ? key : [];
      // A damaged name is no reason to refuse the board: the others may have the blob, and the replica is stored elsewhere.
      if (isBlobId(id) && isSize(bytes)) this.#sizes.set(id, bytes);
    }
    this.#unused = readUnused(unused);
    this.#collected = typeof collected === 'number' && Number.isFinite(collected) ? collected : undefined;
  }

  async get(id: BlobId): Promise<Uint8Array | undefined> {
    const bytes = this.#sizes.get(id);
    if (bytes === undefined) return undefined;
    const stored = await storeErrorsOf('open', () =>
      this.#store.use('readonly', (objects) => promisifyRequest<unknown>(objects.get(keyOf(id, bytes)))),
    );
    return stored instanceof Uint8Array && stored.byteLength === bytes ? stored : undefined;
  }

  async put(id: BlobId, bytes: Uint8Array): Promise<void> {
    await this.#write((objects) => {
      objects.put(blobFormat, formatKey);
      // A copy: of a view, the whole buffer would be stored.
      objects.put(new Uint8Array(bytes), keyOf(id, bytes.byteLength));
    });
    this.#sizes.set(id, bytes.byteLength);
  }

  async remove(
    ids: readonly BlobId[],
    unused: ReadonlyMap<BlobId, number>,
    collected: number | undefined,
  ): Promise<void> {
    await this.#write((objects) => {
      for (const id of ids) {
        const bytes = this.#sizes.get(id);
        if (bytes !== undefined) objects.delete(keyOf(id, bytes));
      }
      objects.put(blobFormat, formatKey);
      objects.put([...unused], unusedKey);
      if (collected !== undefined) objects.put(collected, collectedKey);
    });
    for (const id of ids) this.#sizes.delete(id);
    this.#unused = unused;
    this.#collected = collected;
  }

  close(): void {
    this.#store.close();
  }

  #write(change: (objects: IDBObjectStore) => void): Promise<void> {
    return storeErrorsOf('save', () =>
      this.#store.use('readwrite', (objects) => {
        change(objects);
        return promisifyRequest(objects.transaction);
      }),
    );
  }
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value <= maxBlobBytes;
}

/** An unreadable entry counts as used until now, which only keeps a blob longer. */
function readUnused(stored: unknown): ReadonlyMap<BlobId, number> {
  const unused = new Map<BlobId, number>();
  for (const entry of Array.isArray(stored) ? stored : []) {
    const [id, since]: unknown[] = Array.isArray(entry) ? entry : [];
    if (isBlobId(id) && typeof since === 'number') unused.set(id, since);
  }
  return unused;
}

/** For a guest: nothing outlives the page. */
export class MemoryBlobs implements BlobStore {
  readonly #blobs = new Map<BlobId, Uint8Array>();
  readonly #sizes = new Map<BlobId, number>();
  unused: ReadonlyMap<BlobId, number> = new Map();
  collected: number | undefined;

  get sizes(): ReadonlyMap<BlobId, number> {
    return this.#sizes;
  }

  async get(id: BlobId): Promise<Uint8Array | undefined> {
    return this.#blobs.get(id);
  }

  async put(id: BlobId, bytes: Uint8Array): Promise<void> {
    this.#blobs.set(id, new Uint8Array(bytes));
    this.#sizes.set(id, bytes.byteLength);
  }

  async remove(
    ids: readonly BlobId[],
    unused: ReadonlyMap<BlobId, number>,
    collected: number | undefined,
  ): Promise<void> {
    for (const id of ids) {
      this.#blobs.delete(id);
      this.#sizes.delete(id);
    }
    this.unused = unused;
    this.collected = collected;
  }

  close(): void {
    // The page may open the board again.
  }
}
