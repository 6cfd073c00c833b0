/** The boards of this device: stored, opened, forgotten. */

import { type BlobStore, MemoryBlobs, StoredBlobs } from '#app/blobs/blob-store.ts';
import { BlobTransport } from '#app/blobs/blob-transport.ts';
import { BoardBlobs } from '#app/blobs/board-blobs.ts';
import { type BrowserMeshOptions, browserMesh } from '#app/mesh/browser-mesh.ts';
import { type Clock, systemClock } from '#app/mesh/clock.ts';
import { HostGossip } from '#app/mesh/discovery/host-gossip.ts';
import type { Transport } from '#app/mesh/transport.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import { GuestStore } from '#app/store/guest-store.ts';
import { ReplicaStore } from '#app/store/replica-store.ts';
import { strictStore } from '#app/store/strict-store.ts';
import { type PageStorage, UnsavedCommands } from '#app/store/unsaved-commands.ts';
import { toBase64url } from '#shared/invite/base64url.ts';
import {
  accessOf,
  type BoardAccess,
  boardSecretBytes,
  type Invite,
  inviteFault,
  maxBoardNameLength,
  maxInviteHosts,
  newBoardSecret,
} from '#shared/invite/invite.ts';
import { type BoardKeys, deriveKeys } from '#shared/invite/keys.ts';
import type { Standing } from '#shared/replica/standing.ts';
import type { SessionReplica } from '../replica/board-replica.ts';
import { openReplica } from '../replica/open.ts';
import type { BoardSession, BoardShelf, KnownBoard } from '../session/api.ts';
import { type Schedule, withNextFrame } from '../session/changes/pacing.ts';
import { type Nearby, Network } from '../session/network.ts';
import { type DeviceLife, noDeviceLife, type PageLife, pageLife } from '../session/page-life.ts';
import { Session } from '../session/session.ts';
import type { DeviceFact } from '../session/view/view.ts';
import { BoardNames, type NamedBoard } from './board-names.ts';
import { isGuestPage } from './guest.ts';
import { type KeyValues, keyValuesInMemory, storedKeyValues } from './key-values.ts';
import { type LastingStorage, lastingStorage } from './lasting-storage.ts';
import { openSecrets, type SecretBox } from './secret-box.ts';
import {
  type BoardRecord,
  boundedName,
  type OpenRecord,
  ShelfRecords,
  shelfDatabase,
} from './shelf-records.ts';
import { browserWindowSources, type Release, type SingleWindow, singleWindow } from './single-window.ts';

export interface ShelfOptions {
  /** Base URLs of signaling servers known to this device; called each time a board is opened. */
  readonly signaling: () => Promise<readonly string[]>;

  // The defaults of the following options are the browser's.

  /** Other hosts known to this window's host; undefined without such a host. */
  readonly nearby?: () => Promise<Nearby>;
  /** For periodic work. */
  readonly clock?: Clock;
  /** Seals boards' secrets. */
  readonly secrets?: SecretBox;
  readonly deviceLife?: DeviceLife;
  /** Called each time a board is created or joined. */
  readonly lasting?: LastingStorage;

  readonly indexedDB?: IDBFactory;
  /** May throw if the browser blocks storage. */
  readonly pageStorage?: () => PageStorage | undefined;
  /** Returns bytes from a cryptographic source. */
  readonly random?: (bytes: number) => Uint8Array;
  /** Wall clock, milliseconds since the Unix epoch. */
  readonly now?: () => number;
  /** Monotonic, milliseconds. */
  readonly elapsed?: () => number;
  readonly schedule?: Schedule;
  readonly singleWindow?: SingleWindow;
  readonly pageLife?: PageLife;
  readonly connect?: (options: BrowserMeshOptions) => Transport;
  readonly openReplica?: (
    store: BoardStore,
    transport: Transport,
    standing: Standing,
    keys: BoardKeys,
  ) => SessionReplica;
  /** Nothing is kept beyond this page, and it never votes. */
  readonly isGuest?: boolean;
  /** Receives messages for developers that no person can act on. */
  readonly warn?: (text: string) => void;
}

/** The board is unknown on this device. */
export class BoardUnknown extends Error {
  override readonly name = 'BoardUnknown';
}

