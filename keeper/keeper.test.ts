import { promises } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '#app/clock/clock.ts';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import { SecureChannel } from '#app/mesh/link/channel/secure-channel.ts';
import { socketChannel } from '#app/mesh/link/channel/socket-channel.ts';
import { askHost } from '#app/witness/ask-host.ts';
import { type RunningHost, startHost } from '#main/host/host.ts';
import { TestClient } from '#main/host/testing/test-client.ts';
import { deriveKeys, linkKeysOf, viewSecretOf } from '#shared/invite/keys/keys.ts';
import { witnessPermission } from '#shared/invite/keys/witness-permission.ts';
import {
  askingProof,
  encodeVoteMessage,
  readVoteReply,
  type VoteReply,
  type VoteRequest,
  voteRequestKey,
} from '#shared/invite/vote-request.ts';
import { signalingPath } from '#shared/signaling/protocol.ts';
import { Keeper, type KeeperNews, maxAsking, mostPerAddress } from './keeper.ts';
import type { Files } from './store/numbered-log.ts';
import { systemError, unwritableFiles } from './testing/faulty-files.ts';
import { held } from './testing/held.ts';
import { nodeByteSocket } from './testing/node-client.ts';
import { askingMilliseconds } from './votes/asking.ts';
import { retryLimits } from './votes/kept-vote.ts';

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const secret = (number: number) => new Uint8Array(32).fill(number);

let folder: string;
const news: KeeperNews[] = [];
const running: { host: RunningHost; keeper: Keeper }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paxboard-keeper-'));
  news.length = 0;
});

