import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeSnapshot, type SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import type { DurableState, LogRecord, Write } from '#shared/paxos/effects.ts';
import { type Ballot, isHigherBallot, noBallot } from '#shared/paxos/model/ballot.ts';
import { configuration } from '#shared/paxos/model/configuration.ts';
import { type Group, noDigest, noop } from '#shared/paxos/model/entry.ts';
import {
  isReplicaId,
  noSlot,
  replicaId,
  type Slot,
  slot,
  type WriteNumber,
} from '#shared/paxos/model/ids.ts';
import { Author, groupOf } from '#shared/paxos/testing/groups.ts';
import { encodeGroup, encodeRecord } from '#shared/wire/record.ts';
import { StoreCorrupted, StoreFailed, StoreFenced, StoreGone, StoreTooNew, StoreTooOld } from './errors.ts';
import { ReplicaStore } from './replica-store.ts';
import { deleteDatabase } from './strict-store.ts';
import { freshIndexedDB, storeOptions, tamper } from './testing/databases.ts';

const alice = replicaId('alice');
const ballot: Ballot = { epoch: noSlot, round: 2, replica: alice };

function open(indexedDB: IDBFactory, founder = false): Promise<ReplicaStore> {
  return ReplicaStore.open('b', storeOptions(indexedDB, founder));
}

function accepted(position: number, round = 2): LogRecord {
  const group = groupOf(alice, position, Uint8Array.of(position & 0xff, round));
  return {
    slot: slot(position),
    ballot: { epoch: noSlot, round, replica: alice },
    entry: { type: 'commands', groups: [group] },
  };
}

function write(
  change: Omit<Write, 'number' | 'generation' | 'records'> & { readonly records?: readonly LogRecord[] },
): Write {
  return { number: 1 as WriteNumber, generation: 1, records: [], ...change };
}

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

