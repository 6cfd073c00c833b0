import { IDBFactory } from 'fake-indexeddb';
import { set } from 'idb-keyval';
import { expect, test, vi } from 'vitest';
import { strictStore } from '#app/store/strict-store.ts';
import { viewSecretOf } from '#shared/invite/keys/keys.ts';
import { Device, invite } from '../testing/device.ts';

test('requests persistent storage when a board is created or joined, and reports the answer', async () => {
  const device = new Device();
  const ask = vi.fn(() => new Promise<void>(() => undefined));
  const shelf = device.shelf({ lasting: { ask, isLasting: async () => false } });
  const { id } = await shelf.create('Harbour');
  expect(ask).toHaveBeenCalledTimes(1);
  await (await shelf.open(id)).close();
  await shelf.list();
  expect(ask).toHaveBeenCalledTimes(1);
  expect(await shelf.isLasting()).toBe(false);
});

test.each([false, undefined])(
  'a person whose browser does not promise to keep the first copy (%s) is warned about private windows, once',
  async (answer) => {
    const device = new Device();
    const lasting = { ask: () => new Promise<void>(() => undefined), isLasting: async () => answer };
    const shelf = device.shelf({ lasting });
    const { id } = await shelf.create('Plans');
    const first = await shelf.open(id);
    expect(first.view().notices.map(({ kind }) => kind)).toMatchObject([
      { type: 'device', fact: 'mayBePrivate' },
    ]);
    await first.close();
    expect((await shelf.open(id)).view().notices).toEqual([]);
    const another = await shelf.create('More plans');
    expect((await shelf.open(another.id)).view().notices).toEqual([]);
  },
);

test('a device with view access has no vote to lose in a private window', async () => {
  const device = new Device();
  const shelf = device.shelf({ lasting: { ask: async () => undefined, isLasting: async () => false } });
  const secret = viewSecretOf(Uint8Array.from({ length: 32 }, (_, at) => at));
  const { id } = await shelf.join({ secret, boardName: 'Plans', hosts: [] });
  expect((await shelf.open(id)).view().notices).toEqual([]);
});

test('boards whose databases the browser deleted are named, until the person dismisses it or has joined again', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const theirs = await device.shelf().join(invite);
  const damaged = () => device.shelf({ indexedDB: new IDBFactory() });
  const first = damaged();
  expect(await first.list()).toEqual([]);
  expect(first.lost().map(({ name }) => name)).toEqual(['Theirs', 'Plans']);
  await first.join(invite);
  await first.list();
  expect(first.lost()).toEqual([{ id, name: 'Plans' }]);
  first.forgetLost();
  await first.list();
  expect(first.lost()).toEqual([]);
  await first.forget(theirs.id);
  const second = damaged();
  await second.list();
  expect(second.lost()).toEqual([]);
});

test('a board that a newer version has stored is named as there, and never as lost', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const { use } = strictStore(device.indexedDB, 'paxboard-shelf');
  await set(`board:${id}`, { version: 2, id, more: true }, use);
  const shelf = device.shelf();
  expect(await shelf.list()).toEqual([]);
  const expected = [{ id, name: 'Plans', isThere: true }];
  expect(shelf.lost()).toEqual(expected);
  shelf.forgetLost();
  await shelf.list();
  expect(shelf.lost()).toEqual(expected);
});
