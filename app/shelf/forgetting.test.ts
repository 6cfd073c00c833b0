import { IDBDatabase as FakeDatabase } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { toBase64url } from '#shared/invite/base64url.ts';
import { BoardOpenElsewhere } from '../session/api.ts';
import { BoardUnknown } from './shelf.ts';
import { Device, written } from './testing/device.ts';
import { png } from './testing/png.ts';

test('a forgotten board is deleted, and is joined again under a new identity', async () => {
  const device = new Device();
  const shelf = device.shelf();
  const { id } = await shelf.create('Plans');
  const session = await shelf.open(id);
  const ours = session.invite('edit');
  await session.close();
  await shelf.forget(id);
  expect(await shelf.list()).toEqual([]);
  await expect(shelf.open(id)).rejects.toBeInstanceOf(BoardUnknown);

  await shelf.join(ours);
  const rejoined = await shelf.open(id);
  expect(device.founders).toEqual([true, false]);
  expect(device.replicas[0]?.id).not.toBe(device.replicas[1]?.id);
  await rejoined.close();
});

test('an interrupted deletion does not found the board again', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const failing = device.shelf({ indexedDB: failingToDelete(device.indexedDB) });
  await expect(failing.forget(id)).rejects.toThrow();
  await (await device.shelf().open(id)).close();
  expect(device.founders).toEqual([false]);
});

function failingToDelete(factory: IDBFactory): IDBFactory {
  return new Proxy(factory, {
    get: (target, key) => {
      if (key === 'deleteDatabase') {
        return () => {
          throw new Error('blocked');
        };
      }
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

test.each([
  ['a page that goes', (device: Device) => device.page?.goes()],
  ['a device that quits', (device: Device) => void device.life?.leave()],
])('%s keeps the commands of that moment, and those that the storage does not hold yet', async (_, go) => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const session = await device.shelf().open(id);
  session.onLeaving(() => void session.renameBoard('Plans of tomorrow'));
  go(device);
  const kept = device.pageStorage.getItem(`paxboard-unsaved-${id}`);
  const commands = device.replicas[0]?.pendingCommands() ?? [];
  expect(commands.length).toBeGreaterThan(0);
  expect(JSON.parse(kept ?? '')).toEqual({
    replica: device.replicas[0]?.id,
    incarnation: 0,
    groups: [],
    commands: commands.map(({ sequence, body }) => [sequence, toBase64url(body)]),
  });
  await session.close();
  await device.shelf().forget(id);
  expect(device.pageStorage.texts.size).toBe(0);
});

test('a page that ends leaves the steps of undo of that moment; they are deleted with the board', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const session = await device.shelf().open(id);
  session.patchElements([{ id: 'a', create: true, set: { isDeleted: false } }]);
  device.page?.goes();
  const kept = device.pageStorage.getItem(`paxboard-undo-${id}`);
  expect(JSON.parse(kept ?? '')).toMatchObject({ elements: { undo: [[{ did: { id: 'a' } }]] } });
  await session.close();
  await written(device, id);
  expect(device.pageStorage.getItem(`paxboard-undo-${id}`)).toBeNull();

  // The database has only what was before; and what the page left is damaged.
  device.pageStorage.setItem(`paxboard-undo-${id}`, (kept ?? '').replace(/"count":\d+/, '"count":9'));
  const again = await device.shelf().open(id);
  expect(again.undo.canUndo).toBe(true);
  await again.close();
  await written(device, id);
  device.pageStorage.setItem(`paxboard-undo-${id}`, (kept ?? '').slice(1));
  const third = await device.shelf().open(id);
  expect(third.undo.canUndo).toBe(true);
  await third.close();
  await device.shelf().forget(id);
  expect(device.pageStorage.texts.size).toBe(0);
});

test('a step of undo does not wait for the disk while its change does; its deletion does', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const session = await device.shelf().open(id);
  const transactions = vi.spyOn(FakeDatabase.prototype, 'transaction');
  const durabilities = (database: string) =>
    transactions.mock.calls.flatMap(([, mode, options], at) => {
      const isOf = Reflect.get(transactions.mock.contexts[at] ?? {}, 'name') === database;
      return isOf && mode === 'readwrite' ? [options?.durability] : [];
    });
  try {
    session.patchElements([{ id: 'a', create: true, set: { isDeleted: false } }]);
    await session.close();
    await written(device, id);
    expect(durabilities('paxboard-undo')).toEqual(['relaxed']);
    await device.shelf().forget(id);
    expect(durabilities('paxboard-undo')).toEqual(['relaxed', 'strict']);
  } finally {
    transactions.mockRestore();
  }
});

test('a device rejoins as a new one: another replica, not the founder, without a loss notice', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const first = await device.shelf().open(id);
  await expect(device.shelf().rejoin(id)).rejects.toThrow(BoardOpenElsewhere);
  await first.close();
  await device.shelf().rejoin(id);
  expect(await device.shelf().list()).toMatchObject([{ id, name: 'Plans' }]);
  const second = await device.shelf().open(id);
  expect(second.view().me.id).not.toBe(first.view().me.id);
  expect(device.founders).toEqual([true, false]);
  expect(second.view().notices).toEqual([]);
  expect(second.invite('edit').secret).toEqual(first.invite('edit').secret);
  await second.close();
});

test('the summary of a board is in the list after the board is left, and is deleted with the board', async () => {
  const device = new Device();
  const shelf = device.shelf();
  const { id } = await shelf.create('A');
  expect((await shelf.list())[0]?.summary).toBeUndefined();
  await (await shelf.open(id)).close();
  await shelf.keepPicture(id, png(320, 200));
  await written(device, id);
  expect((await shelf.list())[0]?.summary).toEqual({ people: [], more: 0 });
  expect(await device.shelf().picture(id)).toEqual(png(320, 200));
  await shelf.forget(id);
  expect(await shelf.picture(id)).toBeUndefined();
  await shelf.keepPicture(id, png(320, 200));
  expect(await shelf.picture(id)).toBeUndefined();
});
