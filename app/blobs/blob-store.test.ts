import { IDBFactory } from 'fake-indexeddb';
import { promisifyRequest } from 'idb-keyval';
import { describe, expect, it } from 'vitest';
import { StoreTooNew } from '#app/store/errors.ts';
import { strictStore } from '#app/store/strict-store.ts';
import { blobIdOf } from '#shared/blob/blob.ts';
import { type BlobStore, blobFormat, MemoryBlobs, StoredBlobs } from './blob-store.ts';
import { hashOf } from './content-id.ts';

const one = Uint8Array.of(1, 2, 3);
const two = new Uint8Array(1000).fill(9);
const [idOfOne, idOfTwo] = [blobIdOf(one), blobIdOf(two)];

describe.each<[string, () => Promise<BlobStore>]>([
  ['on the disk', () => StoredBlobs.open('board', new IDBFactory())],
  ['in memory', async () => new MemoryBlobs()],
])('blobs %s', (_, open) => {
  it('are there until they are removed, with their sizes', async () => {
    const store = await open();
    await store.put(idOfOne, one.subarray());
    await store.put(idOfTwo, two);
    expect([...store.sizes]).toEqual([
      [idOfOne, 3],
      [idOfTwo, 1000],
    ]);
    expect(await store.get(idOfOne)).toEqual(one);
    await store.remove([idOfOne], new Map([[idOfTwo, 50]]), 60);
    expect(store.collected).toBe(60);
    expect(await store.get(idOfOne)).toBeUndefined();
    expect(store.sizes.has(idOfOne)).toBe(false);
    expect([...store.unused]).toEqual([[idOfTwo, 50]]);
    store.close();
  });
});

it('stored blobs are present after a reopen', async () => {
  const indexedDB = new IDBFactory();
  const first = await StoredBlobs.open('board', indexedDB);
  await first.put(idOfOne, one);
  await first.remove([], new Map([[idOfOne, 50]]), 60);
  first.close();
  const again = await StoredBlobs.open('board', indexedDB);
  expect([...again.sizes]).toEqual([[idOfOne, 3]]);
  expect([...again.unused]).toEqual([[idOfOne, 50]]);
  expect(again.collected).toBe(60);
  expect(await again.get(idOfOne)).toEqual(one);
  again.close();
  await StoredBlobs.destroy('board', indexedDB);
  const anew = await StoredBlobs.open('board', indexedDB);
  expect(anew.sizes.size).toBe(0);
  anew.close();
});

it('a blob under a damaged name is absent, and the others are there', async () => {
  const indexedDB = new IDBFactory();
  const store = await StoredBlobs.open('board', indexedDB);
  await store.put(idOfOne, one);
  store.close();
  const { use } = strictStore(indexedDB, 'paxboard-blobs-board');
  await use('readwrite', (objects) => {
    objects.put(one, ['no id', one.byteLength]);
    objects.put(one, 'no key');
    return promisifyRequest(objects.transaction);
  });
  expect([...(await StoredBlobs.open('board', indexedDB)).sizes]).toEqual([[idOfOne, one.byteLength]]);
});

it('a database of a later version is not modified', async () => {
  const indexedDB = new IDBFactory();
  const store = await StoredBlobs.open('board', indexedDB);
  await store.put(idOfOne, one);
  store.close();
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.open('paxboard-blobs-board', 1);
    request.onsuccess = () => {
      const transaction = request.result.transaction('replica', 'readwrite');
      transaction.objectStore('replica').put(blobFormat + 1, 'format');
      transaction.oncomplete = () => {
        request.result.close();
        resolve();
      };
    };
    request.onerror = () => reject(request.error);
  });
  await expect(StoredBlobs.open('board', indexedDB)).rejects.toBeInstanceOf(StoreTooNew);
});

it('the id is the same with and without WebCrypto', async () => {
  const large = new Uint8Array(2 * 1024 * 1024 + 5).fill(3);
  expect(await hashOf(large)).toBe(blobIdOf(large));
  expect(await hashOf(large, undefined)).toBe(blobIdOf(large));
});
