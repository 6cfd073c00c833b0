/** The boards of this device: stored, opened, forgotten. */

import { BlobTransport } from '#app/blobs/blob-transport.ts';
import { BoardBlobs } from '#app/blobs/board-blobs.ts';
import { sleep, systemClock } from '#app/clock/clock.ts';
import { browserMesh } from '#app/mesh/browser-mesh.ts';
import { HostGossip } from '#app/mesh/discovery/host-gossip.ts';
import { strictStore } from '#app/store/strict-store.ts';
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
import { deriveKeys } from '#shared/invite/keys.ts';
import { openReplica } from '../replica/open.ts';
import type { BoardSession, BoardShelf, KnownBoard } from '../session/api.ts';
import { withNextFrame } from '../session/changes/pacing.ts';
import { Network } from '../session/network.ts';
import { noDeviceLife, pageLife } from '../session/page-life.ts';
import { Session } from '../session/session.ts';
import type { DeviceFact } from '../session/view/view.ts';
import { BoardCopies } from './board-copies.ts';
import { BoardNames, type NamedBoard } from './board-names.ts';
import { isGuestPage } from './guest.ts';
import { type KeyValues, keyValuesInMemory, storedKeyValues } from './key-values.ts';
import { lastingStorage } from './lasting-storage.ts';
import { openSecrets } from './secret-box.ts';
import type { ShelfOptions } from './shelf-options.ts';
import {
  type BoardRecord,
  boundedName,
  type OpenRecord,
  ShelfRecords,
  shelfDatabase,
} from './shelf-records.ts';
import { browserWindowSources, type Release, singleWindow } from './single-window.ts';

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
  readonly #copies: BoardCopies;
  /** The browser's latest answer about persistence. */
  #asked: Promise<void> = Promise.resolve();

  constructor(options: Required<ShelfOptions>) {
    this.#options = options;
    this.isGuest = options.isGuest;
    this.#copies = new BoardCopies(options);
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
    return this.#copies.hasUnsettled();
  }

  /** @throws BoardOpenElsewhere if a window has it open. */
  async forget(id: string): Promise<void> {
    await this.#closing.get(id);
    const release = await this.#options.singleWindow.hold(id);
    try {
      // If the deletion is interrupted, the rest of the board must not found it again.
      await this.#records.change(id, (old) => ({ ...old, founded: true }));
      await this.#copies.destroy(id);
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
      await this.#copies.destroy(id);
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
    await Promise.race([this.#asked, sleep(clock, promiseMilliseconds)]);
    return (await lasting.isLasting()) !== true;
  }

  async #known(id: string): Promise<BoardRecord> {
    const record = await this.#records.find(id);
    if (record !== undefined) return record;
    throw new BoardUnknown(`no board ${id}`);
  }

  async #open(record: OpenRecord, release: Release): Promise<BoardSession> {
    const { random, now, schedule, warn } = this.#options;
    const { id } = record;
    const myName = await this.#records.myName();
    const own = await this.#ownHosts();
    const hosts = await this.network.enter(own ?? [], record.hosts);
    // A board is founded once. A founder without its copy is a newcomer.
    const founder = record.founder && !record.founded;
    const store = await this.#copies.openStore(id, founder);
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
        store: await this.#copies.openBlobs(id),
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
