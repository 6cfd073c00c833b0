import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LogRecord } from '#shared/paxos/effects.ts';
import { isHigherBallot, noBallot } from '#shared/paxos/model/ballot.ts';
import { type Group, noop } from '#shared/paxos/model/entry.ts';
import { isReplicaId, noSlot, slot } from '#shared/paxos/model/ids.ts';
import { sequenceOf } from '#shared/paxos/model/sequence.ts';
import { Author } from '#shared/paxos/testing/groups.ts';
import { StoreFailed, StoreFenced, StoreGone } from '../errors.ts';
import { freshIndexedDB, storeOptions, tamper } from '../testing/databases.ts';
import { accepted, alice, ballot, commandsOf, open, write } from '../testing/writes.ts';
import { ReplicaStore } from './replica-store.ts';

afterEach(() => vi.restoreAllMocks());

describe('opening', () => {
  it('creates a new replica in an empty database', async () => {
    const { opened } = await open(freshIndexedDB(), true);
    expect(isReplicaId(opened.replica)).toBe(true);
    expect(opened.replica).toHaveLength(22);
    expect(opened).toMatchObject({ founder: true, isNew: true, outbox: [], nextSequence: 1 });
    expect(opened.state).toBeUndefined();
  });

  it('returns the same replica again, whose founder flag never changes', async () => {
    const indexedDB = freshIndexedDB();
    const first = await open(indexedDB, false);
    const again = await open(indexedDB, true);
    expect(again.opened).toMatchObject({ replica: first.opened.replica, founder: false, isNew: false });
  });

  it('keeps boards separate', async () => {
    const indexedDB = freshIndexedDB();
    const one = await ReplicaStore.open('one', storeOptions(indexedDB));
    const two = await ReplicaStore.open('two', storeOptions(indexedDB));
    expect(one.opened.replica).not.toBe(two.opened.replica);
  });

  it('fails with a reason if the storage cannot be used', async () => {
    const indexedDB = freshIndexedDB();
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('storage is disabled', 'SecurityError');
    });
    await expect(open(indexedDB)).rejects.toThrow(StoreFailed);
    await expect(open(indexedDB)).rejects.toMatchObject({
      fault: { type: 'failed', use: 'open', cause: expect.stringContaining('storage is disabled') },
    });
  });

  it('passes on a bug of the page unchanged', async () => {
    const indexedDB = freshIndexedDB();
    const fault = new TypeError('x is not a function');
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw fault;
    });
    await expect(open(indexedDB)).rejects.toBe(fault);
  });

  it('reads ten thousand records in groups', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    const records = new Array(10_000).fill(0).map((_, position) => accepted(position + 1));
    await store.commit({ writes: [write({ promised: ballot, records, decidedThrough: slot(10_000) })] });
    const { IDBObjectStore: Objects } = await import('fake-indexeddb');
    const [single, several] = [vi.spyOn(Objects.prototype, 'get'), vi.spyOn(Objects.prototype, 'getAll')];
    const { opened } = await open(indexedDB);
    expect(opened.state?.records).toHaveLength(10_000);
    expect(opened.state?.records[9_999]).toEqual(accepted(10_000));
    expect(single).not.toHaveBeenCalled();
    expect(several.mock.calls.length).toBeLessThan(1000);
  });
});