/** Own commands with the next numbers, one per group. */
function commandsOf({ opened }: ReplicaStore, count: number): readonly Group[] {
  const author = new Author(opened.replica, opened.nextSequence);
  return Array.from({ length: count }, (_, at) => author.group(Uint8Array.of(at)));
}

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

  it('reads ten thousand records with one request', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    const records = new Array(10_000).fill(0).map((_, position) => accepted(position + 1));
    await store.commit({ writes: [write({ promised: ballot, records, decidedThrough: slot(10_000) })] });
    const { IDBObjectStore: Objects } = await import('fake-indexeddb');
    const single = vi.spyOn(Objects.prototype, 'get');
    const { opened } = await open(indexedDB);
    expect(opened.state?.records).toHaveLength(10_000);
    expect(opened.state?.records[9_999]).toEqual(accepted(10_000));
    expect(single).not.toHaveBeenCalled();
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

  it('keeps the outbox and never reuses a number', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    const [first, second, third] = commandsOf(store, 3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('unreachable');
    await store.commit({ writes: [], outbox: { append: [first, second], remove: [] } });
    await store.commit({ writes: [], outbox: { append: [third], remove: [1] } });
    expect((await open(indexedDB)).opened).toMatchObject({
      outbox: [second, third],
      nextSequence: 4,
      lastDigest: third.digest,
      state: undefined,
    });
    const again = await open(indexedDB);
    await again.commit({ writes: [], outbox: { append: [], remove: [2, 3] } });
    expect((await open(indexedDB)).opened).toMatchObject({
      outbox: [],
      nextSequence: 4,
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
      nextSequence: 1,
    });
  });

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
    expect(removals).toHaveBeenCalledTimes(1);
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
    // The range, the slot, the snapshot, the promise, the command of the outbox.
    expect(breaksAt).toBe(6);
  });

  it('holds the sum of the committed writes, for arbitrary writes', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, async (groups) => {
        const indexedDB = freshIndexedDB();
        let expected = emptyState;
        for (const { writes, reopen } of groups) {
          const store = await open(indexedDB);
          await store.commit({ writes });
          for (const each of writes) expected = applied(expected, each);
          if (reopen) expect((await open(indexedDB)).opened.state ?? emptyState).toEqual(expected);
        }
        expect((await open(indexedDB)).opened.state ?? emptyState).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

const emptyState: DurableState = {
  generation: 0,
  promised: noBallot,
  decidedThrough: noSlot,
  compactedThrough: noSlot,
  records: [],
};

/** The image of a snapshot through `position`, with a distinct state. */
function image(position: number): SnapshotImage {
  return encodeSnapshot({
    through: slot(position),
    configuration: configuration(1, [alice]),
    epoch: slot(1),
    sessions: [[alice, position, noDigest]],
    state: Uint8Array.of(position),
  });
}

/** A plain model of a write. */
function applied(state: DurableState, change: Write): DurableState {
  const records = new Map(state.records.map((record) => [record.slot, record]));
  for (const record of change.records) records.set(record.slot, record);
  const compactedThrough = change.compactedThrough ?? state.compactedThrough;
  const snapshot = change.snapshot ?? state.snapshot;
  return {
    generation: change.generation,
    promised: change.promised ?? state.promised,
    decidedThrough: change.decidedThrough ?? state.decidedThrough,
    ...(snapshot === undefined ? {} : { snapshot }),
    compactedThrough,
    records: [...records.values()]
      .filter((record) => record.slot > compactedThrough)
      .sort((a, b) => a.slot - b.slot),
  };
}

/** Histories of writes as an engine makes them: promises rise, accepts are at or below them, decisions grow. */
const anyHistory = fc
  .array(
    fc.record({
      reopen: fc.boolean(),
      writes: fc.array(
        fc.record({
          raise: fc.boolean(),
          accept: fc.array(fc.nat(12), { maxLength: 4 }),
          decide: fc.nat(3),
          compact: fc.boolean(),
          keep: fc.nat(2),
        }),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 6 },
  )
  .map((groups) => {
    let round = 0;
    let number = 0;
    let through = 0;
    let compacted = 0;
    const held = new Set<number>();
    return groups.map(({ writes, reopen }) => ({
      reopen,
      writes: writes.map(({ raise, accept, decide, compact, keep }): Write => {
        if (raise) round += 1;
        const slots = round === 0 ? [] : accept.map((ahead) => through + 1 + ahead);
        for (const position of slots) held.add(position);
        for (let step = 0; step < decide && held.has(through + 1); step += 1) through += 1;
        if (compact) compacted = Math.max(compacted, through - keep);
        number += 1;
        return {
          number: number as WriteNumber,
          generation: 1 + round,
          records: slots.map((position) => accepted(position, round)),
          ...(raise ? { promised: { epoch: noSlot, round, replica: alice } } : {}),
          ...(decide > 0 || compact ? { decidedThrough: slot(through) as Slot } : {}),
          ...(compact && through > 0 ? { snapshot: image(through), compactedThrough: slot(compacted) } : {}),
        };
      }),
    }));
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

describe('damage', () => {
  async function damaged(change: (objects: IDBObjectStore) => void): Promise<Promise<unknown>> {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    await store.commit({
      writes: [
        write({ promised: ballot, records: [1, 2, 3].map((n) => accepted(n)), decidedThrough: slot(2) }),
      ],
      outbox: { append: commandsOf(store, 3), remove: [] },
    });
    store.close();
    await tamper(indexedDB, 'b', change);
    return open(indexedDB);
  }

  it.each<[string, (objects: IDBObjectStore) => void]>([
    ['a lost identity', (objects) => objects.delete('identity')],
    ['an identity that is none', (objects) => objects.put({ format: 3, replica: 'a b' }, 'identity')],
    ['lost promises', (objects) => objects.delete('meta')],
    ['promises that are none', (objects) => objects.put('promised', 'meta')],
    ['promises cut short', (objects) => objects.put(Uint8Array.of(17), 'meta')],
    ['a lost decided slot', (objects) => objects.delete(['log', 2])],
    ['a slot in the wrong place', (objects) => objects.put(new Uint8Array(3), ['log', 4])],
    ['a slot of something else', (objects) => objects.put({}, ['log', 3])],
    ['an unknown list', (objects) => objects.put(1, ['diary', 3])],
    ['an unknown kind of key', (objects) => objects.put(1, 3)],
    ['a hole in the outbox', (objects) => objects.delete(['outbox', 2])],
    ['a command of something else', (objects) => objects.put('text', ['outbox', 3])],
    [
      'a forgotten command number',
      (objects) => objects.put({ nextSequence: 2, lastDigest: new Uint8Array(32) }, 'outboxEnd'),
    ],
    [
      'a digest that is none',
      (objects) => objects.put({ nextSequence: 4, lastDigest: new Uint8Array(9) }, 'outboxEnd'),
    ],
    ['commands of another device', (objects) => objects.put(encodeGroup(groupOf(alice, 3)), ['outbox', 3])],
  ])('is rejected with a reason: %s', async (_, change) => {
    await expect(damaged(change)).rejects.toThrow(StoreCorrupted);
  });

  describe('of a compacted log', () => {
    async function compacted(change: (objects: IDBObjectStore) => void): Promise<unknown> {
      const indexedDB = freshIndexedDB();
      const store = await open(indexedDB);
      const records = [1, 2, 3, 4, 5].map((n) => accepted(n));
      await store.commit({ writes: [write({ promised: ballot, records, decidedThrough: slot(5) })] });
      await store.commit({ writes: [write({ snapshot: image(4), compactedThrough: slot(2) })] });
      store.close();
      await tamper(indexedDB, 'b', change);
      return open(indexedDB);
    }

    const [whole, early, late] = [image(4), image(1), image(6)];

    it.each<[string, (objects: IDBObjectStore) => void]>([
      ['a lost snapshot', (objects) => objects.delete('snapshot')],
      [
        'a snapshot with a flipped bit',
        (objects) => objects.put({ ...whole, bytes: flipped(whole.bytes) }, 'snapshot'),
      ],
      ['a snapshot of something else', (objects) => objects.put('board', 'snapshot')],
      ['a snapshot that says another slot', (objects) => objects.put({ ...whole, through: 3 }, 'snapshot')],
      ['a snapshot that ends before the log begins', (objects) => objects.put(early, 'snapshot')],
      ['a snapshot of what is not decided', (objects) => objects.put(late, 'snapshot')],
      ['a hole behind the snapshot', (objects) => objects.delete(['log', 5])],
      ['a hole in what the log kept', (objects) => objects.delete(['log', 3])],
      ['a slot that was removed', (objects) => objects.put(encodeRecord(accepted(2)), ['log', 2])],
      [
        'a snapshot alone',
        (objects) => {
          objects.delete('meta');
          for (const n of [3, 4, 5]) objects.delete(['log', n]);
        },
      ],
    ])('is rejected with a reason: %s', async (_, change) => {
      await expect(compacted(change)).rejects.toThrow(StoreCorrupted);
    });

    it('is not reported if nothing was changed', async () => {
      expect(await compacted(() => undefined)).toBeInstanceOf(ReplicaStore);
    });
  });

  it('is detected if an accept is above the promise', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    await store.commit({ writes: [write({ promised: ballot, records: [accepted(1, 3)] })] });
    await expect(open(indexedDB)).rejects.toThrow(StoreCorrupted);
  });

  it('is distinguished from the data of a newer or an older version', async () => {
    const newer = { format: 4, replica: 'x', more: true };
    await expect(damaged((objects) => objects.put(newer, 'identity'))).rejects.toThrow(StoreTooNew);
    const older = { format: 2, deviceSecretKey: new Uint8Array(32), founder: true, createdAt: 1 };
    await expect(damaged((objects) => objects.put(older, 'identity'))).rejects.toThrow(StoreTooOld);
  });

  it('does not count as an opening', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    await tamper(indexedDB, 'b', (objects) => objects.put(1, ['diary', 3]));
    await expect(open(indexedDB)).rejects.toThrow(StoreCorrupted);
    await tamper(indexedDB, 'b', (objects) => objects.delete(['diary', 3]));
    await store.commit({ writes: [write({ promised: ballot })] });
  });
});

describe('a database that is deleted while in use', () => {
  const name = 'paxboard-board-b';

  it('is detected at once, and by every later commit', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    const gone = new Promise<StoreGone>((resolve) => store.onGone(resolve));
    await deleteDatabase(indexedDB, name);
    expect(await gone).toBeInstanceOf(StoreGone);
    await expect(store.commit({ writes: [write({ promised: ballot })] })).rejects.toThrow(StoreGone);
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('is detected by a commit that the browser aborts', async () => {
    const indexedDB = freshIndexedDB();
    const { IDBDatabase: Databases } = await import('fake-indexeddb');
    const store = await open(indexedDB);
    const begin = Databases.prototype.transaction;
    // As in Chromium: transactions end, then the connection, then the data.
    vi.spyOn(Databases.prototype, 'transaction').mockImplementationOnce(function (
      this: IDBDatabase,
      ...given
    ) {
      const transaction = begin.apply(this, given);
      queueMicrotask(() => transaction.abort());
      void deleteDatabase(indexedDB, name);
      return transaction;
    });
    await expect(store.commit({ writes: [write({ promised: ballot })] })).rejects.toThrow(StoreGone);
  });

  it('is detected if the browser closes the connection shortly before the deletion', async () => {
    const indexedDB = freshIndexedDB();
    const databases: IDBDatabase[] = [];
    const begin = indexedDB.open.bind(indexedDB);
    vi.spyOn(indexedDB, 'open').mockImplementation((...given) => {
      const request = begin(...given);
      request.addEventListener('success', () => databases.push(request.result));
      return request;
    });
    const store = await open(indexedDB);
    const gone = new Promise<StoreGone>((resolve) => store.onGone(resolve));
    databases[0]?.close();
    databases[0]?.onclose?.(new Event('close'));
    await vi.waitFor(() => expect(databases).toHaveLength(2));
    await deleteDatabase(indexedDB, name);
    expect(await gone).toBeInstanceOf(StoreGone);
  });

  it('is distinguished from one that only failed', async () => {
    const indexedDB = freshIndexedDB();
    const { IDBDatabase: Databases } = await import('fake-indexeddb');
    const store = await open(indexedDB);
    const gone = vi.fn();
    store.onGone(gone);
    vi.spyOn(Databases.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException('the disk is broken', 'UnknownError');
    });
    await expect(store.commit({ writes: [write({ promised: ballot })] })).rejects.toThrow(StoreFailed);
    expect(gone).not.toHaveBeenCalled();
  });
});
