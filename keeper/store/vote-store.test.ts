import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Packr } from 'msgpackr';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatVersion } from '#app/store/replica/layout.ts';
import { peerProtocol } from '#shared/invite/handshake.ts';
import { deviceIdentity } from '#shared/invite/keys/device-key.ts';
import { deriveKeys, linkKeysOf } from '#shared/invite/keys/keys.ts';
import type { LogRecord, Write } from '#shared/paxos/effects.ts';
import { configuration } from '#shared/paxos/model/configuration.ts';
import { noop } from '#shared/paxos/model/entry.ts';
import { replicaId, slot, type WriteNumber } from '#shared/paxos/model/ids.ts';
import { encodeBase } from '#shared/paxos/witness/base.ts';
import { unwritableFiles, watchedFiles } from '../testing/faulty-files.ts';
import { type Files, NumberedLog } from './numbered-log.ts';
import { VoteStore } from './vote-store.ts';

const secretKey = new Uint8Array(32).fill(9);
const { replica } = deviceIdentity(secretKey);
const vote = {
  keys: linkKeysOf(deriveKeys(new Uint8Array(32).fill(1))),
  permission: new Uint8Array(64).fill(2),
  name: 'The host',
  from: '192.168.1.20',
  askedAt: 1000,
};
const ada = replicaId('ada');
const ballot = (round: number) => ({ epoch: slot(1), round, replica: ada });
const record = (at: number, round = 1): LogRecord => ({ slot: slot(at), ballot: ballot(round), entry: noop });

let number = 0;
function write(parts: Partial<Write>): { readonly writes: readonly Write[] } {
  number += 1;
  return { writes: [{ number: number as WriteNumber, generation: 1, records: [], ...parts }] };
}

let folder: string;
const stores: VoteStore[] = [];

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'paxboard-vote-')), 'vote');
});

afterEach(async () => {
  for (const store of stores.splice(0)) await store.closed();
  await rm(join(folder, '..'), { recursive: true, force: true });
});

async function create(mostBytes?: number, files?: Files): Promise<VoteStore> {
  const store = await VoteStore.create(folder, secretKey, vote, { now: () => 1000, mostBytes, files });
  stores.push(store);
  return store;
}

async function reopen() {
  const opened = await VoteStore.open(folder, replica, {});
  if (opened === undefined) throw new Error('there is nothing');
  stores.push(opened.store);
  return opened;
}

describe('the storage of a kept vote', () => {
  test('has its key, its record and its promises in one log', async () => {
    const store = await create();
    expect(store.opened).toMatchObject({ ...deviceIdentity(secretKey), state: undefined, isNew: true });
    await store.commit(write({ promised: ballot(1) }));
    await store.commit(write({ records: [record(1), record(2)], decidedThrough: slot(1) }));
    await store.commit(write({ promised: ballot(3), records: [record(2, 3)] }));
    const opened = await reopen();
    expect(opened.vote).toEqual(vote);
    expect(opened.store.opened).toMatchObject({ ...deviceIdentity(secretKey), isNew: false });
    expect(opened.store.opened.state).toEqual({
      generation: 1,
      promised: ballot(3),
      decidedThrough: 1,
      compactedThrough: 0,
      records: [record(1), record(2, 3)],
    });
  });

  test('removes the log that its base replaces, and stays as small as what it needs', async () => {
    const store = await create();
    await store.commit(write({ promised: ballot(1) }));
    const inForce = { epoch: slot(1), configuration: configuration(1, [ada]) };
    for (let at = 1; at <= 60_000; at += 400) {
      const records = Array.from({ length: 400 }, (_, more) => record(at + more));
      await store.commit(write({ records, decidedThrough: slot(at + 399) }));
      const through = slot(at + 390);
      const snapshot = encodeBase({ through, ...inForce });
      await store.commit(write({ snapshot, compactedThrough: through }));
    }
    const [name = ''] = await readdir(folder);
    expect((await readFile(join(folder, name))).length).toBeLessThan(1.1 * 1024 * 1024);
    expect(name).not.toBe('1.log');
    const { state } = (await reopen()).store.opened;
    expect(state).toMatchObject({ decidedThrough: 60_000, compactedThrough: 59_991 });
    expect(state?.records.map((each) => each.slot)).toEqual(
      Array.from({ length: 9 }, (_, more) => 59_992 + more),
    );
  });

  test('takes nothing more once another process has opened it', async () => {
    const store = await create();
    await reopen();
    await expect(store.commit(write({ promised: ballot(1) }))).rejects.toMatchObject({ name: 'StoreFenced' });
    await expect(store.commit(write({ promised: ballot(2) }))).rejects.toMatchObject({ name: 'StoreFenced' });
    expect((await reopen()).store.opened.state).toBeUndefined();
  });

  test('is not opened as that of another vote', async () => {
    await create();
    await expect(VoteStore.open(folder, ada, {})).rejects.toMatchObject({ name: 'StoreCorrupted' });
    expect((await reopen()).vote).toEqual(vote);
  });

  test('is closed to versions of an older protocol than the newest that has opened it', async () => {
    await create();
    const { log } = await NumberedLog.open(folder, false);
    const identity = { format: formatVersion, deviceSecretKey: secretKey, founder: false, createdAt: 1000 };
    const values = [
      ['identity', identity],
      ['protocol', peerProtocol + 1],
    ];
    await log.begin(new Packr({ useRecords: false }).pack([null, values]));
    await log.close();
    await expect(VoteStore.open(folder, replica, {})).rejects.toMatchObject({ name: 'StoreTooNew' });
  });

  test('is bounded: it reports a full disk, and stores nothing of that', async () => {
    const store = await create(4000);
    await store.commit(write({ promised: ballot(1) }));
    const records = Array.from({ length: 200 }, (_, more) => record(1 + more));
    await expect(store.commit(write({ records }))).rejects.toMatchObject({ fault: { type: 'full' } });
    expect((await reopen()).store.opened.state?.records).toEqual([]);
  });

  test('is nothing before its creation is complete', async () => {
    await expect(create(undefined, unwritableFiles('EIO'))).rejects.toThrow('EIO');
    expect(await VoteStore.open(folder, replica, {})).toBeUndefined();
  });

  test('waits for the disk with each write, except those that only say what is decided anyway', async () => {
    let synced = 0;
    const files = watchedFiles(
      () => undefined,
      () => {
        synced += 1;
      },
    );
    const store = await create(undefined, files);
    synced = 0;
    await store.commit(write({ promised: ballot(1) }));
    await store.commit(write({ records: [record(1)] }));
    expect(synced).toBe(2);
    await store.commit(write({ decidedThrough: slot(1), isHint: true }));
    expect(synced).toBe(2);
    expect((await reopen()).store.opened.state?.decidedThrough).toBe(1);
  });
});
