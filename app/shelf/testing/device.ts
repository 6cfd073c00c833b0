/** A device with its shelf, for tests: its storage outlives its windows, its network is silent. */

import { IDBFactory } from 'fake-indexeddb';
import { expect, vi } from 'vitest';
import type { BrowserMeshOptions } from '#app/mesh/browser-mesh.ts';
import type { Transport } from '#app/mesh/transport.ts';
import { settle } from '#app/replica/testing/recording.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import { FakePageStorage } from '#app/store/testing/databases.ts';
import { BoardOpenElsewhere } from '../../session/api.ts';
import type { DeviceLifeListener, PageLifeListener } from '../../session/device/page-life.ts';
import { FakeReplica } from '../../session/testing/fake-replica.ts';
import type { SingleWindow } from '../opening/single-window.ts';
import { createBoardShelf } from '../shelf.ts';
import type { ShelfOptions } from '../shelf-options.ts';

/** A device: its storage outlives its windows. */
export class Device {
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
      deviceLabel: (id) => `Device ${id}`,
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

export class StoreClosingReplica extends FakeReplica {
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

export function addresses(connected: BrowserMeshOptions | undefined): readonly string[] | undefined {
  return connected?.hosts.list().map(({ address }) => address);
}

export const silent: Transport = {
  start: () => undefined,
  stop: () => undefined,
  send: () => undefined,
  isClear: () => true,
  heed: () => undefined,
  dismiss: () => undefined,
  forged: () => undefined,
  peers: () => [],
  signaling: () => ({ status: 'connected' }),
};

export const invite = {
  secret: Uint8Array.from({ length: 32 }, (_, at) => at),
  boardName: 'Theirs',
  hosts: ['http://10.0.0.2:7420'],
};

/** Waits until the write that `remember` started is done. */
export async function written(device: Device, id: string): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await device.shelf().list();
  expect((await device.shelf().list()).some((board) => board.id === id)).toBe(true);
}
