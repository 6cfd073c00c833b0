import { IDBFactory } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { MemoryNetwork } from '#app/replica/testing/memory-network.ts';
import { ManualTicker, settle } from '#app/replica/testing/recording.ts';
import { ReplicaStore } from '#app/store/replica-store.ts';
import { encodeCommand } from '#shared/board/codec.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import { decodeFrame } from '#shared/wire/frame.ts';
import type { SessionDriverListener } from './driver.ts';
import { replicaSessionDriver, signOffMilliseconds } from './replica-session-driver.ts';

function listener() {
  return {
    decided: vi.fn<SessionDriverListener['decided']>(),
    changed: vi.fn<SessionDriverListener['changed']>(),
    halted: vi.fn<SessionDriverListener['halted']>(),
    notice: vi.fn<SessionDriverListener['notice']>(),
  };
}

async function founder(indexedDB = new IDBFactory()) {
  const network = new MemoryNetwork();
  const ticker = new ManualTicker();
  const waits: number[] = [];
  const store = await ReplicaStore.open('board', {
    indexedDB,
    random: (bytes) => new Uint8Array(bytes).fill(9),
    now: () => 1,
    founder: true,
  });
  const wait = async (milliseconds: number) => {
    waits.push(milliseconds);
  };
  const transport = network.transport(store.opened.replica);
  const driver = replicaSessionDriver(store, transport, { ticker, random: () => 0.5, wait });
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

test('who leaves says so to those who are connected, and gives them a moment', async () => {
  const { driver, network, ticker, waits } = await founder();
  const frames: Uint8Array[] = [];
  driver.start(listener());
  const other = await ReplicaStore.open('board', {
    indexedDB: new IDBFactory(),
    random: (bytes) => new Uint8Array(bytes).fill(7),
    now: () => 1,
    founder: false,
  });
  network.transport(other.opened.replica).start({
    linkUp: () => undefined,
    linkDown: () => undefined,
    frame: (_from, _lane, bytes) => frames.push(bytes),
    changed: () => undefined,
    notice: () => undefined,
  });
  await run(ticker);
  const stopping = driver.stop();
  network.deliver();
  await stopping;
  const signedOff = frames.some((bytes) => {
    const decoded = decodeFrame(bytes);
    return decoded.ok && decoded.frame.kind === 'session' && decoded.frame.message.type === 'signOff';
  });
  expect(signedOff).toBe(true);
  expect(waits).toEqual([signOffMilliseconds]);
  expect(ticker.isRunning).toBe(false);
  other.close();
});

test('who is alone leaves at once', async () => {
  const { driver, ticker, waits } = await founder();
  driver.start(listener());
  await run(ticker);
  await driver.stop();
  expect(waits).toEqual([]);
});
