import { IDBFactory } from 'fake-indexeddb';
import { get, set } from 'idb-keyval';
import { expect, test, vi } from 'vitest';
import { strictStore } from '#app/store/strict-store.ts';
import { storedKeyValues } from './key-values.ts';
import {
  type BoardRecord,
  boundedName,
  maxBoards,
  maxPersonNameLength,
  ShelfDamaged,
  ShelfFull,
  ShelfRecords,
} from './shelf-records.ts';

function record(id: string, some: Partial<BoardRecord> = {}): BoardRecord {
  return {
    version: 1,
    id,
    name: 'Plans',
    access: 'edit',
    secret: new Uint8Array(32).fill(7),
    hosts: ['http://192.168.1.20:7420'],
    founder: false,
    founded: false,
    lastOpenedAt: 5,
    ...some,
  };
}

function shelf(store = strictStore(new IDBFactory(), 'shelf').use) {
  const warn = vi.fn();
  return { store, warn, records: new ShelfRecords(storedKeyValues(store), warn) };
}

const unchanged = (old: BoardRecord) => old;

test('returns added records unchanged', async () => {
  const { records } = shelf();
  await records.add(record('a'), unchanged);
  await records.add(record('b', { founder: true }), unchanged);
  expect(await records.find('a')).toEqual(record('a'));
  expect((await records.all()).map((one) => one.id).sort()).toEqual(['a', 'b']);
  expect(await records.find('c')).toBeUndefined();
});

test('adding a known board changes only what its caller changes', async () => {
  const { records } = shelf();
  await records.add(record('a', { founder: true }), unchanged);
  const kept = await records.add(record('a', { name: 'Other' }), (old) => ({ ...old, hosts: [] }));
  expect(kept).toEqual(record('a', { founder: true, hosts: [] }));
  expect(await records.find('a')).toEqual(kept);
});

test('a full shelf is reported and unchanged; a known board still fits', async () => {
  const { records } = shelf();
  for (let number = 0; number < maxBoards; number += 1) {
    await records.add(record(`b${number}`), unchanged);
  }
  await expect(records.add(record('one-more'), unchanged)).rejects.toThrow(ShelfFull);
  expect(await records.find('one-more')).toBeUndefined();
  await records.add(record('b0'), (old) => ({ ...old, lastOpenedAt: 9 }));
  expect((await records.find('b0'))?.lastOpenedAt).toBe(9);
}, 120_000);

test('changing or removing an unknown board does nothing', async () => {
  const { records } = shelf();
  expect(await records.change('a', unchanged)).toBeUndefined();
  await records.remove('a');
  expect(await records.all()).toEqual([]);
});

test('concurrent changes of two windows are both kept', async () => {
  const { records } = shelf();
  await records.add(record('a'), unchanged);
  await Promise.all([
    records.change('a', (old) => ({ ...old, name: 'New' })),
    records.change('a', (old) => ({ ...old, lastOpenedAt: 70 })),
  ]);
  expect(await records.find('a')).toEqual(record('a', { name: 'New', lastOpenedAt: 70 }));
});

test.each([
  ['of a newer version', { ...record('a'), version: 2 }],
  ['with a short secret', { ...record('a'), secret: new Uint8Array(31) }],
  ['with an address that is none', { ...record('a'), hosts: ['javascript:alert(1)'] }],
  ['that is no record', 'gone'],
])('a record %s is not touched: omitted from the list, an error when it is requested', async (_, value) => {
  const { store, records, warn } = shelf();
  await records.add(record('b'), unchanged);
  await set('board:a', value, store);
  expect((await records.all()).map((one) => one.id)).toEqual(['b']);
  expect(warn).toHaveBeenCalledTimes(1);
  await expect(records.find('a')).rejects.toThrow(ShelfDamaged);
  await expect(records.add(record('a'), unchanged)).rejects.toThrow(ShelfDamaged);
  expect(await get('board:a', store)).toEqual(value);
});

test('my name is empty at first, then as set, within its bounds', async () => {
  const { store, records } = shelf();
  expect(await records.myName()).toBe('');
  await records.setMyName('  Mia ');
  expect(await records.myName()).toBe('Mia');
  await records.setMyName('x'.repeat(maxPersonNameLength + 1));
  expect(await records.myName()).toBe('x'.repeat(maxPersonNameLength));
  await set('my-name', { no: 'name' }, store);
  expect(await records.myName()).toBe('');
  expect(await records.all()).toEqual([]);
});

test('a name is not cut inside a character', () => {
  expect(boundedName('ab😀', 3)).toBe('ab');
  expect(boundedName('ab😀', 4)).toBe('ab😀');
});
