/** Votes of a host whose storage fails, or whose code has a fault, with real sessions. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '#app/clock/clock.ts';
import type { Ticker } from '#app/replica/ticker/ticker.ts';
import { type RunningHost, startHost } from '#main/host/host.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { Keeper, type KeeperNews } from './keeper.ts';
import { VoteStore } from './store/vote-store.ts';
import { systemError, watchedFiles } from './testing/faulty-files.ts';
import { HostDevice, until } from './testing/host-device.ts';

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

let folder: string;
let keeper: Keeper;
let host: RunningHost;
let ada: HostDevice;
let bob: HostDevice;
let id: ReplicaId;
const news: KeeperNews[] = [];
/** Whether the disk fails, or the code of a witness does. */
let isBroken = false;
let isFaulty = false;

const files = watchedFiles(() => {
  if (isBroken) throw systemError('EIO');
});

function faultyTicker(): Ticker {
  let timer: NodeJS.Timeout | undefined;
  return {
    start: (onTick) => {
      timer = setInterval(() => {
        onTick();
      }, 50);
    },
    stop: () => clearInterval(timer),
  };
}

const votes = () => ada.view.witnesses.some((each) => each.votes && each.connected);
const ends = () => news.flatMap((each) => (each.type === 'stopped' ? [each.end] : []));

beforeEach(async () => {
  [isBroken, isFaulty] = [false, false];
  news.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'paxboard-failures-'));
  keeper = new Keeper({
    folder,
    most: 2,
    name: 'The NAS',
    report: (each) => news.push(each),
    clock: { ...systemClock, now: () => (isFaulty ? faultyNow() : systemClock.now()) },
    random,
    now: () => 1000,
    files,
    createTicker: faultyTicker,
  });
  const result = await startHost({
    port: 0,
    host: '127.0.0.1',
    rendererRoot: folder,
    version: '1',
    votes: keeper,
  });
  if (!result.ok) throw new Error(result.problem.type);
  host = result.host;
  [ada, bob] = [new HostDevice('Ada', host.url), new HostDevice('Bob', host.url)];
  await ada.create();
  await until('Ada settles', () => ada.view.health.state === 'settling');
  await bob.join(ada.session.invite('edit'));
  await until('Bob settles', () => bob.view.health.state === 'settling' && bob.view.people.length === 2);
  ({ id } = await ada.lendHost(host.url));
  await until('the host votes', votes);
}, 120_000);

afterEach(async () => {
  isBroken = false;
  isFaulty = false;
  await Promise.all([ada.close(), bob.close()]);
  await host.stop();
  await rm(folder, { recursive: true, force: true });
}, 120_000);

function faultyNow(): number {
  throw new Error('a fault in the code');
}

describe('a kept vote', () => {
  test('whose storage fails pauses, and votes again by itself', async () => {
    isBroken = true;
    await ada.settle('while the disk fails');
    await until('it pauses', () => ends().includes('storage'));
    await until('it is away', () => ada.view.witnesses[0]?.connected === false);
    isBroken = false;
    await until('it votes again', votes);
    expect(new Set(ends())).toEqual(new Set(['storage']));
  });

  test('whose folder is deleted while its storage fails has ended, and has room for another one', async () => {
    isBroken = true;
    await ada.settle('while the disk fails');
    await until('it pauses', () => ends().includes('storage'));
    await rm(join(folder, id), { recursive: true });
    await until('it ends', () => news.some(({ type }) => type === 'ended'));
    expect(new Set(ends())).toEqual(new Set(['storage', 'gone']));
    expect(keeper.count).toBe(0);
  });

  test('whose folder another process opens stops for good, and the two go on', async () => {
    const other = await VoteStore.open(join(folder, id), id, {});
    await ada.settle('meanwhile');
    await until('it stops', () => ends().length > 0);
    expect(ends()).toEqual(['elsewhere']);
    await until('it is away', () => ada.view.witnesses[0]?.connected === false);
    await ada.settle('without it');
    await other?.store.closed();
  });

  test('with a fault in its code stops alone, and its host goes on', async () => {
    isFaulty = true;
    await until('it is away', () => ada.view.witnesses[0]?.connected === false);
    isFaulty = false;
    expect(news[1]).toEqual({ type: 'stopped', id, end: 'invariant', why: 'a fault in the code' });
    await ada.settle('without it');
    // The host introduces devices as before, and gives another vote in place of the one that stopped.
    const { id: next } = await ada.lendHost(host.url);
    expect(next).not.toBe(id);
  });
});
