import { describe, expect, test, vi } from 'vitest';
import { deriveKeys, viewSecretOf } from '#shared/invite/keys/keys.ts';
import { BoardOpenElsewhere } from '../session/api.ts';
import { addresses, Device, invite, written } from './testing/device.ts';

test("a joined board is not founded again, and has the invite's addresses and its own", async () => {
  const device = new Device();
  const shelf = device.shelf();
  await shelf.setMyName('Mia');
  const { id, name } = await shelf.join(invite);
  expect(name).toBe('Theirs');
  const session = await shelf.open(id);
  expect(device.founders).toEqual([false]);
  expect(device.connected[0]).toMatchObject({
    me: { name: 'Mia' },
    keys: deriveKeys(invite.secret),
  });
  expect(addresses(device.connected[0])).toEqual(['http://10.0.0.1:7420', 'http://10.0.0.2:7420']);
  expect(session.view().me.name).toBe('Mia');
  expect(session.invite('edit')).toEqual(invite);
  await session.close();
});

describe('a link with view access', () => {
  const viewers = { ...invite, secret: viewSecretOf(invite.secret) };

  test('opens the board for viewing, and gives no more access to others', async () => {
    const device = new Device();
    const shelf = device.shelf();
    const known = await shelf.join(viewers);
    expect(known.access).toBe('view');
    const session = await shelf.open(known.id);
    expect(device.connected[0]?.keys).toEqual(deriveKeys(viewers.secret));
    expect(session.view().me.access).toBe('view');
    for (const access of ['edit', 'view'] as const) expect(session.invite(access)).toEqual(viewers);
    await session.close();
  });

  test("does not reduce a device's access", async () => {
    const device = new Device();
    const shelf = device.shelf();
    const { id } = await shelf.join(invite);
    expect(await shelf.join(viewers)).toMatchObject({ id, access: 'edit' });
    const session = await shelf.open(id);
    expect(session.invite('edit')).toEqual(invite);
    expect(session.invite('view')).toEqual(viewers);
    await session.close();
  });

  test('is upgraded to edit access by another link, on the same copy', async () => {
    const device = new Device();
    const shelf = device.shelf();
    const { id } = await shelf.join(viewers);
    const first = await shelf.open(id);
    const { me } = first.view();
    await first.close();
    expect(await shelf.join(invite)).toMatchObject({ id, access: 'edit' });
    const second = await shelf.open(id);
    expect(second.view().me).toMatchObject({ id: me.id, access: 'edit' });
    await second.close();
  });
});

test('joining a known board changes only its addresses', async () => {
  const device = new Device();
  const shelf = device.shelf();
  const { id } = await shelf.create('Mine');
  const session = await shelf.open(id);
  const again = { ...session.invite('edit'), boardName: 'Other', hosts: ['http://10.0.0.9:7420'] };
  await session.close();
  expect(await shelf.join(again)).toMatchObject({ id, name: 'Mine' });
  const opened = await shelf.open(id);
  expect(device.founders).toEqual([true, true]);
  expect(opened.invite('edit').hosts).toEqual(['http://10.0.0.9:7420']);
  await opened.close();
});

test('an invite out of bounds is rejected and not stored', async () => {
  const shelf = new Device().shelf();
  await expect(shelf.join({ ...invite, secret: new Uint8Array(3) })).rejects.toThrow('unusable invite');
  await expect(shelf.join({ ...invite, hosts: ['file:///etc'] })).rejects.toThrow('unusable invite');
  expect(await shelf.list()).toEqual([]);
});

test('a board that is joined by an invite without a name has none until it is known', async () => {
  expect((await new Device().shelf().join({ ...invite, boardName: '' })).name).toBe('');
});

test('the last opened board comes first', async () => {
  const device = new Device();
  const shelf = device.shelf();
  const a = await shelf.create('A');
  device.now = 2000;
  const b = await shelf.create('B');
  expect((await shelf.list()).map(({ name }) => name)).toEqual(['B', 'A']);
  device.now = 3000;
  const session = await shelf.open(a.id);
  expect(await shelf.list()).toMatchObject([{ ...a, lastOpenedAt: 3000 }, b]);
  await session.close();
});

test('stores the agreed name', async () => {
  const device = new Device();
  const shelf = device.shelf({ schedule: (flush) => flush() });
  const { id } = await shelf.join(invite);
  const session = await shelf.open(id);
  const [replica] = device.replicas;
  replica?.decide(replica.by(replica.id, { type: 'board/rename', name: 'Agreed' }));
  await written(device, id);
  expect(await shelf.list()).toMatchObject([{ id, name: 'Agreed' }]);
  await session.close();
});

test('a second window is notified that the board is open, until it is closed', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const session = await device.shelf().open(id);
  await expect(device.shelf().open(id)).rejects.toBeInstanceOf(BoardOpenElsewhere);
  await expect(device.shelf().forget(id)).rejects.toBeInstanceOf(BoardOpenElsewhere);
  await session.close();
  await (await device.shelf().open(id)).close();
});

test('a copy that cannot be read, before the own hosts are known, is reported once, to the caller', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const broken = new Proxy(device.indexedDB, {
    get: (target, name) => (name === 'open' ? openOthers : Reflect.get(target, name).bind(target)),
  });
  function openOthers(name: string, version?: number) {
    if (name.includes(id)) throw new DOMException('no storage', 'UnknownError');
    return device.indexedDB.open(name, version);
  }
  let answer: ((hosts: readonly string[]) => void) | undefined;
  const signaling = () =>
    new Promise<readonly string[]>((resolve) => {
      answer = resolve;
    });
  const opening = expect(device.shelf({ signaling, indexedDB: broken }).open(id)).rejects.toThrow();
  // The storage of the tests takes some turns for each request.
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  answer?.([]);
  await opening;
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
  await (await device.shelf().open(id)).close();
});

test('a board that this window is closing is opened, or forgotten, after that', async () => {
  const device = new Device();
  const shelf = device.shelf();
  const { id } = await shelf.create('Plans');
  const session = await shelf.open(id);
  const closing = session.close();
  const again = await shelf.open(id);
  await closing;
  const closingAgain = again.close();
  await shelf.forget(id);
  await closingAgain;
  expect(await shelf.list()).toEqual([]);
});

test('a board that could not be opened is not locked', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const failing = device.shelf({
    connect: () => {
      throw new Error('no network');
    },
  });
  await expect(failing.open(id)).rejects.toThrow('no network');
  await (await device.shelf().open(id)).close();
});

test('without its own addresses the board opens nevertheless, and reports it', async () => {
  const device = new Device();
  const shelf = device.shelf({ signaling: () => Promise.reject(new Error('no host')) });
  const { id } = await shelf.join(invite);
  const session = await shelf.open(id);
  expect(addresses(device.connected[0])).toEqual(invite.hosts);
  const [notice] = session.view().notices;
  expect(notice?.kind).toEqual({ type: 'device', fact: 'noAddresses' });
  expect(device.warn).toHaveBeenCalledWith(expect.stringContaining('no host'));
  await session.close();
});

test('stores my name', async () => {
  const shelf = new Device().shelf();
  expect(await shelf.myName()).toBe('');
  await shelf.setMyName(' Mia ');
  expect(await shelf.myName()).toBe('Mia');
});
