import { expect, test } from 'vitest';
import type { DeviceLifeListener } from '../session/device/page-life.ts';
import { Device } from './testing/device.ts';

test("a page that ends hands over its device's vote, and takes part again when it is restored", async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const session = await device.shelf().open(id);
  device.page?.goes();
  expect(device.replicas[0]?.status().signsOff).toBe(true);
  device.page?.isBack();
  expect(device.replicas[0]?.status().signsOff).toBe(false);
  await session.close();
  expect(device.page).toBeUndefined();
});

test('a departing device hands its vote over first; a woken one replaces its links', async () => {
  const device = new Device();
  let life: DeviceLifeListener | undefined;
  const shelf = device.shelf({
    deviceLife: (listener) => {
      life = listener;
      return () => {
        life = undefined;
      };
    },
  });
  const { id } = await shelf.create('Plans');
  const session = await shelf.open(id);
  await life?.leave();
  expect(device.replicas[0]?.status().signsOff).toBe(true);
  life?.wake();
  expect(device.replicas[0]?.wakes).toBe(1);
  await session.close();
  expect(life).toBeUndefined();
});
