import { IDBFactory } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { nobleEd25519 } from '#app/replica/seals/ed25519.ts';
import { MemoryNetwork } from '#app/replica/testing/memory-network.ts';
import { ManualTicker, settle } from '#app/replica/testing/recording.ts';
import { ReplicaStore } from '#app/store/replica-store.ts';
import { storeOptions } from '#app/store/testing/databases.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import { boardSecretBytes } from '#shared/invite/invite.ts';
import { deriveKeys } from '#shared/invite/keys.ts';
import { recoverableTicks } from '#shared/replica/waiting.ts';
import type { SessionDriverListener } from './driver.ts';
import { replicaSessionDriver, signOffMilliseconds } from './replica-session-driver.ts';

const keys = deriveKeys(new Uint8Array(boardSecretBytes));
const ed25519 = nobleEd25519(queueMicrotask, () => 0);

function listener() {
  return {
    decided: vi.fn<SessionDriverListener['decided']>(),
    restored: vi.fn<SessionDriverListener['restored']>(() => 0),
    digest: vi.fn<SessionDriverListener['digest']>(() => 'digest'),
    snapshot: vi.fn<SessionDriverListener['snapshot']>(() => new Uint8Array(0)),
    changed: vi.fn<SessionDriverListener['changed']>(),
    linkUp: vi.fn<SessionDriverListener['linkUp']>(),
    linkDown: vi.fn<SessionDriverListener['linkDown']>(),
    presence: vi.fn<SessionDriverListener['presence']>(),
    halted: vi.fn<SessionDriverListener['halted']>(),
    notice: vi.fn<SessionDriverListener['notice']>(),
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
  const driver = replicaSessionDriver(store, transport, { access: 'edit' }, keys, {
    ed25519,
    ticker,
    random: () => 0.5,
    wait,
  });
  return { driver, network, ticker, waits, indexedDB };
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
  const { driver } = await founder();
  expect(driver.status()).toBeUndefined();
  driver.start(listener());
  expect(driver.status()?.id).toBe(driver.id);
  await driver.stop();
});

test('what is submitted is pending until it is decided, then told', async () => {
  const { driver, ticker } = await founder();
  const told = listener();
  driver.start(told);
  await run(ticker);
  const body = encodeCommand({ ...rename, at: 1 });
  expect(driver.submit(body)).toEqual({ ok: true, sequence: 1 });
  expect(driver.pendingCommands()).toEqual([{ sequence: 1, body }]);
  await run(ticker);
  const commands = told.decided.mock.calls.flatMap(([slots]) => slots.flatMap((decided) => decided.commands));
  expect(commands).toEqual([{ origin: driver.id, sequence: 1, body }]);
  expect(driver.pendingCommands()).toEqual([]);
  await driver.stop();
});

test('ticks in which nothing happens are no change', async () => {
  const { driver, ticker } = await founder();
  const told = listener();
  driver.start(told);
  await run(ticker);
  told.changed.mockClear();
  await run(ticker);
  expect(told.changed).not.toHaveBeenCalled();
  await driver.stop();
});

test('a second window on the same storage stops the first', async () => {
  const first = await founder();
  const told = listener();
  first.driver.start(told);
  await run(first.ticker);
  const second = await founder(first.indexedDB);
  first.driver.submit(encodeCommand({ ...rename, at: 1 }));
  await run(first.ticker);
  expect(told.halted.mock.calls[0]?.[0]).toBe('elsewhere');
  expect(first.driver.submit(encodeCommand({ ...rename, at: 1 }))).toEqual({ ok: false, refusal: 'stopped' });
  await first.driver.stop();
  await second.driver.stop();
});

