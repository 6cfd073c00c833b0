import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import { storedKeyValues } from '#app/shelf/records/key-values.ts';
import { ShelfRecords, shelfDatabase } from '#app/shelf/records/shelf-records.ts';
import { strictStore } from '#app/store/strict-store.ts';
import { type Nearby, Network, nearbyMs } from './network.ts';

const own = 'http://localhost:7420';
const found = 'http://10.0.0.7:7420';

function device() {
  const indexedDB = new IDBFactory();
  const clock = new ManualClock();
  const warnings: string[] = [];
  const around: { nearby: Nearby | undefined; own: readonly string[] } = {
    nearby: { announced: [], found: [] },
    own: [],
  };
  const records = () =>
    new ShelfRecords(storedKeyValues(strictStore(indexedDB, shelfDatabase).use), (text) =>
      warnings.push(text),
    );
  const open = () =>
    new Network({
      records: records(),
      now: () => 1_000_000 + clock.now(),
      clock,
      nearby: async () => {
        if (around.nearby === undefined) throw new Error('down');
        return around.nearby;
      },
      own: async () => around.own,
      warn: (text) => warnings.push(text),
    });
  return { open, clock, warnings, around, records };
}

const sources = (network: Network) =>
  Object.fromEntries(network.hosts().map((host) => [host.address, host.sources.join(' ')]));

test('a typed address is kept, and goes when it is taken back', async () => {
  const it = device();
  expect(await it.open().add(' workshop-pc ')).toBeUndefined();
  const again = it.open();
  await again.look();
  expect(sources(again)).toEqual({ 'http://workshop-pc:7420': 'typed' });
  await again.remove('http://workshop-pc:7420');
  const last = it.open();
  await last.look();
  expect(last.hosts()).toEqual([]);
});

test('an invalid address is refused with the reason, and so is one too many', async () => {
  const network = device().open();
  expect(await network.add('ftp://x')).toBe('scheme');
  for (let at = 0; at < 8; at += 1) expect(await network.add(`10.0.0.${at}`)).toBeUndefined();
  expect(await network.add('10.0.0.99')).toBe('full');
  expect(await network.add('10.0.0.1')).toBeUndefined();
});

test('hosts that this window’s host discovers are used while a board is open', async () => {
  const it = device();
  const network = it.open();
  const book = await network.enter([own], ['http://10.0.0.2:7420']);
  it.around.nearby = {
    announced: ['http://10.0.0.1:7420'],
    found: [{ id: 'ab'.repeat(16), address: found }],
  };
  await it.clock.advance(nearbyMs);
  expect(sources(network)).toEqual({ [own]: 'own', 'http://10.0.0.2:7420': 'invite', [found]: 'found' });
  expect(book.toGossip()).toEqual(['http://10.0.0.1:7420']);
  it.around.nearby = undefined;
  await it.clock.advance(nearbyMs);
  expect(sources(network)[found]).toBe('found');
  network.leave();
  expect(it.clock.pending).toBe(0);
  expect(sources(network)).toEqual({ [own]: 'own', [found]: 'found' });
});

test('a host that was met is remembered in the next run', async () => {
  const it = device();
  const network = it.open();
  const book = await network.enter([own], []);
  book.add('peer', found);
  book.note(found, { status: 'connected' }, 'ab'.repeat(16));
  await network.add('10.0.0.3');
  network.leave();
  const again = it.open();
  await again.look();
  expect(sources(again)).toEqual({ 'http://10.0.0.3:7420': 'typed', [found]: 'remembered' });
});

test('an unreadable record is reported, and has no other effect', async () => {
  const it = device();
  const wrong: unknown = { version: 1, typed: ['javascript:alert(1)'], met: [] };
  const { set } = await import('idb-keyval');
  const database = new IDBFactory();
  const store = strictStore(database, shelfDatabase).use;
  await set('network', wrong, store);
  const records = new ShelfRecords(storedKeyValues(store), (text) => it.warnings.push(text));
  expect(await records.network()).toEqual({ version: 1, typed: [], met: [] });
  expect(it.warnings).toHaveLength(1);
});

test('the list is the same object until it says something new', async () => {
  const network = device().open();
  await network.add('10.0.0.1');
  const before = network.hosts();
  await network.look();
  expect(network.hosts()).toBe(before);
});

test('an invite names working addresses, and the hosts that others can reach', async () => {
  const network = device().open();
  const mine = 'http://10.0.0.1:7420';
  const book = await network.enter([mine], []);
  expect(network.forInvites([mine])).toEqual([mine]);
  book.add('typed', found);
  book.note(mine, { status: 'failing', why: { type: 'lost', host: 'gone' } });
  expect(network.forInvites([mine])).toEqual([mine]);
  book.note(found, { status: 'connected' }, 'ab'.repeat(16));
  expect(network.forInvites([mine])).toEqual([found]);
  network.leave();
});

test('an invite has no address known only by gossip, even if the device’s own host fails', async () => {
  const network = device().open();
  const mine = 'http://10.0.0.1:7420';
  const gossiped = 'http://10.0.0.66:7420';
  const book = await network.enter([mine], []);
  book.add('peer', gossiped);
  book.note(gossiped, { status: 'connected' }, 'ab'.repeat(16));
  book.note(mine, { status: 'failing', why: { type: 'lost', host: 'gone' } });
  expect(network.forInvites([mine])).toEqual([mine]);
  book.note(mine, { status: 'connected' }, 'cd'.repeat(16));
  expect(network.forInvites([mine])).toEqual([mine, gossiped]);
  network.leave();
});

test('names its own host to a page that only shows addresses, before any board is open', async () => {
  const it = device();
  it.around.own = ['http://127.0.0.1:7420'];
  const network = it.open();
  await network.look();
  expect(network.hosts()).toMatchObject([{ address: 'http://127.0.0.1:7420', state: { status: 'unused' } }]);
});