/** Random bytes in a task's id. */
const taskIdBytes = 12;

/** A browser may ask the person before it promises persistence; nothing waits for the answer longer than this. */
const promiseMilliseconds = 250;

export function createBoardShelf(options: ShelfOptions): BoardShelf {
  return new Shelf({
    indexedDB: globalThis.indexedDB,
    pageStorage: () => globalThis.localStorage,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    now: () => Date.now(),
    elapsed: () => performance.now(),
    nearby: async () => ({ announced: [], found: [] }),
    clock: systemClock,
    schedule: withNextFrame(globalThis),
    singleWindow: singleWindow(browserWindowSources()),
    pageLife: (listener) => pageLife(globalThis)(listener),
    connect: (mesh) => new HostGossip(browserMesh(mesh), mesh.hosts),
    secrets: openSecrets,
    deviceLife: noDeviceLife,
    openReplica,
    isGuest: isGuestPage(),
    lasting: lastingStorage(globalThis.navigator?.storage, options.warn ?? warnInConsole),
    warn: warnInConsole,
    ...options,
  });
}

function warnInConsole(text: string): void {
  console.warn(text);
}

class Shelf implements BoardShelf {
  readonly #options: Required<ShelfOptions>;
  readonly #records: ShelfRecords;
  readonly network: Network;
  readonly isGuest: boolean;
  readonly #names: BoardNames;
  #lost: readonly NamedBoard[] = [];
  /** Boards that this window is closing; opening one waits for that. */
  readonly #closing = new Map<string, Promise<void>>();
  /** On a guest: its copies of the boards joined since the page was opened. */
  readonly #guestStores = new Map<string, GuestStore>();
  readonly #guestBlobs = new Map<string, MemoryBlobs>();
  /** The browser's latest answer about persistence. */
  #asked: Promise<void> = Promise.resolve();

  constructor(options: Required<ShelfOptions>) {
    this.#options = options;
    this.isGuest = options.isGuest;
    this.#records = new ShelfRecords(recordsOf(options), options.warn, options.secrets);
    this.#names = new BoardNames(options.pageStorage);
    const { now, clock, nearby, warn, signaling: own } = options;
    this.network = new Network({ records: this.#records, now, clock, nearby, own, warn });
  }

  async list(): Promise<readonly KnownBoard[]> {
    await this.#records.sealAll();
    const records = await this.#records.all();
    if (!this.isGuest) this.#lost = this.#names.lost(records);
    return records.toSorted((a, b) => b.lastOpenedAt - a.lastOpenedAt).map(knownBoard);
  }

  lost(): readonly NamedBoard[] {
    return this.#lost;
  }

  forgetLost(): void {
    this.#names.forget(this.#lost.map(({ id }) => id));
    this.#lost = [];
  }

  /**
   * @throws RangeError if the name is empty, ShelfFull if no more boards can be stored, Error on a guest, which may not
   *   hold a board's only copy.
   */
  async create(name: string): Promise<KnownBoard> {
    if (this.isGuest) throw new Error('a guest cannot create a board');
    const bounded = boundedName(name, maxBoardNameLength);
    if (bounded === '') throw new RangeError('a board needs a name');
    const secret = newBoardSecret(this.#options.random(boardSecretBytes));
    return this.#remember({ secret, boardName: bounded, hosts: [] }, true);
  }

  /** @throws RangeError if the invite is out of bounds, ShelfFull if no more boards can be stored. */
  async join(invite: Invite): Promise<KnownBoard> {
    const fault = inviteFault(invite);
    if (fault !== undefined) throw new RangeError(`unusable invite: ${fault}`);
    return this.#remember(invite, false);
  }

  async open(id: string): Promise<BoardSession> {
    await this.#closing.get(id);
    const record = await this.#known(id);
    const release = await this.#options.singleWindow.hold(id);
    try {
      return await this.#open(await this.#records.opened(record), release);
    } catch (error) {
      release();
      throw error;
    }
  }

  hasUnsettled(): boolean {
    return [...this.#guestStores.values()].some(({ hasPending }) => hasPending);
  }

  /** @throws BoardOpenElsewhere if a window has it open. */
  async forget(id: string): Promise<void> {
    await this.#closing.get(id);
    const release = await this.#options.singleWindow.hold(id);
    try {
      // If the deletion is interrupted, the rest of the board must not found it again.
      await this.#records.change(id, (old) => ({ ...old, founded: true }));
      await this.#destroyStore(id);
      await this.#records.remove(id);
      if (!this.isGuest) this.#names.forget([id]);
    } finally {
      release();
    }
  }

  /** @throws BoardOpenElsewhere if a window has it open. */
  async rejoin(id: string): Promise<void> {
    await this.#closing.get(id);
    const release = await this.#options.singleWindow.hold(id);
    try {
      // It returns as a newcomer, even on its founder's device; and its copy was not lost.
      await this.#records.change(id, (old) => ({ ...old, founder: false, founded: false }));
      await this.#destroyStore(id);
    } finally {
      release();
    }
  }

  isLasting(): Promise<boolean | undefined> {
    return this.#options.lasting.isLasting();
  }

  myName(): Promise<string> {
    return this.#records.myName();
  }

  setMyName(name: string): Promise<void> {
    return this.#records.setMyName(name);
  }

  async #remember({ secret, boardName, hosts }: Invite, founder: boolean): Promise<KnownBoard> {
    const record: BoardRecord = {
      version: 1,
      id: deriveKeys(secret).boardId,
      name: boundedName(boardName, maxBoardNameLength) || 'Unnamed board',
      access: accessOf(secret) ?? 'view',
      secret: new Uint8Array(secret),
      hosts: [...hosts],
      founder,
      founded: false,
      lastOpenedAt: this.#options.now(),
    };
    const kept = await this.#records.add(record, (old) => ({
      ...old,
      hosts: [...new Set([...hosts, ...old.hosts])].slice(0, maxInviteHosts),
    }));
    if (!this.isGuest) this.#names.add(kept);
    // A browser may ask the person, which no board has to wait for.
    this.#asked = this.#options.lasting.ask();
    return knownBoard(kept);
  }

