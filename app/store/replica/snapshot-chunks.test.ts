import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import { slot } from '#shared/paxos/model/ids.ts';
import { defaultLimits } from '#shared/paxos/model/limits.ts';
import { StoreCorrupted } from '../errors.ts';
import { freshIndexedDB, tamper } from '../testing/databases.ts';
import { accepted, ballot, flipped, image, open, write } from '../testing/writes.ts';
import type { PartialBatch } from './batch-changes.ts';
import { readAll } from './read-all.ts';
import type { ReplicaStore } from './replica-store.ts';

const { storedChunkBytes } = defaultLimits;

/** In three chunks. */
const large = 2.5 * storedChunkBytes;

/** The batches of a snapshot: its chunks, and the write that refers to them. */
function batchesOf({ through, bytes, digest }: SnapshotImage): readonly PartialBatch[] {
  const chunks: PartialBatch[] = [];
  for (let position = 0; position * storedChunkBytes < bytes.byteLength; position += 1) {
    const start = position * storedChunkBytes;
    const chunk = { through, position, bytes: bytes.subarray(start, start + storedChunkBytes) };
    chunks.push({ writes: [], chunk });
  }
  const snapshot = { through, bytes, digest };
  return [...chunks, { writes: [write({ snapshot, compactedThrough: slot(through - 1) })] }];
}

async function withLog(indexedDB: IDBFactory): Promise<ReplicaStore> {
  const store = await open(indexedDB);
  const records = [1, 2, 3, 4, 5, 6].map((n) => accepted(n));
  await store.commit({ writes: [write({ promised: ballot, records, decidedThrough: slot(6) })] });
  return store;
}

async function chunkKeys(indexedDB: IDBFactory): Promise<readonly IDBValidKey[]> {
  let request: IDBRequest<IDBValidKey[]> | undefined;
  await tamper(indexedDB, 'b', (objects) => {
    request = objects.getAllKeys(IDBKeyRange.bound(['chunk'], ['chunk', []]));
  });
  return request?.result ?? [];
}

async function contentOf(indexedDB: IDBFactory): Promise<readonly (readonly [IDBValidKey, unknown])[]> {
  let entries: Promise<readonly (readonly [IDBValidKey, unknown])[]> = Promise.resolve([]);
  await tamper(indexedDB, 'b', (objects) => {
    entries = readAll(objects);
  });
  return entries;
}

function sumOfBytes(sum: number, value: unknown): number {
  return sum + (value instanceof Uint8Array ? value.byteLength : 0);
}

afterEach(() => vi.restoreAllMocks());

