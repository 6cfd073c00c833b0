import { expect, test } from 'vitest';
import { strictStore } from '#app/store/strict-store.ts';
import { viewSecretOf } from '#shared/invite/keys/keys.ts';
import { Device, invite } from '../testing/device.ts';
import { storedKeyValues } from './key-values.ts';
import { SecretLocked, ShelfRecords, shelfDatabase } from './shelf-records.ts';

/** Seals by reversing the bytes, as long as it has its key. */
class FakeBox {
  isReal = true;
  hasKey = true;

  async seal(secret: Uint8Array) {
    return this.isReal ? `sealed:${[...secret].reverse().join(',')}` : undefined;
  }

  async open(sealed: string) {
    if (!this.hasKey) return undefined;
    return Uint8Array.from(sealed.slice(7).split(',').map(Number).reverse());
  }
}

async function storedSecrets(device: Device): Promise<string[]> {
  const records = await new ShelfRecords(
    storedKeyValues(strictStore(device.indexedDB, shelfDatabase).use),
    device.warn,
  ).all();
  return records.map(({ secret }) => (secret instanceof Uint8Array ? 'plain' : secret.sealed.slice(0, 6)));
}

test('secrets are sealed if there is a key store, including those of an earlier run', async () => {
  const device = new Device();
  const secrets = new FakeBox();
  const { id } = await device.shelf().create('Plans');
  expect(await storedSecrets(device)).toEqual(['plain']);
  const shelf = device.shelf({ secrets });
  await shelf.list();
  await shelf.create('More');
  expect(await storedSecrets(device)).toEqual(['sealed', 'sealed']);
  const session = await shelf.open(id);
  expect(device.connected[0]?.keys.boardId).toBe(id);
  expect(session.invite('edit').secret).toHaveLength(32);
  await session.close();
  secrets.isReal = false;
  expect(await device.shelf({ secrets }).list()).toHaveLength(2);
});

test('secrets of an earlier run are sealed also if a board is opened before the list is read', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const session = await device.shelf({ secrets: new FakeBox() }).open(id);
  expect(await storedSecrets(device)).toEqual(['sealed']);
  await session.close();
});

test('a secret that cannot be reopened is not sealed', async () => {
  const device = new Device();
  const secrets = new FakeBox();
  secrets.hasKey = false;
  await device.shelf({ secrets }).create('Plans');
  expect(await storedSecrets(device)).toEqual(['plain']);
});

test('without its key a board reports that, and its invite opens it again', async () => {
  const device = new Device();
  const secrets = new FakeBox();
  const shelf = device.shelf({ secrets });
  const { id } = await shelf.create('Plans');
  const first = await shelf.open(id);
  const invite = first.invite('edit');
  await first.close();
  secrets.hasKey = false;
  await expect(shelf.open(id)).rejects.toThrow(SecretLocked);
  await shelf.join(invite);
  const again = await shelf.open(id);
  expect(again.invite('edit').secret).toEqual(invite.secret);
  await again.close();
});

test('without its key a board opens for viewing by a view link, and an existing key stays', async () => {
  const device = new Device();
  const secrets = new FakeBox();
  const shelf = device.shelf({ secrets });
  const viewers = { ...invite, secret: viewSecretOf(invite.secret) };
  const { id } = await shelf.join(invite);
  expect(await shelf.join(viewers)).toMatchObject({ access: 'edit' });
  expect(await storedSecrets(device)).toEqual(['sealed']);
  expect(await shelf.isLocked(id)).toBe(false);
  secrets.hasKey = false;
  expect(await shelf.isLocked(id)).toBe(true);
  expect(await shelf.join(viewers)).toMatchObject({ id, access: 'view' });
  expect(await shelf.isLocked(id)).toBe(false);
  const session = await shelf.open(id);
  expect(session.invite('edit')).toEqual(viewers);
  await session.close();
});
