import { IDBFactory } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { ReplicaStore } from '#app/store/replica/replica-store.ts';
import { storeOptions } from '#app/store/testing/databases.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import { boardSecretBytes } from '#shared/invite/invite.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import { recoverableTicks } from '#shared/replica/majority-wait.ts';
import { signOffMilliseconds } from '../handover.ts';
import type { ReplicaListener } from '../listener.ts';
import { openReplica } from '../open.ts';
import { nobleEd25519 } from '../seals/ed25519.ts';
import { MemoryNetwork } from '../testing/memory-network.ts';
import { ManualTicker, settle } from '../testing/recording.ts';

const keys = deriveKeys(new Uint8Array(boardSecretBytes));
const ed25519 = nobleEd25519(queueMicrotask, () => 0);

function listener() {
  return {
    decided: vi.fn<ReplicaListener['decided']>(),
    restored: vi.fn<ReplicaListener['restored']>(() => 0),
    digest: vi.fn<ReplicaListener['digest']>(() => 'digest'),
    snapshot: vi.fn<ReplicaListener['snapshot']>(() => []),
    changed: vi.fn<ReplicaListener['changed']>(),
    linkUp: vi.fn<ReplicaListener['linkUp']>(),
    linkDown: vi.fn<ReplicaListener['linkDown']>(),
    presence: vi.fn<ReplicaListener['presence']>(),
    halted: vi.fn<ReplicaListener['halted']>(),
    lenderOf: () => undefined,
    notice: vi.fn<ReplicaListener['notice']>(),
  };
}

async function founder(indexedDB = new IDBFactory(), hold: () => Promise<void> = async () => undefined) {
  const network = new MemoryNetwork();
  const ticker = new ManualTicker();
  const waits: number[] = [];
  const store = await ReplicaStore.open('board', storeOptions(indexedDB, true));
  const wait = (milliseconds: number) => {
    waits.push(milliseconds);
    return hold();
  };
  const transport = network.transport(store.opened.replica);
  const replica = openReplica(store, transport, { access: 'edit' }, keys, {
    ed25519,
    ticker,
    random: () => 0.5,
    wait,
  });
  return { replica, network, ticker, waits, indexedDB };
}

const rename: BoardCommandBody = { type: 'board/rename', name: 'Plans' };

/** Ticks and storage until a founder alone leads. */
async function run(ticker: ManualTicker, ticks = 40): Promise<void> {
  for (let tick = 0; tick < ticks; tick += 1) {
    await settle();
    ticker.tick();
  }
  await settle();
}

test('there is no status before it starts', async () => {
  const { replica } = await founder();
  expect(replica.status()).toBeUndefined();
  replica.start(listener());
  expect(replica.status()?.id).toBe(replica.id);
  await replica.stop();
});

test('a submitted command is pending until it is decided, then reported', async () => {
  const { replica, ticker } = await founder();
  const told = listener();
  replica.start(told);
  await run(ticker);
  const body = encodeCommand({ ...rename, at: 1 });
  expect(replica.submit(body)).toEqual({ ok: true, sequence: 1 });
  expect(replica.pendingCommands()).toEqual([{ sequence: 1, body }]);
  await run(ticker);
  const commands = told.decided.mock.calls.flatMap(([slots]) => slots.flatMap((decided) => decided.commands));
  expect(commands).toEqual([{ origin: replica.id, sequence: 1, body }]);
  expect(replica.pendingCommands()).toEqual([]);
  await replica.stop();
});

test('ticks in which nothing happens are no change', async () => {
  const { replica, ticker } = await founder();
  const told = listener();
  replica.start(told);
  await run(ticker);
  told.changed.mockClear();
  await run(ticker);
  expect(told.changed).not.toHaveBeenCalled();
  await replica.stop();
});

test('a second window on the same storage stops the first', async () => {
  const first = await founder();
  const told = listener();
  first.replica.start(told);
  await run(first.ticker);
  const second = await founder(first.indexedDB);
  first.replica.submit(encodeCommand({ ...rename, at: 1 }));
  await run(first.ticker);
  expect(told.halted.mock.calls[0]?.[0]).toEqual({ reason: 'elsewhere' });
  expect(first.replica.submit(encodeCommand({ ...rename, at: 1 }))).toEqual({
    ok: false,
    refusal: 'stopped',
  });
  await first.replica.stop();
  await second.replica.stop();
});

/** A device on the network of `network` that joins. */
async function guest(network: MemoryNetwork) {
  const ticker = new ManualTicker();
  const store = await ReplicaStore.open('board', storeOptions(new IDBFactory()));
  const transport = network.transport(store.opened.replica);
  const wait = () => new Promise<void>(() => undefined);
  const replica = openReplica(store, transport, { access: 'edit' }, keys, {
    ed25519,
    ticker,
    random: () => 0.3,
    wait,
  });
  return { replica, ticker };
}