/** A device on the network of `network` that joins. */
async function guest(network: MemoryNetwork) {
  const ticker = new ManualTicker();
  const store = await ReplicaStore.open('board', storeOptions(new IDBFactory()));
  const transport = network.transport(store.opened.replica);
  const wait = () => new Promise<void>(() => undefined);
  const driver = replicaSessionDriver(store, transport, { access: 'edit' }, keys, {
    ed25519,
    ticker,
    random: () => 0.3,
    wait,
  });
  return { driver, ticker };
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

test('who leaves hands over vote and leadership, and waits no longer than that takes', async () => {
  const { driver, network, ticker } = await founder(new IDBFactory(), () => new Promise(() => undefined));
  const other = await guest(network);
  driver.start(listener());
  other.driver.start(listener());
  const tickers = [ticker, other.ticker];
  await runAll(network, tickers, 80);
  expect(other.driver.status()?.configuration?.voters).toEqual([driver.id]);
  const stopping = driver.stop();
  await runAll(network, tickers, 10);
  await stopping;
  await runAll(network, tickers, 10);
  expect(other.driver.status()).toMatchObject({
    role: 'leader',
    configuration: { voters: [other.driver.id] },
  });
  expect(ticker.isRunning).toBe(false);
});

test('who leaves and finds nobody to take over waits for a moment only', async () => {
  const { driver, network, ticker, waits } = await founder();
  const other = await guest(network);
  driver.start(listener());
  await run(ticker);
  // It has only just come, and has not caught up.
  other.driver.start(listener());
  await driver.stop();
  expect(waits).toEqual([signOffMilliseconds]);
  expect(ticker.isRunning).toBe(false);
});

test('who does not vote leaves at once', async () => {
  const { driver, network, ticker, waits } = await founder();
  const other = await guest(network);
  driver.start(listener());
  other.driver.start(listener());
  await runAll(network, [ticker, other.ticker], 80);
  await other.driver.stop();
  expect(waits).toEqual([]);
});

test('that it may go on alone is a change', async () => {
  const { driver, network, ticker } = await founder();
  const other = await guest(network);
  driver.start(listener());
  const told = listener();
  other.driver.start(told);
  await runAll(network, [ticker, other.ticker], 80);
  network.cutOff(driver.id);
  await runAll(network, [other.ticker], recoverableTicks - 1);
  expect(other.driver.canRecover()).toBe(false);
  told.changed.mockClear();
  await runAll(network, [other.ticker], 100);
  expect(other.driver.canRecover()).toBe(true);
  expect(told.changed).toHaveBeenCalledTimes(1);
  other.driver.recover();
  await runAll(network, [other.ticker], 20);
  expect(other.driver.status()?.role).toBe('leader');
  expect(other.driver.status()?.generation).toBeGreaterThan(1);
  await driver.stop();
  // Alone as it is, it leaves at once.
  await other.driver.stop();
});

test('who is alone leaves at once', async () => {
  const { driver, ticker, waits } = await founder();
  driver.start(listener());
  await run(ticker);
  await driver.stop();
  expect(waits).toEqual([]);
});

test('a device that was asleep takes its links down, makes them anew, and takes part again', async () => {
  const { driver, network, ticker } = await founder();
  const other = await guest(network);
  driver.start(listener());
  const links: string[] = [];
  const told = listener();
  told.changed.mockImplementation(() => links.push(String(other.driver.peers().length)));
  other.driver.start(told);
  const tickers = [ticker, other.ticker];
  await runAll(network, tickers, 80);
  driver.signOff();
  expect(driver.status()?.signsOff).toBe(true);
  links.length = 0;
  driver.wake();
  expect(driver.status()?.signsOff).toBe(false);
  // The other one heard of both.
  expect([links[0], links.at(-1)]).toEqual(['0', '1']);
  await runAll(network, tickers, 80);
  expect(other.driver.status()?.quorumReached).toBe(true);
  await Promise.all([other.driver.stop(), runAll(network, tickers, 20)]);
  driver.wake();
  await driver.stop();
  driver.wake();
  expect(driver.peers()).toEqual([]);
});