  /**
   * No page can detect a private window. In a private window each board is the first, and browsers never promise
   * persistence there.
   */
  async #mayBePrivate(access: BoardAccess): Promise<boolean> {
    const { lasting, clock } = this.#options;
    if (this.isGuest || access === 'view' || (await this.#records.all()).length > 1) return false;
    await Promise.race([
      this.#asked,
      new Promise<void>((resolve) => clock.after(promiseMilliseconds, resolve)),
    ]);
    return (await lasting.isLasting()) !== true;
  }

  #unsaved(id: string): UnsavedCommands {
    return new UnsavedCommands(this.#options.pageStorage, id);
  }

  async #known(id: string): Promise<BoardRecord> {
    const record = await this.#records.find(id);
    if (record !== undefined) return record;
    throw new BoardUnknown(`no board ${id}`);
  }

  async #open(record: OpenRecord, release: Release): Promise<BoardSession> {
    const { random, now, elapsed, schedule, warn } = this.#options;
    const { id } = record;
    const myName = await this.#records.myName();
    const own = await this.#ownHosts();
    const hosts = await this.network.enter(own ?? [], record.hosts);
    // A board is founded once. A founder without its copy is a newcomer.
    const founder = record.founder && !record.founded;
    const store = await this.#openStore(id, founder);
    const { replica: myId, deviceKey, deviceSecretKey } = store.opened;
    const guest = this.isGuest ? ({ guest: true } as const) : {};
    let endPageLife = (): void => undefined;
    let blobs: BoardBlobs | undefined;
    try {
      const isLost = store.opened.isNew && record.founded && !this.isGuest;
      const mayBePrivate = store.opened.isNew && (await this.#mayBePrivate(record.access));
      const facts: DeviceFact[] = [
        ...(isLost ? (['lostCopy'] as const) : []),
        ...(own === undefined ? (['noAddresses'] as const) : []),
        ...(mayBePrivate ? (['mayBePrivate'] as const) : []),
      ];
      const keys = deriveKeys(record.secret);
      const mesh = this.#options.connect({
        me: { replica: myId, deviceKey, deviceSecretKey, name: myName, ...guest },
        keys,
        hosts,
      });
      blobs = new BoardBlobs({
        store: await this.#openBlobs(id),
        clock: this.#options.clock,
        now,
        send: (to, bytes) => mesh.send(to, 'bulk', bytes),
        lied: (by, problem) => warn(`${by} sent ${problem}; it gets no request for ten minutes`),
        warn,
      });
      const transport = new BlobTransport(mesh, blobs);
      const replica = this.#options.openReplica(store, transport, { access: record.access, ...guest }, keys);
      const session = new Session({
        boardId: id,
        boardName: record.name,
        founder: store.opened.founder,
        myName,
        ...guest,
        invite: { secret: record.secret, boardName: record.name, hosts: record.hosts },
        replica,
        blobs,
        now,
        elapsed,
        newId: () => toBase64url(random(taskIdBytes)),
        schedule,
        clock: this.#options.clock,
        firstNotices: facts,
        remember: ({ founded, boardName }) => {
          const name = boundedName(boardName, maxBoardNameLength);
          this.#records
            .change(id, (old) => ({ ...old, name, founded: old.founded || founded }))
            .catch((error: unknown) => warn(`What is known of a board could not be saved: ${String(error)}`));
        },
        closing: (done) => {
          // A failed close is reported to its caller.
          const over = done.then(
            () => undefined,
            () => undefined,
          );
          this.#closing.set(id, over);
        },
        closed: () => {
          endPageLife();
          this.network.leave();
          release();
        },
      });
      await this.#records.change(id, (old) => ({ ...old, lastOpenedAt: now() }));
      const leave = () => store.keepUnsaved(session.leaving());
      // Before the network's own listener: a departing device announces it while it is still linked.
      const endings = [
        this.#options.pageLife({
          goes: () => {
            leave();
            replica.signOff();
          },
          isBack: () => replica.stay(),
        }),
        this.#options.deviceLife({
          leave: () => {
            leave();
            return replica.leave();
          },
          stay: () => replica.stay(),
          wake: () => replica.wake(),
        }),
      ];
      endPageLife = () => {
        for (const end of endings) end();
      };
      session.start();
      return session;
    } catch (error) {
      endPageLife();
      this.network.leave();
      blobs?.close();
      store.close();
      throw error;
    }
  }

  /** @throws StoreCorrupted | StoreTooNew | StoreFailed */
  async #openStore(id: string, founder: boolean): Promise<BoardStore> {
    const { indexedDB, random, now } = this.#options;
    if (!this.isGuest) {
      return ReplicaStore.open(id, { indexedDB, random, now, founder, unsaved: this.#unsaved(id) });
    }
    const store = this.#guestStores.get(id) ?? new GuestStore(random);
    this.#guestStores.set(id, store);
    return store;
  }

  /** @throws StoreCorrupted | StoreTooNew | StoreFailed */
  async #openBlobs(id: string): Promise<BlobStore> {
    if (!this.isGuest) return StoredBlobs.open(id, this.#options.indexedDB);
    const blobs = this.#guestBlobs.get(id) ?? new MemoryBlobs();
    this.#guestBlobs.set(id, blobs);
    return blobs;
  }

  /** @throws StoreFailed */
  async #destroyStore(id: string): Promise<void> {
    this.#guestStores.delete(id);
    this.#guestBlobs.delete(id);
    if (this.isGuest) return;
    await StoredBlobs.destroy(id, this.#options.indexedDB);
    await ReplicaStore.destroy(id, this.#options.indexedDB);
    this.#unsaved(id).clear();
  }

  /** Undefined if they are unavailable: the board is opened nevertheless. */
  async #ownHosts(): Promise<readonly string[] | undefined> {
    try {
      return await this.#options.signaling();
    } catch (error) {
      this.#options.warn(`The signaling servers are not known: ${String(error)}`);
      return undefined;
    }
  }
}

function recordsOf({ isGuest, indexedDB }: Required<ShelfOptions>): KeyValues {
  if (isGuest) return keyValuesInMemory();
  // After site data were cleared, the shelf starts empty.
  return storedKeyValues(strictStore(indexedDB, shelfDatabase, { recreate: true }).use);
}

function knownBoard({ id, name, access, lastOpenedAt }: BoardRecord): KnownBoard {
  return { id, name, access, lastOpenedAt };
}
