/** Devices with all their real parts; only the network, the clock and the disk are of the test. */

import { promisifyRequest } from 'idb-keyval';
import { ManualClock } from '#app/clock/testing/manual-clock.ts';
import type { Transport, TransportListener, TransportNotice } from '#app/mesh/transport.ts';
import { openReplica } from '#app/replica/open.ts';
import { nobleEd25519 } from '#app/replica/seals/ed25519.ts';
import { MemoryNetwork } from '#app/replica/testing/memory-network.ts';
import { ManualTicker, settle } from '#app/replica/testing/recording.ts';
import { strictStore } from '#app/store/strict-store.ts';
import { freshIndexedDB } from '#app/store/testing/databases.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { createBoardShelf } from '../../shelf/shelf.ts';
import type { ShelfOptions } from '../../shelf/shelf-options.ts';
import { BoardOpenElsewhere, type BoardSession, type BoardShelf } from '../api.ts';

const tickMilliseconds = 50;

/** Ticks that a test waits for something, at most: a minute. */
const patienceTicks = 1200;

export class World {
  readonly network = new MemoryNetwork();
  readonly tickers = new Set<ManualTicker>();
  /** Timers of a real clock would run in the tests that follow in the same worker: for example, those that keep steps of undo. */
  readonly clock = new ManualClock();
  #seed = 1;

  /** Numbers from 0 up to 1, the same in every run. */
  readonly random = (): number => {
    this.#seed = (this.#seed * 48271) % 2147483647;
    return this.#seed / 2147483647;
  };

  async until(condition: () => boolean): Promise<void> {
    for (let tick = 0; tick < patienceTicks; tick += 1) {
      await this.#rest();
      if (condition()) return;
      for (const ticker of this.tickers) ticker.tick();
      await this.clock.advance(tickMilliseconds);
    }
    throw new Error('it did not happen');
  }

  /** The result of `promise`, in the time that it needs. */
  async end<T>(promise: Promise<T>): Promise<T> {
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    promise.then(over, over);
    await this.until(() => isOver);
    return promise;
  }

  async pass(ticks: number): Promise<void> {
    let left = ticks;
    await this.until(() => {
      left -= 1;
      return left < 0;
    });
  }

  async #rest(): Promise<void> {
    do await settle(6);
    while (this.network.deliver());
  }
}

export class Device {
  readonly #world: World;
  readonly #name: string;
  readonly #indexedDB = freshIndexedDB();
  readonly #held = new Set<string>();
  readonly #running = new Set<() => void>();
  #boardId = '';
  session: BoardSession = notOpen;
  /** It ignores removals, as a device with a modified program. */
  deaf = false;

  readonly #isGuest: boolean;
  #page: BoardShelf | undefined;

  constructor(world: World, name: string, { isGuest = false } = {}) {
    this.#isGuest = isGuest;
    this.#world = world;
    this.#name = name;
  }

  /** A guest's page knows its boards for as long as it is open; a member's next page knows them, too. */
  #shelf(): BoardShelf {
    if (!this.#isGuest) return this.#newShelf();
    this.#page ??= this.#newShelf();
    return this.#page;
  }

