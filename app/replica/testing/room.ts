/** Complete replicas for tests: real engine, real store over a fake IndexedDB, an in-memory network, a manual clock. */

import { expect } from 'vitest';
import { ReplicaStore } from '#app/store/replica/replica-store.ts';
import { freshIndexedDB, storeOptions } from '#app/store/testing/databases.ts';
import type { Limits } from '#shared/paxos/model/limits.ts';
import { Replica } from '#shared/paxos/replica.ts';
import { anySeals } from '#shared/paxos/testing/groups.ts';
import { numbersFrom } from '#shared/testing/random.ts';
import { BoardReplica } from '../board-replica.ts';
import { MemoryNetwork } from './memory-network.ts';
import { asBytes, ManualTicker, Recording, settle } from './recording.ts';

/** Half a second: a device that quits waits no longer. */
export const signOffTicks = 10;

/** One device: its storage survives, its replica restarts. */
export class Device {
  readonly indexedDB = freshIndexedDB();
  readonly #network: MemoryNetwork;
  readonly #founder: boolean;
  readonly #limits: Partial<Limits>;
  ticker = new ManualTicker();
  recording = new Recording();
  replica: BoardReplica | undefined;

  constructor(network: MemoryNetwork, founder: boolean, limits: Partial<Limits>) {
    this.#network = network;
    this.#founder = founder;
    this.#limits = limits;
  }

  async open(): Promise<BoardReplica> {
    const store = await ReplicaStore.open('board', storeOptions(this.indexedDB, this.#founder));
    this.ticker = new ManualTicker();
    this.recording = new Recording();
    this.recording.self = store.opened.replica;
    this.replica = new BoardReplica({
      store,
      transport: this.#network.transport(store.opened.replica),
      standing: { access: 'edit' },
      seals: anySeals,
      ticker: this.ticker,
      random: numbersFrom(store.opened.replica.length + store.opened.replica.charCodeAt(5)),
      wait: () => Promise.resolve(),
      createEngine: (options) => new Replica({ ...options, limits: this.#limits }),
    });
    this.replica.start(this.recording);
    return this.replica;
  }

  get running(): BoardReplica {
    if (this.replica === undefined) throw new Error('not open');
    return this.replica;
  }

  submit(text: string): void {
    expect(this.running.submit(asBytes(text)).ok).toBe(true);
  }
}

export class Room {
  readonly network = new MemoryNetwork();
  readonly devices: Device[] = [];
  readonly #limits: Partial<Limits>;

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = limits;
  }

  async enter(): Promise<Device> {
    const device = new Device(this.network, this.devices.length === 0, this.#limits);
    await device.open();
    this.devices.push(device);
    return device;
  }

  /** Ticks all replicas; in each tick messages and storage can make some progress. */
  async pass(ticks: number): Promise<void> {
    for (let tick = 0; tick < ticks; tick += 1) {
      for (const device of this.devices) device.ticker.tick();
      for (let hop = 0; hop < 3; hop += 1) {
        this.network.deliver();
        await settle(1);
      }
    }
  }

  async until(isSo: () => boolean, maxTicks = 400): Promise<void> {
    for (let tick = 0; tick < maxTicks && !isSo(); tick += 1) await this.pass(1);
    expect(isSo()).toBe(true);
  }

  get leader(): Device | undefined {
    return this.devices.find((device) => device.running.status()?.role === 'leader');
  }
}

export async function threeVoters(): Promise<[Room, Device, Device, Device]> {
  const room = new Room();
  const founder = await room.enter();
  await room.until(() => founder.running.status()?.role === 'leader');
  const second = await room.enter();
  const third = await room.enter();
  await room.until(() =>
    room.devices.every((device) => device.running.status()?.configuration?.voters.length === 3),
  );
  return [room, founder, second, third];
}

export function everyoneHas(room: Room, texts: readonly string[]): boolean {
  return room.devices.every((device) => device.recording.texts.join() === texts.join());
}