afterEach(async () => {
  for (const { host } of running.splice(0)) await host.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(most = 4, clock: typeof systemClock = systemClock, files?: Files, port = 0) {
  const keeper = new Keeper({
    folder: join(folder, 'votes'),
    most,
    name: 'The NAS',
    report: (each) => news.push(each),
    clock,
    random,
    now: () => 1000,
    ...(files === undefined ? {} : { files }),
  });
  const result = await startHost({
    port,
    host: '127.0.0.1',
    rendererRoot: folder,
    version: '1.2.3',
    votes: keeper,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  running.push({ host: result.host, keeper });
  return {
    keeper,
    url: result.host.url,
    ask: (number: number) => askFor(result.host.url, secret(number)),
  };
}

async function stop(): Promise<void> {
  await running.pop()?.host.stop();
}

function askFor(url: string, boardSecret: Uint8Array) {
  return askHost(
    url,
    { secret: boardSecret },
    { openByteSocket: nodeByteSocket, clock: systemClock, random },
  );
}

const stored = () => readdir(join(folder, 'votes'));

/** An asker that says whatever a test wants. */
async function conversation(url: string) {
  const replies: (VoteReply | undefined)[] = [];
  let closed = false;
  let hash: Uint8Array | undefined;
  const channel = new SecureChannel({
    role: 'initiator',
    psk: voteRequestKey,
    hello: new Uint8Array(),
    random,
    createChannel: socketChannel(
      (listener) => nodeByteSocket(`${url.replace('http', 'ws')}/votes/ask`, listener),
      systemClock,
    ),
    listener: {
      signal: () => undefined,
      open: () => undefined,
      agreed: (_, agreed) => {
        hash = agreed;
      },
      message: (bytes) => replies.push(readVoteReply(bytes)),
      drained: () => undefined,
      broken: () => {
        closed = true;
      },
      closed: () => {
        closed = true;
      },
      unavailable: () => undefined,
    },
  });
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await until(() => hash !== undefined || closed);
  return {
    hash: hash ?? new Uint8Array(32),
    say: async (request: VoteRequest) => {
      const before = replies.length;
      channel.send(encodeVoteMessage(request));
      await until(() => replies.length > before || closed);
      return replies.at(-1);
    },
    shout: (bytes: Uint8Array) => channel.send(bytes),
    whenClosed: () => until(() => closed),
    end: () => channel.destroy(),
  };
}

describe('a host that keeps votes', () => {
  test('keeps one vote of each board, however often it is asked, and stores it before it confirms', async () => {
    const { ask, keeper } = await start();
    const first = await ask(1);
    expect(first.name).toBe('The NAS');
    expect(await stored()).toEqual([first.id]);
    expect(await Promise.all([ask(1), ask(1)])).toEqual([first, first]);
    const other = await ask(2);
    expect(new Set(await stored())).toEqual(new Set([first.id, other.id]));
    expect(keeper.count).toBe(2);
    expect(news).toEqual([
      { type: 'lent', id: first.id, from: '127.0.0.1', free: 3 },
      { type: 'lent', id: other.id, from: '127.0.0.1', free: 2 },
    ]);
  });

  test('says so to each device that meets others there', async () => {
    const { url } = await start();
    const client = new TestClient(`${url.replace('http', 'ws')}${signalingPath}`);
    expect(await client.next()).toMatchObject({ type: 'welcome', lends: true });
    client.socket.close();
  });

  test('keeps them after a restart, and asked again returns the same', async () => {
    const before = await (await start()).ask(1);
    await stop();
    const { ask, keeper } = await start();
    expect(keeper.has(before.id)).toBe(true);
    expect(await ask(1)).toEqual(before);
  });

  test('keeps no further one while it starts: it does not know yet for which boards it has one', async () => {
    const first = await start();
    const before = await first.ask(1);
    const { port } = new URL(first.url);
    await stop();
    const reading = held();
    let isReading = false;
    const files: Files = {
      ...promises,
      readFile: (async (...args: Parameters<typeof promises.readFile>) => {
        isReading = true;
        await reading.promise;
        return promises.readFile(...args);
      }) as Files['readFile'],
    };
    const second = start(4, systemClock, files, Number(port));
    await vi.waitFor(() => expect(isReading).toBe(true));
    await expect(first.ask(1)).rejects.toMatchObject({ why: 'away' });
    reading.resolve();
    expect(await (await second).ask(1)).toEqual(before);
    expect(await stored()).toEqual([before.id]);
  });

  test('reports a vote that cannot be stored, and keeps nothing of it', async () => {
    const { ask, keeper } = await start(4, systemClock, unwritableFiles('EIO'));
    await expect(ask(1)).rejects.toMatchObject({ why: 'failed' });
    expect(news).toMatchObject([{ type: 'failed', why: expect.stringContaining('EIO') }]);
    expect(await stored()).toEqual([]);
    expect(keeper.count).toBe(0);
  });

  test('is bounded in all, and for one address, which cannot take all places', async () => {
    const { ask } = await start(4);
    expect(mostPerAddress(4)).toBe(2);
    expect(mostPerAddress(1)).toBe(1);
    await ask(1);
    await ask(2);
    await expect(ask(3)).rejects.toMatchObject({ why: 'yours' });
    await stop();
    const full = await start(2);
    await expect(full.ask(3)).rejects.toMatchObject({ why: 'full' });
    expect(await stored()).toHaveLength(2);
  });

  test('counts a vote that cannot be used, reports it, and keeps the others', async () => {
    const before = await (await start()).ask(1);
    await stop();
    const broken = join(folder, 'votes', 'AAAAAAAAAAAAAAAAAAAAAA');
    await mkdir(broken);
    await writeFile(join(broken, '1.log'), 'no log at all, and long enough for a header');
    news.length = 0;
    const { keeper } = await start();
    expect(keeper.count).toBe(2);
    expect(keeper.has(before.id)).toBe(true);
    expect(news).toMatchObject([{ type: 'stopped', id: 'AAAAAAAAAAAAAAAAAAAAAA', end: 'corrupted' }]);
  });

  test('starts a vote that could not be read at its start once its storage can be read', async () => {
    const before = await (await start()).ask(1);
    await stop();
    news.length = 0;
    const clock = new ManualClock();
    let isBroken = true;
    const files: Files = {
      ...promises,
      readFile: (async (...args: Parameters<typeof promises.readFile>) => {
        if (isBroken) throw systemError('EIO');
        return promises.readFile(...args);
      }) as Files['readFile'],
    };
    const { keeper, ask } = await start(1, clock, files);
    expect(news).toMatchObject([{ type: 'stopped', id: before.id, end: 'storage' }]);
    await expect(ask(2)).rejects.toMatchObject({ why: 'full' });
    await clock.advance(retryLimits.firstMs);
    await vi.waitFor(() => expect(news).toHaveLength(2));
    expect(keeper.has(before.id)).toBe(false);
    isBroken = false;
    await clock.advance(2 * retryLimits.firstMs);
    await vi.waitFor(() => expect(keeper.has(before.id)).toBe(true));
    expect(keeper.count).toBe(1);
    expect(await ask(1)).toEqual(before);
    expect(news).toHaveLength(2);
  });

  test('tries no more once it has stopped', async () => {
    const before = await (await start()).ask(1);
    await stop();
    const clock = new ManualClock();
    const files: Files = {
      ...promises,
      readFile: (() => Promise.reject(systemError('EACCES'))) as Files['readFile'],
    };
    await start(1, clock, files);
    expect(clock.pending).toBeGreaterThan(0);
    await stop();
    news.length = 0;
    await clock.advance(retryLimits.longestMs);
    expect(news).toEqual([]);
    expect(await stored()).toEqual([before.id]);
  });

  test('forgets a vote whose creation did not finish', async () => {
    const unfinished = join(folder, 'votes', 'AAAAAAAAAAAAAAAAAAAAAA');
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, '1.log'), '');
    await start();
    expect(await stored()).toEqual([]);
    expect(news).toEqual([]);
  });

  test('keeps nothing for one that is not an editor of the board', async () => {
    const { url } = await start();
    expect(() => askFor(url, viewSecretOf(secret(1)))).toThrow(RangeError);
    const { editorSecretKey = new Uint8Array(), ...keys } = deriveKeys(secret(1));
    const { editorSecretKey: ofAnother = new Uint8Array() } = deriveKeys(secret(2));
    const unproven = { type: 'refused', why: 'unproven' };
    const viewer = await conversation(url);
    const proof = askingProof(viewer.hash, ofAnother);
    expect(await viewer.say({ type: 'ask', keys: linkKeysOf(keys), proof })).toEqual(unproven);
    // A proof that an editor gave on another connection.
    const replayed = await conversation(url);
    const earlier = askingProof(viewer.hash, editorSecretKey);
    expect(await replayed.say({ type: 'ask', keys: linkKeysOf(keys), proof: earlier })).toEqual(unproven);
    const editor = await conversation(url);
    const right = askingProof(editor.hash, editorSecretKey);
    const offer = await editor.say({ type: 'ask', keys: linkKeysOf(keys), proof: right });
    if (offer?.type !== 'offer') throw new Error('no offer');
    const permission = witnessPermission(offer.deviceKey, ofAnother);
    expect(await editor.say({ type: 'permit', permission })).toEqual(unproven);
    expect(await stored()).toEqual([]);
  });

  test('is a secret of the asker and the host to those who listen', async () => {
    const { url } = await start();
    const { handshakeKey, signalingKey, editorKey } = deriveKeys(secret(1));
    const heard: Uint8Array[] = [];
    const openByteSocket: typeof nodeByteSocket = (address, listener) => {
      const socket = nodeByteSocket(address, {
        ...listener,
        message: (bytes) => {
          heard.push(bytes ?? new Uint8Array());
          listener.message(bytes);
        },
      });
      return {
        ...socket,
        send: (bytes) => {
          heard.push(bytes);
          socket.send(bytes);
        },
      };
    };
    await askHost(url, { secret: secret(1) }, { openByteSocket, clock: systemClock, random });
    const all = Buffer.concat(heard);
    expect(all.length).toBeGreaterThan(500);
    for (const key of [handshakeKey, signalingKey, editorKey])
      expect(all.includes(Buffer.from(key))).toBe(false);
  });

  test('ends a request that makes no sense, or takes too long', async () => {
    const clock = new ManualClock();
    const { url } = await start(4, clock);
    const nonsense = await conversation(url);
    nonsense.shout(Uint8Array.of(1, 2, 3));
    await nonsense.whenClosed();
    const early = await conversation(url);
    expect(await early.say({ type: 'permit', permission: new Uint8Array(64) })).toEqual({
      type: 'refused',
      why: 'failed',
    });
    const slow = await conversation(url);
    await clock.advance(askingMilliseconds);
    await slow.whenClosed();
  });

  test('answers a few requests at a time', async () => {
    const { url, ask } = await start();
    const open = await Promise.all(Array.from({ length: maxAsking }, () => conversation(url)));
    await expect(ask(1)).rejects.toMatchObject({ why: 'away' });
    for (const each of open) each.end();
    await vi.waitFor(() => ask(1));
  });

  test('links to no witness that it does not keep, and not without its board’s keys', async () => {
    const { url, ask } = await start();
    const { id } = await ask(1);
    const statusOf = (path: string) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`);
        socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode));
        socket.on('error', () => undefined);
        socket.on('open', () => resolve('open'));
      });
    expect(await statusOf('/votes/link/AAAAAAAAAAAAAAAAAAAAAA')).toBe(404);
    expect(await statusOf('/votes/link/..%2F..')).toBe(404);
    const stranger = new WebSocket(`${url.replace('http', 'ws')}/votes/link/${id}`);
    const end = new Promise((resolve) => stranger.on('close', resolve));
    stranger.on('open', () => stranger.send(new Uint8Array(200)));
    await end;
  });

  test('refuses one address that opens sockets ever faster', async () => {
    const { url } = await start();
    const { host } = new URL(url);
    const statuses = await Promise.all(
      Array.from(
        { length: 150 },
        () =>
          new Promise((resolve) => {
            const socket = new WebSocket(`ws://${host}/votes/link/AAAAAAAAAAAAAAAAAAAAAA`);
            socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode));
            socket.on('error', () => resolve('error'));
          }),
      ),
    );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10);
  });

  test('without a usable folder does not start', async () => {
    await writeFile(join(folder, 'votes'), 'a file');
    await expect(start()).rejects.toThrow('no-votes-folder');
  });
});