async function runAll(
  network: MemoryNetwork,
  tickers: readonly ManualTicker[],
  ticks: number,
): Promise<void> {
  for (let tick = 0; tick < ticks; tick += 1) {
    for (const ticker of tickers) ticker.tick();
    do await settle(1);
    while (network.deliver());
  }
}

test('a leaving device hands over vote and leadership, and waits no longer than that takes', async () => {
  const { replica, network, ticker } = await founder(new IDBFactory(), () => new Promise(() => undefined));
  const other = await guest(network);
  replica.start(listener());
  other.replica.start(listener());
  const tickers = [ticker, other.ticker];
  await runAll(network, tickers, 80);
  expect(other.replica.status()?.configuration?.voters).toEqual([replica.id]);
  const stopping = replica.stop();
  await runAll(network, tickers, 10);
  await stopping;
  await runAll(network, tickers, 10);
  expect(other.replica.status()).toMatchObject({
    role: 'leader',
    configuration: { voters: [other.replica.id] },
  });
  expect(ticker.isRunning).toBe(false);
});

test('a leaving device without a successor waits only briefly', async () => {
  const { replica, network, ticker, waits } = await founder();
  const other = await guest(network);
  replica.start(listener());
  await run(ticker);
  // It has only just come, and has not caught up.
  other.replica.start(listener());
  await replica.stop();
  expect(waits).toEqual([signOffMilliseconds]);
  expect(ticker.isRunning).toBe(false);
});

test('a device that cannot sign off closes its links and its storage all the same', async () => {
  const { replica, network, ticker, indexedDB } = await founder(new IDBFactory(), () =>
    Promise.reject(new Error('a fault')),
  );
  const other = await guest(network);
  replica.start(listener());
  await run(ticker);
  other.replica.start(listener());
  await expect(replica.stop()).rejects.toThrow('a fault');
  expect(ticker.isRunning).toBe(false);
  expect(other.replica.network.peers()).toEqual([]);
  // An open database would hold this up.
  await ReplicaStore.destroy('board', indexedDB);
});

test('a non-voter leaves at once', async () => {
  const { replica, network, ticker, waits } = await founder();
  const other = await guest(network);
  replica.start(listener());
  other.replica.start(listener());
  await runAll(network, [ticker, other.ticker], 80);
  await other.replica.stop();
  expect(waits).toEqual([]);
});

test('permission to continue alone is reported as a change', async () => {
  const { replica, network, ticker } = await founder();
  const other = await guest(network);
  replica.start(listener());
  const told = listener();
  other.replica.start(told);
  await runAll(network, [ticker, other.ticker], 80);
  network.cutOff(replica.id);
  await runAll(network, [other.ticker], recoverableTicks - 1);
  expect(other.replica.canRecover()).toBe(false);
  told.changed.mockClear();
  await runAll(network, [other.ticker], 100);
  expect(other.replica.canRecover()).toBe(true);
  expect(told.changed).toHaveBeenCalledTimes(1);
  other.replica.recover();
  await runAll(network, [other.ticker], 20);
  expect(other.replica.status()?.role).toBe('leader');
  expect(other.replica.status()?.generation).toBeGreaterThan(1);
  await replica.stop();
  // Alone as it is, it leaves at once.
  await other.replica.stop();
});

test('an isolated device leaves at once', async () => {
  const { replica, ticker, waits } = await founder();
  replica.start(listener());
  await run(ticker);
  await replica.stop();
  expect(waits).toEqual([]);
});

test('a device that was asleep takes its links down, makes them anew, and takes part again', async () => {
  const { replica, network, ticker } = await founder();
  const other = await guest(network);
  replica.start(listener());
  const links: string[] = [];
  const told = listener();
  told.changed.mockImplementation(() => links.push(String(other.replica.network.peers().length)));
  other.replica.start(told);
  const tickers = [ticker, other.ticker];
  await runAll(network, tickers, 80);
  replica.signOff();
  expect(replica.status()?.signsOff).toBe(true);
  links.length = 0;
  replica.wake();
  expect(replica.status()?.signsOff).toBe(false);
  // The other one heard of both.
  expect([links[0], links.at(-1)]).toEqual(['0', '1']);
  await runAll(network, tickers, 80);
  expect(other.replica.status()?.quorumReached).toBe(true);
  await Promise.all([other.replica.stop(), runAll(network, tickers, 20)]);
  replica.wake();
  await replica.stop();
  replica.wake();
  expect(replica.network.peers()).toEqual([]);
});