  #newShelf(): BoardShelf {
    return createBoardShelf(this.options());
  }

  /** Those of its pages, which share one storage. */
  options(): ShelfOptions {
    const { random, network, tickers, clock } = this.#world;
    return {
      clock,
      deviceLabel: (id) => `Device ${id}`,
      isGuest: this.#isGuest,
      lasting: { ask: async () => undefined, isLasting: async () => true },
      signaling: async () => [],
      indexedDB: this.#indexedDB,
      random: (bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256)),
      now: () => 1000,
      schedule: queueMicrotask,
      singleWindow: {
        hold: async (id) => {
          if (this.#held.has(id)) throw new BoardOpenElsewhere('open elsewhere');
          this.#held.add(id);
          return () => this.#held.delete(id);
        },
      },
      pageLife: () => () => undefined,
      connect: ({ me, keys }) => {
        const access = keys.editorSecretKey === undefined ? 'view' : 'edit';
        const guest = me.guest === true ? { guest: true as const } : {};
        const witness = me.witness === undefined ? {} : { witness: true as const };
        return this.#hearing(network.transport(me.replica, access, { ...guest, ...witness }));
      },
      openReplica: (store, transport, standing, keys) => {
        const ticker = new ManualTicker();
        tickers.add(ticker);
        this.#running.add(() => {
          tickers.delete(ticker);
          transport.stop();
        });
        const replica = openReplica(store, transport, standing, keys, {
          ed25519: nobleEd25519(queueMicrotask, () => 0),
          ticker,
          random,
          wait: () => settle(),
        });
        const { remove } = replica;
        replica.remove = (replicas) => {
          if (!this.deaf) remove.call(replica, replicas);
        };
        return replica;
      },
      warn: (text) => {
        throw new Error(text);
      },
    };
  }

  #hearing(transport: Transport): Transport {
    const { start } = transport;
    const noticeTo = (listener: TransportListener) => (notice: TransportNotice) => {
      if (!this.deaf || notice.type !== 'dismissed') listener.notice(notice);
    };
    return {
      ...transport,
      start: (listener) => start({ ...bound(listener), notice: noticeTo(listener) }),
    };
  }

  async create(boardName: string): Promise<void> {
    await this.#shelf().setMyName(this.#name);
    this.#boardId = (await this.#shelf().create(boardName)).id;
    await this.open();
  }

  async join(invite: Invite): Promise<void> {
    await this.#shelf().setMyName(this.#name);
    this.#boardId = (await this.#shelf().join(invite)).id;
    await this.open();
  }

  async open(): Promise<void> {
    this.session = await this.#shelf().open(this.#boardId);
  }

  async rejoin(): Promise<void> {
    await this.close();
    await this.#shelf().rejoin(this.#boardId);
    await this.open();
  }

  close(): Promise<void> {
    return this.session.close();
  }

  /** Its app is killed: its network and its clock end, and what it stored stays. */
  crash(): void {
    for (const end of this.#running) end();
    this.#running.clear();
    this.#held.clear();
  }

  /** Its browser loses a database. */
  async lose(name: string): Promise<void> {
    await new Promise((resolve, reject) => {
      const request = this.#indexedDB.deleteDatabase(name);
      request.onsuccess = resolve;
      request.onerror = reject;
    });
  }

  /** Everything in one of its databases. */
  async content(name: string): Promise<readonly unknown[]> {
    const use = strictStore(this.#indexedDB, name).use;
    return use('readonly', (objects) => promisifyRequest(objects.getAll()));
  }

  async databases(): Promise<readonly (string | undefined)[]> {
    return (await this.#indexedDB.databases()).map(({ name }) => name);
  }

  get view() {
    return this.session.view();
  }

  /** Whether the end of the page would lose changes. */
  hasUnsettled(): boolean {
    return this.#shelf().hasUnsettled();
  }

  boards() {
    return this.#shelf().list();
  }

  get shelf(): BoardShelf {
    return this.#shelf();
  }

  get boardId(): string {
    return this.#boardId;
  }
}

/** For before a device has opened its board. */
const notOpen = new Proxy<BoardSession>(Object.create(null), {
  get: () => {
    throw new Error('the board is not open on this device');
  },
});

export async function threeDevices(): Promise<{
  readonly world: World;
  readonly ada: Device;
  readonly bob: Device;
  readonly cleo: Device;
  readonly all: readonly Device[];
}> {
  const world = new World();
  const [ada, bob, cleo] = ['Ada', 'Bob', 'Cleo'].map((name) => new Device(world, name));
  if (ada === undefined || bob === undefined || cleo === undefined) throw new Error('unreachable');
  await ada.create('Plans');
  await world.until(() => ada.view.health.state === 'settling');
  await bob.join(ada.session.invite('edit'));
  await cleo.join(ada.session.invite('edit'));
  const all = [ada, bob, cleo];
  await world.until(() => all.every(({ view }) => view.people.filter(({ votes }) => votes).length === 3));
  await world.until(() =>
    all.every(({ view }) => view.pendingChanges === 0 && view.health.state === 'settling'),
  );
  return { world, ada, bob, cleo, all };
}

export function nothingIsPending(devices: readonly Device[]): boolean {
  const [first] = devices;
  return devices.every(
    ({ view }) => view.pendingChanges === 0 && view.settledThrough === first?.view.settledThrough,
  );
}

function bound(listener: TransportListener): TransportListener {
  return {
    linkUp: (peer) => listener.linkUp(peer),
    linkDown: (replica) => listener.linkDown(replica),
    frame: (from, lane, bytes) => listener.frame(from, lane, bytes),
    doubted: () => undefined,
    changed: () => listener.changed(),
    notice: (notice) => listener.notice(notice),
  };
}
