import { describe, expect, it } from 'vitest';
import { peerProtocol } from '#shared/invite/handshake.ts';
import { slot } from '#shared/paxos/model/ids.ts';
import { maxIncarnation } from '#shared/paxos/model/sequence.ts';
import { groupOf } from '#shared/paxos/testing/groups.ts';
import { encodeGroup, encodeRecord } from '#shared/wire/record.ts';
import { StoreCorrupted, StoreTooNew, StoreTooOld } from '../errors.ts';
import { freshIndexedDB, tamper } from '../testing/databases.ts';
import { accepted, alice, ballot, commandsOf, flipped, image, open, write } from '../testing/writes.ts';
import { isIntact } from './intact-snapshot.ts';
import { ReplicaStore } from './replica-store.ts';

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
    ['an identity that is none', (objects) => objects.put({ format: 4, replica: 'a b' }, 'identity')],
    ['a lost incarnation', (objects) => objects.delete('incarnation')],
    ['an incarnation that is none', (objects) => objects.put(0.5, 'incarnation')],
    ['the last incarnation', (objects) => objects.put(maxIncarnation, 'incarnation')],
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
    const newer = { format: 6, replica: 'x', more: true };
    await expect(damaged((objects) => objects.put(newer, 'identity'))).rejects.toThrow(StoreTooNew);
    const older = { format: 2, deviceSecretKey: new Uint8Array(32), founder: true, createdAt: 1 };
    await expect(damaged((objects) => objects.put(older, 'identity'))).rejects.toThrow(StoreTooOld);
  });

  it('is distinguished from data that a version of a newer protocol has opened', async () => {
    const indexedDB = freshIndexedDB();
    await open(indexedDB);
    await tamper(indexedDB, 'b', (objects) => objects.put(peerProtocol + 1, 'protocol'));
    await expect(open(indexedDB)).rejects.toThrow(StoreTooNew);
    // One of an older protocol, or from before protocols were stored, is opened, and closed to older versions then.
    for (const before of [peerProtocol - 1, undefined]) {
      await tamper(indexedDB, 'b', (objects) => objects.put(before, 'protocol'));
      expect(await open(indexedDB)).toBeInstanceOf(ReplicaStore);
      await tamper(indexedDB, 'b', (objects) => {
        const stored = objects.get('protocol');
        stored.onsuccess = () => expect(stored.result).toBe(peerProtocol);
      });
    }
  });

  it('does not count as an opening', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    await tamper(indexedDB, 'b', (objects) => objects.put(1, ['diary', 3]));
    await expect(open(indexedDB)).rejects.toThrow(StoreCorrupted);
    await tamper(indexedDB, 'b', (objects) => objects.delete(['diary', 3]));
    await store.commit({ writes: [write({ promised: ballot })] });
  });

  it('of a snapshot does not count as an opening either, though the transaction has replaced the fence', async () => {
    const indexedDB = freshIndexedDB();
    const store = await open(indexedDB);
    await store.commit({
      writes: [write({ promised: ballot, records: [accepted(1)], decidedThrough: slot(1) })],
    });
    await store.commit({ writes: [write({ snapshot: image(1) })] });
    const [whole] = [image(1)];
    await tamper(indexedDB, 'b', (objects) =>
      objects.put({ ...whole, bytes: flipped(whole.bytes) }, 'snapshot'),
    );
    await expect(open(indexedDB)).rejects.toThrow(StoreCorrupted);
    await tamper(indexedDB, 'b', (objects) => objects.put(whole, 'snapshot'));
    await store.commit({ writes: [write({ promised: ballot })] });
  });

  it('of a snapshot is detected on plain HTTP, too, where the platform computes no digests', async () => {
    const whole = image(1);
    const damaged = { ...whole, bytes: flipped(whole.bytes) };
    const decoys = { digest: () => Promise.resolve(new ArrayBuffer(32)) };
    for (const subtle of [undefined, globalThis.crypto.subtle, decoys]) {
      expect(await isIntact({ ...whole }, 'board', subtle)).toBe(true);
      expect(await isIntact({ ...damaged }, 'board', subtle)).toBe(false);
    }
    expect(await isIntact(undefined)).toBe(true);
  });
});
