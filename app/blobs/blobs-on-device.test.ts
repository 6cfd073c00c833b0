import { describe, expect, it } from 'vitest';
import { type BlobId, blobIdOf, maxBlobBytes, maxBoardBlobBytes } from '#shared/blob/blob.ts';
import type { MemoryBlobs } from './blob-store.ts';
import { collectMs } from './board-blobs.ts';
import { keptMs } from './garbage.ts';
import { holder, idOfStored, photo, photoId, refer, World } from './testing/devices.ts';
import { slowMs } from './transfer/fetcher.ts';

/** Of the same size. */
const spoiled = photo.map((byte, at) => (at === 500_000 ? byte ^ 1 : byte));

describe('on this device', () => {
  it('a blob that is too large, or has no room on the board, is refused with a reason', async () => {
    const { blobs, store } = new World().device('ada');
    expect(await blobs.add(new Uint8Array())).toEqual({ ok: false, why: 'empty' });
    expect(await blobs.add(new Uint8Array(maxBlobBytes + 1))).toEqual({ ok: false, why: 'too-large' });
    fill(store, maxBoardBlobBytes - 10);
    expect(await blobs.add(new Uint8Array(11))).toEqual({ ok: false, why: 'full' });
    expect(await blobs.add(new Uint8Array(10))).toMatchObject({ ok: true });
  });

  it('a blob that the storage refuses is absent, and others stay available to peers', async () => {
    const { blobs, store } = new World().device('ada');
    store.put = async () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    expect(await blobs.add(photo)).toEqual({ ok: false, why: 'storage' });
    expect(blobs.view().bytes).toBe(0);
  });

  it('a blob that the disk returns damaged is missing, and is fetched again', async () => {
    const world = new World();
    const [ada, bob] = [await holder(world, 'ada'), world.device('bob')];
    await bob.store.put(photoId, spoiled);
    refer(bob, photoId);
    world.link(ada, bob);
    await world.rest();
    // Nothing has read it yet.
    expect(ada.blobs.holders(photoId)).toEqual([bob.id]);
    world.way = (message) => (message.type === 'chunk' ? undefined : message);
    const reads = await Promise.all([bob.blobs.get(photoId), bob.blobs.get(photoId)]);
    expect(reads).toEqual([undefined, undefined]);
    await world.rest();
    expect(bob.blobs.view().missing).toMatchObject([{ id: photoId, from: ada.id }]);
    expect(ada.blobs.holders(photoId)).toEqual([]);
    world.way = (message) => message;
    await world.pass(slowMs.alone + 2_000);
    expect(await idOfStored(bob)).toBe(photoId);
    expect(ada.blobs.holders(photoId)).toEqual([bob.id]);
  });

  it('a damaged blob is not sent to others, who would blame this device', async () => {
    const world = new World();
    const [bob, cleo] = [world.device('bob'), world.device('cleo')];
    await bob.store.put(photoId, spoiled);
    for (const one of [bob, cleo]) refer(one, photoId);
    world.link(bob, cleo);
    await expect.poll(() => world.rest().then(() => cleo.blobs.holders(photoId))).toEqual([]);
    expect(cleo.liars).toEqual([]);
    expect(bob.blobs.view().missing).toEqual([{ id: photoId }]);
  });

  it('a blob that is added again takes the place of a damaged one', async () => {
    const { blobs, store } = new World().device('ada');
    await store.put(photoId, spoiled.subarray(1));
    expect(await blobs.add(photo)).toEqual({ ok: true, id: photoId });
    expect(blobIdOf((await blobs.get(photoId)) ?? new Uint8Array())).toBe(photoId);
  });

  it('a blob without room is missing with a reason, and is fetched once there is room', async () => {
    const world = new World();
    const [ada, bob] = [await holder(world, 'ada'), world.device('bob')];
    const filler = fill(bob.store, maxBoardBlobBytes - 10);
    bob.blobs.refer([['filler', { ids: filler, isDeleted: false }]]);
    refer(bob, photoId);
    world.link(ada, bob);
    await world.rest();
    expect(bob.blobs.view().missing).toMatchObject([{ id: photoId, problem: 'full' }]);
    bob.blobs.refer([['filler', undefined]]);
    for (let round = 0; round < 15; round += 1) await world.pass(collectMs);
    await world.pass(keptMs.unplaced);
    expect(bob.blobs.has(photoId)).toBe(true);
  });

  it('blobs without a reference are removed after an hour, deleted ones after a week, and used ones stay', async () => {
    const world = new World();
    const [ada, bob] = [world.device('ada'), world.device('bob')];
    world.link(ada, bob);
    const ids: BlobId[] = [];
    for (const bytes of [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)]) {
      const added = await ada.blobs.add(bytes);
      if (added.ok) ids.push(added.id);
    }
    const [unplaced, deleted, used] = ids as [BlobId, BlobId, BlobId];
    ada.blobs.refer([
      ['a', { ids: [deleted], isDeleted: false }],
      ['b', { ids: [used], isDeleted: false }],
      ['c', { ids: [used], isDeleted: true }],
    ]);
    await world.pass(collectMs + 1);
    ada.blobs.refer([['a', { ids: [deleted], isDeleted: true }]]);
    await world.pass(keptMs.unplaced + collectMs);
    expect([unplaced, deleted, used].map((id) => ada.blobs.has(id))).toEqual([false, true, true]);
    // Undo restores it.
    ada.blobs.refer([['a', { ids: [deleted], isDeleted: false }]]);
    await world.pass(collectMs);
    ada.blobs.refer([['a', { ids: [deleted], isDeleted: true }]]);
    expect(ada.store.unused.size).toBe(0);
    ada.store.unused = new Map([[deleted, world.clock.now() - keptMs.deleted]]);
    await world.pass(collectMs);
    expect([deleted, used].map((id) => ada.blobs.has(id))).toEqual([false, true]);
    expect(bob.blobs.holders(deleted)).toEqual([]);
    expect(bob.blobs.holders(used)).toEqual([ada.id]);
  });
});

/** Adds blobs with this total size to the store, without allocating their content. */
function fill(store: MemoryBlobs, bytes: number): readonly BlobId[] {
  const ids: BlobId[] = [];
  for (let left = bytes; left > 0; left -= maxBlobBytes) {
    const id = blobIdOf(Uint8Array.of(1, left & 255, (left >> 8) & 255, (left >> 16) & 255, left >> 24));
    (store.sizes as Map<BlobId, number>).set(id, Math.min(left, maxBlobBytes));
    ids.push(id);
  }
  return ids;
}
