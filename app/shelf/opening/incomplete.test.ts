import { expect, it, vi } from 'vitest';
import { Device } from '../testing/device.ts';

it('a board that a page was filling when it ended is deleted by the next list; while it is open, it stays', async () => {
  const device = new Device();
  const page = device.shelf();
  const { id } = await page.create('Half', 'incomplete');
  const session = await page.open(id);
  expect(await page.list()).toEqual([]);
  const other = device.shelf();
  expect(await other.list()).toEqual([]);
  expect([page.lost(), other.lost()]).toEqual([[], []]);
  await session.close();
  // The page has ended: only its databases and its page storage are left.
  const next = device.shelf();
  expect(await next.list()).toEqual([]);
  expect(next.lost()).toEqual([]);
  await expect(next.open(id)).rejects.toThrow('no board');
  expect(device.warn).not.toHaveBeenCalled();
});

it('a completed board is one like any other, whatever a crash leaves of the page storage', async () => {
  const device = new Device();
  const page = device.shelf();
  const setItem = vi.spyOn(device.pageStorage, 'setItem');
  const { id } = await page.create('Whole', 'incomplete');
  // A crash can undo a removal from it.
  expect(setItem).not.toHaveBeenCalled();
  await page.completed(id);
  expect(await page.list()).toMatchObject([{ id }]);
  expect(await device.shelf().list()).toMatchObject([{ id, name: 'Whole' }]);
});
