/** The storage of this device fails, or no longer answers, while a board is open. */

import { expect, test, vi } from 'vitest';
import { FakePageStorage } from '#app/store/testing/databases.ts';
import { fillDisk } from '#app/store/testing/full-disk.ts';
import { Device, World } from '../../session/testing/devices.ts';
import { createBoardShelf } from '../shelf.ts';

test('changes that a failing storage refused are there when the board is opened again', async () => {
  const world = new World();
  const ada = new Device(world, 'Ada');
  const pageStorage = new FakePageStorage();
  const options = { ...ada.options(), pageStorage: () => pageStorage, warn: () => undefined };
  const shelf = createBoardShelf(options);
  const { id } = await shelf.create('Plans');
  const session = await shelf.open(id);
  await world.until(() => session.view().health.state === 'settling' && session.view().pendingChanges === 0);
  fillDisk();
  void session.createTask('Paint the fence', 'todo');
  await world.until(() => session.view().health.state === 'stopped');
  await session.close();
  vi.restoreAllMocks();
  const again = await createBoardShelf(options).open(id);
  await world.until(() => again.view().health.state === 'settling' && again.view().pendingChanges === 0);
  expect(again.view().tasks.todo?.map(({ title }) => title)).toEqual(['Paint the fence']);
  await again.close();
});