describe('committing', () => {
  it("keeps the engine's writes", async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    await store.commit({ writes: [write({ promised: ballot })] });
    await store.commit({ writes: [write({ records: [accepted(1), accepted(2)] })] });
    await store.commit({ writes: [write({ decidedThrough: slot(1) })] });
    const { opened } = await open(indexedDB);
    expect(opened.state).toEqual({
      generation: 1,
      promised: ballot,
      decidedThrough: 1,
      compactedThrough: 0,
      records: [accepted(1), accepted(2)],
    });
  });

  it('merges several writes: the last one counts', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    const learned: LogRecord = { slot: slot(1), ballot: noBallot, entry: noop };
    await store.commit({
      writes: [
        write({ promised: { epoch: noSlot, round: 1, replica: alice }, records: [accepted(1, 1)] }),
        write({ promised: ballot, records: [learned], decidedThrough: slot(1) }),
      ],
    });
    expect((await open(indexedDB)).opened.state).toEqual({
      generation: 1,
      promised: ballot,
      decidedThrough: 1,
      compactedThrough: 0,
      records: [learned],
    });
  });

  it('reserves an incarnation with each opening, whether or not a command was stored', async () => {
    const indexedDB = freshIndexedDB();
    for (const incarnation of [0, 1, 2]) {
      const { opened } = await open(indexedDB);
      expect(opened.nextSequence).toBe(sequenceOf(incarnation, 1));
    }
    const store = await open(indexedDB);
    const append = commandsOf(store, 1);
    await store.commit({ writes: [], outbox: { append, remove: [] } });
    const { opened } = await open(indexedDB);
    expect(opened).toMatchObject({ outbox: append, nextSequence: sequenceOf(4, 1) });
  });

  it('holds commands of several incarnations', async () => {
    const indexedDB = freshIndexedDB();
    const all: Group[] = [];
    for (const count of [2, 1]) {
      const store = await open(indexedDB);
      const append = commandsOf(store, count);
      await store.commit({ writes: [], outbox: { append, remove: [] } });
      all.push(...append);
    }
    expect((await open(indexedDB)).opened.outbox).toEqual(all);
  });

  it('opens a board of the version before: its commands are those of the first incarnation', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB, true);
    const append = commandsOf(store, 2);
    await store.commit({ writes: [write({ promised: ballot })], outbox: { append, remove: [] } });
    store.close();
    const { deviceSecretKey } = store.opened;
    await tamper(indexedDB, 'b', (objects) => {
      objects.put({ format: 3, deviceSecretKey, founder: true, createdAt: 1 }, 'identity');
      objects.delete('incarnation');
    });
    for (const incarnation of [1, 2]) {
      const { opened } = await open(indexedDB);
      expect(opened).toMatchObject({
        replica: store.opened.replica,
        founder: true,
        outbox: append,
        nextSequence: sequenceOf(incarnation, 1),
        state: { promised: ballot },
      });
    }
  });

  it('keeps the outbox and never reuses a number', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    const [first, second, third] = commandsOf(store, 3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('unreachable');
    await store.commit({ writes: [], outbox: { append: [first, second], remove: [] } });
    await store.commit({ writes: [], outbox: { append: [third], remove: [1] } });
    expect((await open(indexedDB)).opened).toMatchObject({
      outbox: [second, third],
      nextSequence: sequenceOf(1, 1),
      lastDigest: third.digest,
      state: undefined,
    });
    const again = await open(indexedDB);
    await again.commit({ writes: [], outbox: { append: [], remove: [2, 3] } });
    expect((await open(indexedDB)).opened).toMatchObject({
      outbox: [],
      nextSequence: sequenceOf(3, 1),
      lastDigest: third.digest,
    });
  });

  it('stores only the bytes of a command, not its whole buffer', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    const body = new Uint8Array(1_000).fill(7).subarray(10, 13);
    const append = [new Author(store.opened.replica).group(body)];
    await store.commit({ writes: [], outbox: { append, remove: [] } });
    const [stored] = (await open(indexedDB)).opened.outbox;
    expect(stored).toEqual(append[0]);
    expect(stored?.bodies[0]?.buffer.byteLength).toBeLessThan(200);
  });

  it('uses one strict transaction for a batch', async () => {
    const indexedDB = freshIndexedDB();
    const { IDBDatabase: Database } = await import('fake-indexeddb');
    const store = await open(indexedDB);
    const transaction = vi.spyOn(Database.prototype, 'transaction');
    await store.commit({
      writes: [write({ promised: ballot, records: [accepted(1)] }), write({ records: [accepted(2)] })],
      outbox: { append: commandsOf(store, 1), remove: [] },
    });
    expect(transaction.mock.calls).toEqual([['replica', 'readwrite', { durability: 'strict' }]]);
  });

  it('requests all of a batch at once, without waiting for the fence', async () => {
    const store = await open(freshIndexedDB());
    const { IDBObjectStore: Objects } = await import('fake-indexeddb');
    const put = vi.spyOn(Objects.prototype, 'put');
    const commit = store.commit({ writes: [write({ promised: ballot, records: [accepted(1)] })] });
    expect(put).toHaveBeenCalledTimes(2);
    await commit;
    expect(put).toHaveBeenCalledTimes(2);
  });

  it('does not wait for the disk where a batch holds only a hint', async () => {
    const indexedDB = freshIndexedDB();
    const { IDBDatabase: Database } = await import('fake-indexeddb');
    const store = await open(indexedDB);
    await store.commit({ writes: [write({ promised: ballot, records: [accepted(1)] })] });
    const transaction = vi.spyOn(Database.prototype, 'transaction');
    await store.commit({ writes: [write({ decidedThrough: slot(1), isHint: true })] });
    await store.commit({
      writes: [write({ decidedThrough: slot(1), isHint: true })],
      outbox: { append: commandsOf(store, 1), remove: [] },
    });
    expect(transaction.mock.calls.map(([, , options]) => options)).toEqual([
      { durability: 'relaxed' },
      { durability: 'strict' },
    ]);
    expect((await open(indexedDB)).opened.state?.decidedThrough).toBe(1);
  });

  it('keeps nothing of a commit that breaks in the middle, and accepts no other after it', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    await store.commit({ writes: [write({ promised: ballot, records: [accepted(1)] })] });
    const { IDBObjectStore: Objects } = await import('fake-indexeddb');
    const put = Objects.prototype.put;
    let puts = 0;
    vi.spyOn(Objects.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...parameters) {
      puts += 1;
      if (puts === 3) throw Object.assign(new Error('full'), { name: 'QuotaExceededError' });
      return put.apply(this, parameters);
    });
    const more = {
      writes: [
        write({
          promised: { epoch: noSlot, round: 9, replica: alice },
          records: [accepted(1, 9), accepted(2, 9)],
        }),
      ],
      outbox: { append: commandsOf(store, 1), remove: [] },
    };
    await expect(store.commit(more)).rejects.toMatchObject({ fault: { type: 'full' } });
    vi.restoreAllMocks();
    await expect(store.commit({ writes: [] })).rejects.toThrow(StoreFailed);
    expect((await open(indexedDB)).opened).toMatchObject({
      state: { promised: ballot, decidedThrough: 0, records: [accepted(1)] },
      outbox: [],
      nextSequence: sequenceOf(1, 1),
    });
  });
});

