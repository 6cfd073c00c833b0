import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import { openMilliseconds } from '#app/mesh/link/channel/socket-channel.ts';
import { FakeByteSocket } from '#app/mesh/testing/fake-byte-sockets.ts';
import { seededBytes } from '#app/mesh/testing/seeded-bytes.ts';
import { ManualTicker } from '#app/replica/testing/recording.ts';
import { deviceIdentity } from '#shared/invite/keys/device-key.ts';
import { deriveKeys, linkKeysOf } from '#shared/invite/keys/keys.ts';
import { witnessPermission } from '#shared/invite/keys/witness-permission.ts';
import { VoteStore } from '../store/vote-store.ts';
import { KeptVote } from './kept-vote.ts';

const secretKey = new Uint8Array(32).fill(9);
const { editorSecretKey = new Uint8Array(), ...keys } = deriveKeys(new Uint8Array(32).fill(1));
const record = {
  keys: linkKeysOf(keys),
  permission: witnessPermission(deviceIdentity(secretKey).deviceKey, editorSecretKey),
  name: 'The host',
  from: '127.0.0.1',
  askedAt: 1000,
};

let root: string;
let clock: ManualClock;
let vote: KeptVote;
const events: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'paxboard-vote-'));
  events.length = 0;
  clock = new ManualClock();
  const folder = join(root, 'vote');
  const store = await VoteStore.create(folder, secretKey, record, { now: () => 1000 });
  vote = new KeptVote(record, store, {
    folder,
    clock,
    random: seededBytes(1),
    announce: () => () => events.push('left'),
    openStore: async () => undefined,
    stopped: (end, why) => events.push(`${end} ${why}`),
    ended: () => events.push('ended'),
    createTicker: () => new ManualTicker(),
  });
});

afterEach(async () => {
  await vote.stop();
  await rm(root, { recursive: true, force: true });
});

/** Its socket never opens, and then cannot be closed. */
function acceptFaulty(): boolean {
  return vote.accept((listener) => {
    const socket = new FakeByteSocket(clock, listener);
    socket.close = () => {
      throw new Error('a fault');
    };
    return socket;
  });
}

describe('a kept vote', () => {
  test('ends by a fault in a timer of a link, which does not reach its host', async () => {
    expect(acceptFaulty()).toBe(true);
    await clock.advance(openMilliseconds);
    expect(events[0]).toBe('invariant a fault');
    expect(events).toContain('left');
    expect(vote.isStopped).toBe(true);
    expect(vote.isVoting).toBe(false);
    expect(acceptFaulty()).toBe(false);
  });

  test('can be deleted after a fault', async () => {
    acceptFaulty();
    await clock.advance(openMilliseconds);
    await vote.delete();
    expect(await readdir(root)).toEqual([]);
  });
});
