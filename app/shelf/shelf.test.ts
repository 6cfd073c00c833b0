import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test, vi } from 'vitest';
import type { BrowserMeshOptions } from '#app/mesh/browser-mesh.ts';
import type { Transport } from '#app/mesh/transport.ts';
import { settle } from '#app/replica/testing/recording.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import { ReplicaStore } from '#app/store/replica/replica-store.ts';
import { strictStore } from '#app/store/strict-store.ts';
import { FakePageStorage } from '#app/store/testing/databases.ts';
import { toBase64url } from '#shared/invite/base64url.ts';
import { deriveKeys, viewSecretOf } from '#shared/invite/keys.ts';
import { BoardOpenElsewhere } from '../session/api.ts';
import type { DeviceLifeListener, PageLifeListener } from '../session/page-life.ts';
import { FakeReplica } from '../session/testing/fake-replica.ts';
import { storedKeyValues } from './key-values.ts';
import { BoardUnknown, createBoardShelf } from './shelf.ts';
import type { ShelfOptions } from './shelf-options.ts';
import { SecretLocked, ShelfRecords, shelfDatabase } from './shelf-records.ts';
import type { SingleWindow } from './single-window.ts';

/** A device: its storage outlives its windows. */
class Device {
  readonly indexedDB = new IDBFactory();
  readonly #held = new Set<string>();
  readonly connected: BrowserMeshOptions[] = [];
  readonly founders: boolean[] = [];
  readonly replicas: FakeReplica[] = [];
  readonly warn = vi.fn();
  readonly pageStorage = new FakePageStorage();
  life: DeviceLifeListener | undefined;
  /** The listener for the page's end. */
  page: PageLifeListener | undefined;
  now = 1000;
  #random = 0;

  shelf(some: Partial<ShelfOptions> = {}) {
    return createBoardShelf({
      signaling: async () => ['http://10.0.0.1:7420'],
      indexedDB: this.indexedDB,
      random: (bytes) => {
        this.#random += 1;
        return Uint8Array.from({ length: bytes }, (_, at) => (this.#random * 31 + at * 7) % 256);
      },
      now: () => this.now,
      schedule: () => undefined,
      singleWindow: this.#windows,
      pageLife: (listener) => {
        this.page = listener;
        return () => {
          this.page = undefined;
        };
      },
      pageStorage: () => this.pageStorage,
      lasting: { ask: async () => undefined, isLasting: async () => true },
      deviceLife: (listener) => {
        this.life = listener;
        return () => undefined;
      },
      connect: (options) => {
        this.connected.push(options);
        return silent;
      },
      openReplica: (store) => {
        this.founders.push(store.opened.founder);
        const replica = new StoreClosingReplica(store);
        if (store.opened.founder) replica.replay = [replica.decided(), replica.decided()];
        else replica.isNewcomer = true;
        this.replicas.push(replica);
        return replica;
      },
      warn: this.warn,
      ...some,
    });
  }

  readonly #windows: SingleWindow = {
    hold: async (id) => {
      if (this.#held.has(id)) throw new BoardOpenElsewhere('open elsewhere');
      this.#held.add(id);
      return () => this.#held.delete(id);
    },
  };
}

class StoreClosingReplica extends FakeReplica {
  readonly #store: BoardStore;

  constructor(store: BoardStore) {
    super(store.opened.replica);
    this.#store = store;
  }

  /** Takes longer than reading the storage. */
  override async stop(): Promise<void> {
    this.#store.close();
    await settle(50);
    await super.stop();
  }
}

function addresses(connected: BrowserMeshOptions | undefined): readonly string[] | undefined {
  return connected?.hosts.list().map(({ address }) => address);
}

const silent: Transport = {
  start: () => undefined,
  stop: () => undefined,
  send: () => undefined,
  isClear: () => true,
  dismiss: () => undefined,
  forged: () => undefined,
  peers: () => [],
  signaling: () => ({ status: 'connected' }),
};

const invite = {
  secret: Uint8Array.from({ length: 32 }, (_, at) => at),
  boardName: 'Theirs',
  hosts: ['http://10.0.0.2:7420'],
};

/** Waits until the write that `remember` started is done. */
async function written(device: Device, id: string): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await device.shelf().list();
  expect((await device.shelf().list()).some((board) => board.id === id)).toBe(true);
}

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

test('an invite without a name names the board until its name is known', async () => {
  expect((await new Device().shelf().join({ ...invite, boardName: '' })).name).toBe('Unnamed board');
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
  expect(await shelf.list()).toEqual([{ ...a, lastOpenedAt: 3000 }, b]);
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
    commands: commands.map(({ sequence, body }) => [sequence, toBase64url(body)]),
  });
  await session.close();
  await device.shelf().forget(id);
  expect(device.pageStorage.texts.size).toBe(0);
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
  secrets.hasKey = false;
  expect(await shelf.join(viewers)).toMatchObject({ id, access: 'view' });
  const session = await shelf.open(id);
  expect(session.invite('edit')).toEqual(viewers);
  await session.close();
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

test('a guest stores nothing, and can return to its board while the page is open', async () => {
  const device = new Device();
  const forbidden = new Proxy<IDBFactory>(Object.create(null), {
    get: () => {
      throw new Error('a guest used the storage');
    },
  });
  const page = device.shelf({
    isGuest: true,
    indexedDB: forbidden,
    pageStorage: () => {
      throw new Error('a guest used the storage');
    },
  });
  await page.setMyName('Gus');
  const { id } = await page.join(invite);
  const first = await page.open(id);
  device.page?.goes();
  await first.close();
  const again = await page.open(id);
  expect(again.view().notices).toEqual([]);
  await again.close();
  expect(new Set(device.replicas.map((replica) => replica.id)).size).toBe(1);
  expect(device.connected.map(({ me }) => [me.name, me.guest])).toEqual(Array(2).fill(['Gus', true]));
  await page.rejoin(id);
  await (await page.open(id)).close();
  expect(new Set(device.replicas.map((replica) => replica.id)).size).toBe(2);
  await page.forget(id);
  expect(await page.list()).toEqual([]);
  expect(device.warn).not.toHaveBeenCalled();
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