describe('two windows of one device', () => {
  it('never act as one replica: only the one that opened the board last continues', async () => {
    const indexedDB = freshIndexedDB();
    const first = await open(indexedDB);
    await first.commit({ writes: [write({ promised: ballot })] });
    const second = await open(indexedDB);
    const higher = { epoch: noSlot, round: 9, replica: alice };
    await expect(first.commit({ writes: [write({ promised: higher })] })).rejects.toThrow(StoreFenced);
    await expect(first.commit({ writes: [] })).rejects.toThrow(StoreFenced);
    await second.commit({ writes: [write({ records: [accepted(1)] })] });
    const { state } = (await open(indexedDB)).opened;
    expect(state?.promised).toEqual(ballot);
    expect(isHigherBallot(higher, ballot)).toBe(true);
  });

  it('have no write of the first one that the second does not know, however long each of their steps takes', async () => {
    const higher = { epoch: noSlot, round: 9, replica: alice };
    const outcomes = new Set<boolean>();
    for (let turns = 0; turns < 40; turns += 1) {
      const indexedDB = freshIndexedDB();
      const first = await open(indexedDB);
      await first.commit({ writes: [write({ promised: ballot })] });
      const opening = open(indexedDB);
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
      const isStored = await first.commit({ writes: [write({ promised: higher })] }).then(
        () => true,
        () => false,
      );
      expect((await opening).opened.state?.promised).toEqual(isStored ? higher : ballot);
      await expect(first.commit({ writes: [] })).rejects.toThrow(StoreFenced);
      outcomes.add(isStored);
    }
    expect(outcomes.size).toBe(2);
  });

  it('fences an opener of a database that was removed and recreated since', async () => {
    const indexedDB = freshIndexedDB();
    const old = await open(indexedDB);
    await old.commit({ writes: [write({ promised: ballot })] });
    await ReplicaStore.destroy('b', indexedDB);
    const fresh = await open(indexedDB);
    const promised = { ...ballot, round: 9 };
    await fresh.commit({ writes: [write({ promised })] });
    await expect(old.commit({ writes: [write({})] })).rejects.toThrow(StoreGone);
    const { opened } = await open(indexedDB);
    expect(opened).toMatchObject({ replica: fresh.opened.replica, state: { promised } });
  });

  it('are notified when the board was removed in the other one', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    await ReplicaStore.destroy('b', indexedDB);
    await expect(store.commit({ writes: [write({ promised: ballot })] })).rejects.toThrow(StoreGone);
    expect(await indexedDB.databases()).toEqual([]);
  });
});

describe('removing a board', () => {
  it('gives a later opener a new identity', async () => {
    const indexedDB = freshIndexedDB();
    const first = await open(indexedDB);
    first.close();
    await ReplicaStore.destroy('b', indexedDB);
    const second = await open(indexedDB);
    expect(second.opened.isNew).toBe(true);
    expect(second.opened.replica).not.toBe(first.opened.replica);
  });
});
