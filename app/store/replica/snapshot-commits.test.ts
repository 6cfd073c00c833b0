import { afterEach, describe, expect, it, vi } from 'vitest';
import { slot } from '#shared/paxos/model/ids.ts';
import { freshIndexedDB } from '../testing/databases.ts';

import { accepted, ballot, commandsOf, image, open, write } from '../testing/writes.ts';

afterEach(() => vi.restoreAllMocks());

describe('committing a snapshot', () => {
  it('keeps a snapshot in place of the replaced slots', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    const records = [1, 2, 3, 4, 5].map((n) => accepted(n));
    await store.commit({ writes: [write({ promised: ballot, records, decidedThrough: slot(4) })] });
    await store.commit({ writes: [write({ snapshot: image(4), compactedThrough: slot(3) })] });
    const expected = {
      generation: 1,
      promised: ballot,
      decidedThrough: 4,
      snapshot: image(4),
      compactedThrough: 3,
      records: [accepted(4), accepted(5)],
    };
    const again = await open(indexedDB);
    expect(again.opened.state).toEqual(expected);
    await again.commit({ writes: [write({ decidedThrough: slot(5) })] });
    expect((await open(indexedDB)).opened.state).toEqual({ ...expected, decidedThrough: 5 });
  });

  it('accepts a received snapshot far ahead of its own log', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    await store.commit({
      writes: [write({ promised: ballot, records: [accepted(1)], decidedThrough: slot(1) })],
    });
    await store.commit({
      writes: [
        write({ records: [accepted(2)], decidedThrough: slot(2) }),
        write({ snapshot: image(90), compactedThrough: slot(90), decidedThrough: slot(90) }),
        write({ records: [accepted(92)] }),
      ],
    });
    expect((await open(indexedDB)).opened.state).toEqual({
      generation: 1,
      promised: ballot,
      decidedThrough: 90,
      snapshot: image(90),
      compactedThrough: 90,
      records: [accepted(92)],
    });
  });

  it('removes the replaced slots with one request', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    const records = new Array(500).fill(0).map((_, position) => accepted(position + 1));
    await store.commit({ writes: [write({ promised: ballot, records, decidedThrough: slot(500) })] });
    const { IDBObjectStore: Objects } = await import('fake-indexeddb');
    const removals = vi.spyOn(Objects.prototype, 'delete');
    await store.commit({ writes: [write({ snapshot: image(500), compactedThrough: slot(500) })] });
    await store.commit({ writes: [write({ decidedThrough: slot(500) })] });
    // The slots, and the chunks of earlier snapshots.
    expect(removals).toHaveBeenCalledTimes(2);
  });

  it('stores only the bytes of a snapshot, not its whole buffer', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    const { bytes, ...rest } = image(1);
    const buffer = new Uint8Array(10_000);
    buffer.set(bytes, 100);
    const snapshot = { ...rest, bytes: buffer.subarray(100, 100 + bytes.byteLength) };
    await store.commit({
      writes: [write({ promised: ballot, snapshot, compactedThrough: slot(1), decidedThrough: slot(1) })],
    });
    expect((await open(indexedDB)).opened.state?.snapshot?.bytes.buffer.byteLength).toBe(bytes.byteLength);
  });

  it('holds either the old or the new state if it breaks while a snapshot replaces the log', async () => {
    const { IDBObjectStore: Objects } = await import('fake-indexeddb');
    const more = {
      writes: [
        write({
          records: [accepted(4)],
          decidedThrough: slot(4),
          snapshot: image(4),
          compactedThrough: slot(3),
        }),
      ],
      outbox: { append: [], remove: [1] },
    };
    let breaksAt = 1;
    for (; ; breaksAt += 1) {
      const indexedDB = freshIndexedDB();
      const store = await open(indexedDB);
      const records = [1, 2, 3].map((n) => accepted(n));
      await store.commit({
        writes: [write({ promised: ballot, records, decidedThrough: slot(3) })],
        outbox: { append: commandsOf(store, 1), remove: [] },
      });
      const before = (await open(indexedDB)).opened;
      const current = await open(indexedDB);
      let requests = 0;
      for (const method of ['put', 'delete'] as const) {
        const original = Objects.prototype[method];
        vi.spyOn(Objects.prototype, method).mockImplementation(function (
          this: IDBObjectStore,
          ...parameters: unknown[]
        ) {
          requests += 1;
          if (requests === breaksAt) throw new Error('power cut');
          return Reflect.apply(original, this, parameters);
        });
      }
      const done = await current.commit(more).then(
        () => true,
        () => false,
      );
      vi.restoreAllMocks();
      const after = (await open(indexedDB)).opened;
      if (done) {
        expect(after.state).toMatchObject({
          snapshot: image(4),
          compactedThrough: 3,
          records: [accepted(4)],
        });
        expect(after.outbox).toEqual([]);
        break;
      }
      expect(after).toMatchObject({ state: before.state, outbox: before.outbox });
      expect(after.state?.records).toHaveLength(3);
    }
    // The range, the slot, the snapshot, the promise, the command of the outbox, the chunks of earlier snapshots.
    expect(breaksAt).toBe(7);
  });
});
