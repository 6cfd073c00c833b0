import { expect, test, vi } from 'vitest';
import { Device, invite } from './testing/device.ts';

test('a guest stores nothing, and can return to its board while the page is open', async () => {
  const device = new Device();
  const forbidden = new Proxy<IDBFactory>(Object.create(null), {
    get: () => {
      throw new Error('a guest used the storage');
    },
  });
  const pageStorage = vi.fn();
  const page = device.shelf({
    isGuest: true,
    indexedDB: forbidden,
    pageStorage,
  });
  await page.setMyName('Gus');
  const { id } = await page.join(invite);
  const first = await page.open(id);
  first.patchElements([{ id: 'a', create: true, set: { isDeleted: false } }]);
  device.page?.goes();
  await first.close();
  const again = await page.open(id);
  expect(again.view().notices).toEqual([]);
  expect(again.undo.canUndo).toBe(true);
  await again.close();
  expect(new Set(device.replicas.map((replica) => replica.id)).size).toBe(1);
  expect(device.connected.map(({ me }) => [me.name, me.guest])).toEqual(Array(2).fill(['Gus', true]));
  await page.rejoin(id);
  await (await page.open(id)).close();
  expect(new Set(device.replicas.map((replica) => replica.id)).size).toBe(2);
  await page.forget(id);
  expect(await page.list()).toEqual([]);
  expect(pageStorage).not.toHaveBeenCalled();
  expect(device.warn).not.toHaveBeenCalled();
});
