import { describe, expect, it } from 'vitest';
import { blobIdOf } from '#shared/blob/blob.ts';
import { MemoryBlobs } from './blob-store.ts';
import { Garbage, keptMs } from './garbage.ts';

const deleted = Uint8Array.of(1);
const unplaced = Uint8Array.of(2);
const [idOfDeleted, idOfUnplaced] = [blobIdOf(deleted), blobIdOf(unplaced)];
const references = { isLiving: () => false, isDeleted: (id: string) => id === idOfDeleted };
const day = 24 * 3_600_000;
const minute = 60_000;

async function stored(): Promise<MemoryBlobs> {
  const store = new MemoryBlobs();
  for (const bytes of [deleted, unplaced]) await store.put(blobIdOf(bytes), bytes);
  return store;
}

/** One collection. @returns the removed blobs. */
async function collect(garbage: Garbage, store: MemoryBlobs, now: number) {
  const due = garbage.collect(now, false);
  if (due !== undefined) await store.remove(due.remove, due.unused, due.collected);
  return due?.remove ?? [];
}

describe('blobs without a reference', () => {
  it('are not removed at once by a clock that jumps ahead, while the board is open or between two openings', async () => {
    const store = await stored();
    const garbage = new Garbage(store, references);
    await collect(garbage, store, 0);
    await collect(garbage, store, minute);
    expect(await collect(garbage, store, 30 * day)).toEqual([]);
    expect(await collect(garbage, store, 30 * day + minute)).toEqual([]);
    expect(await collect(new Garbage(store, references), store, 90 * day)).toEqual([]);
    expect(store.sizes.size).toBe(2);
  });

  it('are removed in their time by a board that is opened now and then, but not before seven times', async () => {
    const store = await stored();
    const removed: (readonly [string, number])[] = [];
    for (let opening = 0; opening <= 14; opening += 1) {
      for (const id of await collect(new Garbage(store, references), store, opening * 2 * day))
        removed.push([id, opening]);
    }
    expect(removed).toEqual([
      [idOfDeleted, 7],
      [idOfUnplaced, 7],
    ]);
  });

  it('are removed in their time while the board stays open', async () => {
    const store = await stored();
    const garbage = new Garbage(store, references);
    const removed = new Map<string, number>();
    for (let now = 0; now <= keptMs.deleted; now += minute) {
      for (const id of await collect(garbage, store, now)) removed.set(id, now);
    }
    expect([removed.get(idOfUnplaced), removed.get(idOfDeleted)]).toEqual([keptMs.unplaced, keptMs.deleted]);
  });

  it('cost one write an hour while nothing changes', async () => {
    const store = await stored();
    const garbage = new Garbage(store, { ...references, isDeleted: () => true });
    let writes = 0;
    for (let now = 0; now < day; now += minute) {
      const due = garbage.collect(now, false);
      if (due === undefined) continue;
      writes += 1;
      await store.remove(due.remove, due.unused, due.collected);
    }
    expect(writes).toBe(24);
  });
});
