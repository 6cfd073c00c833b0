import { expect, test } from 'vitest';
import { ReplicaStore } from '#app/store/replica/replica-store.ts';
import { deriveKeys } from '#shared/invite/keys/keys.ts';
import { Device, written } from './testing/device.ts';

test('a new board is stored, and founded by this device', async () => {
  const device = new Device();
  const shelf = device.shelf();
  const known = await shelf.create('  Plans ');
  expect(known).toEqual({ id: known.id, name: 'Plans', access: 'edit', lastOpenedAt: 1000 });
  expect(known.id).toMatch(/^[\w-]{22}$/);
  const session = await shelf.open(known.id);
  expect(device.founders).toEqual([true]);
  expect(session.view()).toMatchObject({ boardId: known.id, boardName: 'Plans' });
  const invited = session.invite('edit');
  expect(deriveKeys(invited.secret).boardId).toBe(known.id);
  await session.close();
});

test('each board has its own secret', async () => {
  const shelf = new Device().shelf();
  expect((await shelf.create('A')).id).not.toBe((await shelf.create('A')).id);
});

test('a board without a name, or from a broken source of randomness, is not created', async () => {
  const device = new Device();
  await expect(device.shelf().create('  ')).rejects.toThrow('needs a name');
  const broken = device.shelf({ random: (bytes) => new Uint8Array(bytes) });
  await expect(broken.create('Plans')).rejects.toThrow(RangeError);
  expect(await device.shelf().list()).toEqual([]);
});

test('a crash between creating and opening a board is harmless: it is founded then, once', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const first = await device.shelf().open(id);
  await first.close();
  const again = await device.shelf().open(id);
  await again.close();
  const [one, two] = device.replicas;
  expect(one?.id).toBe(two?.id);
});

test('a crash after the store was created, before anything was decided, keeps the founder', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const crashing = device.shelf({
    openReplica: () => {
      throw new Error('crash');
    },
  });
  await expect(crashing.open(id)).rejects.toThrow('crash');
  const session = await device.shelf().open(id);
  expect(device.founders).toEqual([true]);
  await session.close();
});

test('a founder without its copy returns as a newcomer, and is notified', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const session = await device.shelf().open(id);
  await written(device, id);
  await session.close();
  await ReplicaStore.destroy(id, device.indexedDB);

  const lost = await device.shelf().open(id);
  expect(device.founders).toEqual([true, false]);
  expect(device.replicas[1]?.id).not.toBe(device.replicas[0]?.id);
  expect(lost.view().health.state).toBe('joining');
  const [notice] = lost.view().notices;
  expect(notice?.kind).toEqual({ type: 'device', fact: 'lostCopy' });
  await lost.close();
  const later = await device.shelf().open(id);
  expect(later.view().notices).toEqual([]);
  await later.close();
});