describe('a snapshot in chunks', () => {
  it('replaces the earlier one with its last write, wherever the process ends before that', async () => {
    const [first, second] = [image(3, large), image(5, large)];
    const batches = [...batchesOf(first), ...batchesOf(second)];
    expect(batches).toHaveLength(8);
    for (let stop = 0; stop <= batches.length; stop += 1) {
      const indexedDB = freshIndexedDB();
      const store = await withLog(indexedDB);
      for (const batch of batches.slice(0, stop)) await store.commit(batch);
      const { state } = (await open(indexedDB)).opened;
      const expected = stop < 4 ? undefined : stop < 8 ? first : second;
      expect(state?.snapshot).toEqual(expected);
      expect(state?.records.at(0)?.slot).toBe(expected?.through ?? 1);
      const kept = expected === undefined ? [] : [0, 1, 2].map((at) => ['chunk', expected.through, at]);
      expect(await chunkKeys(indexedDB)).toEqual(kept);
    }
  });

  it('is read chunk by chunk: the browser takes several times as long for one large answer', async () => {
    const indexedDB = freshIndexedDB();
    const store = await withLog(indexedDB);
    for (const batch of batchesOf(image(3, large))) await store.commit(batch);
    const { IDBObjectStore: Objects } = await import('fake-indexeddb');
    const { getAll } = Objects.prototype;
    const sizes: number[] = [];
    vi.spyOn(Objects.prototype, 'getAll').mockImplementation(function (this: IDBObjectStore, ...of) {
      const request = getAll.apply(this, of);
      request.addEventListener('success', () => sizes.push(request.result.reduce(sumOfBytes, 0)));
      return request;
    });
    const { opened } = await open(indexedDB);
    expect(opened.state?.snapshot).toEqual(image(3, large));
    expect(Math.max(...sizes)).toBe(storedChunkBytes);
  });

  it('has its digest computed while the disk works for the opening', async () => {
    const indexedDB = freshIndexedDB();
    const store = await withLog(indexedDB);
    for (const batch of batchesOf(image(3, large))) await store.commit(batch);
    const { IDBDatabase: Database } = await import('fake-indexeddb');
    const { transaction } = Database.prototype;
    const order: string[] = [];
    vi.spyOn(Database.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...of) {
      const opening = transaction.apply(this, of);
      opening.addEventListener('complete', () => order.push('stored'));
      return opening;
    });
    const digest = vi.spyOn(crypto.subtle, 'digest');
    const { digest: actual } = Object.getPrototypeOf(crypto.subtle);
    digest.mockImplementation((...of) => {
      order.push('digest');
      return actual.apply(crypto.subtle, of);
    });
    await open(indexedDB);
    expect(order).toEqual(['digest', 'stored']);
  });

  it('begins anew after a restart, over what an earlier window has stored of it', async () => {
    const indexedDB = freshIndexedDB();
    const store = await withLog(indexedDB);
    for (const batch of batchesOf(image(3, large)).slice(0, 2)) await store.commit(batch);
    const next = await open(indexedDB);
    for (const batch of batchesOf(image(3, large))) await next.commit(batch);
    expect((await open(indexedDB)).opened.state?.snapshot).toEqual(image(3, large));
  });

  it('is stored with its write as far as its chunks are not', async () => {
    for (const chunks of [0, 1, 3]) {
      const indexedDB = freshIndexedDB();
      const store = await withLog(indexedDB);
      const batches = batchesOf(image(3, large));
      for (const batch of [...batches.slice(0, chunks), ...batches.slice(3)]) await store.commit(batch);
      expect((await open(indexedDB)).opened.state?.snapshot).toEqual(image(3, large));
    }
  });

  it('keeps the chunk of the next one that comes with its write', async () => {
    const indexedDB = freshIndexedDB();
    const store = await withLog(indexedDB);
    const [first, second] = [batchesOf(image(3, large)), batchesOf(image(5, large))];
    const [chunk] = second;
    const together = { ...first[3], writes: first[3]?.writes ?? [], chunk: chunk?.chunk };
    for (const batch of [...first.slice(0, 3), together, ...second.slice(1)]) await store.commit(batch);
    expect((await open(indexedDB)).opened.state?.snapshot).toEqual(image(5, large));
  });

  it.each<[string, (objects: IDBObjectStore) => void]>([
    ['lacks one', (objects) => objects.delete(['chunk', 3, 1])],
    ['lacks all', (objects) => objects.delete(IDBKeyRange.bound(['chunk'], ['chunk', []]))],
    [
      'has one with a flipped bit',
      (objects) => objects.put(flipped(image(3, large).bytes.slice(0, storedChunkBytes)), ['chunk', 3, 0]),
    ],
    ['has something else as a chunk', (objects) => objects.put('text', ['chunk', 3, 1])],
    ['has a chunk at no position', (objects) => objects.put(new Uint8Array(1), ['chunk', 3, -1])],
    ['has one more', (objects) => objects.put(new Uint8Array(1), ['chunk', 3, 3])],
  ])('is damaged if it %s', async (_, change) => {
    const indexedDB = freshIndexedDB();
    const store = await withLog(indexedDB);
    for (const batch of batchesOf(image(3, large))) await store.commit(batch);
    store.close();
    await tamper(indexedDB, 'b', change);
    await expect(open(indexedDB)).rejects.toThrow(StoreCorrupted);
  });

  it('is completed by a window beside which another one has found the snapshot before it damaged', async () => {
    const indexedDB = freshIndexedDB();
    const store = await withLog(indexedDB);
    const [first, second] = [batchesOf(image(3, large)), batchesOf(image(5, large))];
    for (const batch of [...first, ...second.slice(0, 2)]) await store.commit(batch);
    const before = await contentOf(indexedDB);
    const damage = flipped(image(3, large).bytes.slice(0, storedChunkBytes));
    await tamper(indexedDB, 'b', (objects) => objects.put(damage, ['chunk', 3, 0]));
    await expect(open(indexedDB)).rejects.toThrow(StoreCorrupted);
    expect(await contentOf(indexedDB)).toEqual(
      before.map(([key, value]) => [key, key.toString() === 'chunk,3,0' ? damage : value]),
    );
    for (const batch of second.slice(2)) await store.commit(batch);
    expect((await open(indexedDB)).opened.state?.snapshot).toEqual(image(5, large));
  });
});
