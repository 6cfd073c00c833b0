/** Three devices with all their real parts; only the network, the clock and the disk are of the test. */

import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { MemoryNetwork } from '#app/replica/testing/memory-network.ts';
import { ManualTicker, settle } from '#app/replica/testing/recording.ts';
import type { Outcome } from '#shared/board/commands.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { BoardOpenElsewhere, type BoardSession } from './api.ts';
import { replicaSessionDriver } from './replica-session-driver.ts';
import { createBoardShelf } from './shelf.ts';

/** Ticks that a test waits for something, at most: a minute. */
const patienceTicks = 1200;

class World {
  readonly network = new MemoryNetwork();
  readonly tickers = new Set<ManualTicker>();
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
    }
    throw new Error('it did not happen');
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

class Device {
  readonly #world: World;
  readonly #name: string;
  readonly #indexedDB = new IDBFactory();
  readonly #held = new Set<string>();
  #boardId = '';
  session: BoardSession = notOpen;

  constructor(world: World, name: string) {
    this.#world = world;
    this.#name = name;
  }

  #shelf() {
    const { random, network, tickers } = this.#world;
    return createBoardShelf({
      signaling: async () => [],
      indexedDB: this.#indexedDB,
      random: (bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256)),
      now: () => 1000,
      elapsed: () => 0,
      schedule: queueMicrotask,
      singleWindow: {
        hold: async (id) => {
          if (this.#held.has(id)) throw new BoardOpenElsewhere('open elsewhere');
          this.#held.add(id);
          return () => this.#held.delete(id);
        },
      },
      pageLife: () => () => undefined,
      connect: ({ replica }) => network.transport(replica),
      drive: (store, transport) => {
        const ticker = new ManualTicker();
        tickers.add(ticker);
        return replicaSessionDriver(store, transport, { ticker, random, wait: () => settle() });
      },
      warn: (text) => {
        throw new Error(text);
      },
    });
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

  get view() {
    return this.session.view();
  }

  boards() {
    return this.#shelf().list();
  }
}

/** For before a device has opened its board. */
const notOpen = new Proxy<BoardSession>(Object.create(null), {
  get: () => {
    throw new Error('the board is not open on this device');
  },
});

async function threeDevices(): Promise<{
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
  await bob.join(ada.session.invite());
  await cleo.join(ada.session.invite());
  const all = [ada, bob, cleo];
  await world.until(() => all.every(({ view }) => view.people.filter(({ votes }) => votes).length === 3));
  await world.until(() =>
    all.every(({ view }) => view.pendingChanges === 0 && view.health.state === 'settling'),
  );
  return { world, ada, bob, cleo, all };
}

function nothingIsPending(devices: readonly Device[]): boolean {
  const [first] = devices;
  return devices.every(
    ({ view }) => view.pendingChanges === 0 && view.settledThrough === first?.view.settledThrough,
  );
}

describe('three devices', () => {
  test('a board is made, two join, and all know its name and one another', async () => {
    const { all } = await threeDevices();
    for (const { view, session } of all) {
      expect(view.boardName).toBe('Plans');
      expect(view.people.map(({ name }) => name).toSorted()).toEqual(['Ada', 'Bob', 'Cleo']);
      expect(view.people.filter(({ leads }) => leads)).toHaveLength(1);
      expect(view.health).toMatchObject({ state: 'settling', voters: 3, reachable: 3 });
      expect(view.notices).toEqual([]);
      expect(session.invite().boardName).toBe('Plans');
    }
    for (const device of all) expect(await device.boards()).toMatchObject([{ name: 'Plans' }]);
  });

  test('what each draws is on all, also on one element at the same time', async () => {
    const { world, all } = await threeDevices();
    const changes = all.map(() => new Set<string>());
    all.forEach(({ session }, at) => {
      session.subscribeElements((ids) => {
        for (const id of ids) changes[at]?.add(id);
      });
      session.patchElements([{ id: `own-${at}`, create: true, set: { index: `a${at}`, x: at } }]);
      session.patchElements([{ id: 'shared', create: true, set: { index: 'b0', [`by-${at}`]: true } }]);
      expect(session.element(`own-${at}`)).toBeDefined();
    });
    await world.until(() => nothingIsPending(all));
    for (const { session } of all) {
      expect(session.elements()).toEqual([
        { id: 'own-0', index: 'a0', x: 0 },
        { id: 'own-1', index: 'a1', x: 1 },
        { id: 'own-2', index: 'a2', x: 2 },
        { id: 'shared', index: 'b0', 'by-0': true, 'by-1': true, 'by-2': true },
      ]);
    }
    changes.forEach((ids, at) => {
      const others = [0, 1, 2].filter((other) => other !== at).map((other) => `own-${other}`);
      expect([...ids].toSorted()).toEqual([...others, 'shared']);
    });
  });

  test('of concurrent claims one is granted, the same everywhere; the others hear who was first', async () => {
    const { world, ada, all } = await threeDevices();
    const created = ada.session.createTask('Paint the fence', 'todo');
    await world.until(() => nothingIsPending(all));
    expect(await created).toEqual({ status: 'applied', number: 1 });
    const id = ada.view.tasks.todo[0]?.id ?? '';

    const outcomes: Promise<Outcome>[] = all.map(({ session }) => session.claimTask(id));
    await world.until(() => nothingIsPending(all));
    const settled = await Promise.all(outcomes);
    const winner = settled.findIndex(({ status }) => status === 'applied');
    const winnerId = all[winner]?.view.me.id;
    expect(settled.filter(({ status }) => status === 'applied')).toHaveLength(1);
    all.forEach(({ view }, at) => {
      expect(view.tasks.todo).toMatchObject([{ id, number: 1, claimedBy: winnerId, claiming: false }]);
      const refused = { type: 'refused', command: 'task/claim', reason: 'already-claimed' };
      const by = all[winner]?.view.me.name;
      expect(view.notices.map(({ kind }) => kind)).toEqual(at === winner ? [] : [{ ...refused, by }]);
    });
  });

  test('numbers of tasks are gapless whoever creates them', async () => {
    const { world, all } = await threeDevices();
    for (const { session } of all) {
      for (let number = 0; number < 5; number += 1) session.createTask(`Task ${number}`, 'doing');
    }
    await world.until(() => nothingIsPending(all));
    const lists = all.map(({ view }) => view.tasks.doing.map(({ id, number }) => ({ id, number })));
    expect(lists[0]?.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 15 }, (_, at) => at + 1),
    );
    expect(lists[1]).toEqual(lists[0]);
    expect(lists[2]).toEqual(lists[0]);
  });

  test('a device that is alone goes on drawing; it settles when the others are back', async () => {
    const { world, ada, bob, cleo, all } = await threeDevices();
    const lonely = all.find(({ view }) => !view.me.leads) ?? ada;
    world.network.cutOff(lonely.view.me.id);
    lonely.session.patchElements([{ id: 'alone', create: true, set: { x: 1 } }]);
    await world.until(() => lonely.view.health.state === 'waiting');
    expect(lonely.view.health).toMatchObject({ voters: 3, reachable: 1 });
    expect(lonely.session.element('alone')).toBeDefined();
    expect(lonely.view.pendingChanges).toBe(1);
    world.network.heal();
    await world.until(() => nothingIsPending(all));
    for (const { session } of [ada, bob, cleo])
      expect(session.element('alone')).toEqual({ id: 'alone', x: 1 });
  });

  test('closed and opened again, all is there, and it goes on', async () => {
    const { world, ada, bob, cleo, all } = await threeDevices();
    ada.session.createTask('Buy wood', 'todo');
    bob.session.patchElements([{ id: 'box', create: true, set: { x: 7 } }]);
    await world.until(() => nothingIsPending(all));
    const before = all.map(({ view, session }) => ({
      me: view.me.id,
      elements: session.elements(),
      tasks: view.tasks,
    }));
    // How far decisions are known is written down with the next tick.
    await world.pass(1);
    await Promise.all(all.map((device) => device.close()));

    for (const device of all) await device.open();
    all.forEach(({ view, session }, at) => {
      expect(view.me.id).toBe(before[at]?.me);
      expect(session.elements()).toEqual(before[at]?.elements);
      expect(view.tasks).toEqual(before[at]?.tasks);
      expect(view.boardName).toBe('Plans');
    });
    cleo.session.patchElements([{ id: 'box', set: { x: 8 } }]);
    await world.until(
      () => nothingIsPending(all) && all.every(({ view }) => view.health.state === 'settling'),
    );
    for (const { session } of all) expect(session.element('box')).toEqual({ id: 'box', x: 8 });
  });

  test('what was pending when a window was closed is pending when it is opened, and settles', async () => {
    const { world, all } = await threeDevices();
    const lonely = all.find(({ view }) => !view.me.leads);
    if (lonely === undefined) throw new Error('someone does not lead');
    world.network.cutOff(lonely.view.me.id);
    lonely.session.patchElements([{ id: 'late', create: true, set: { x: 1 } }]);
    await lonely.close();
    await lonely.open();
    expect(lonely.session.element('late')).toEqual({ id: 'late', x: 1 });
    expect(lonely.view.pendingChanges).toBe(1);
    world.network.heal();
    await world.until(() => nothingIsPending(all));
    for (const { session } of all) expect(session.element('late')).toEqual({ id: 'late', x: 1 });
  });
});

/** Ada has gone on alone, and the others have met her since. */
async function adaWentOn() {
  const { world, ada, bob, cleo } = await threeDevices();
  ada.session.createTask('Before', 'todo');
  await world.until(() => nothingIsPending([ada, bob, cleo]));
  world.network.cutOff(ada.view.me.id);
  ada.session.createTask('Alone', 'todo');
  await world.until(() => ada.view.canRecover);
  expect(ada.view.health.state).toBe('waiting');
  expect(bob.view.canRecover).toBe(false);
  await ada.session.recover();
  await world.until(() => ada.view.health.state === 'settling' && ada.view.pendingChanges === 0);
  expect(ada.view.canRecover).toBe(false);
  expect(ada.view.tasks.todo.map(({ title }) => title)).toEqual(['Before', 'Alone']);

  world.network.heal();
  await world.until(() => [bob, cleo].every(({ view }) => view.health.state === 'stopped'));
  return { world, bob, cleo };
}

test('one device goes on alone; the others stop when they meet it, and keep what they have', async () => {
  const { bob, cleo } = await adaWentOn();
  expect(cleo.view.health).toMatchObject({ reason: 'superseded' });
  expect(bob.view.health).toMatchObject({ reason: 'superseded' });
  expect(JSON.parse(bob.session.export()).tasks).toMatchObject([{ title: 'Before' }]);
});

test('a device that missed it joins again as a new one, and gets the board as it is now', async () => {
  const { world, bob } = await adaWentOn();
  const before = bob.view.me.id;
  await bob.rejoin();
  expect(bob.view.me.id).not.toBe(before);
  await world.until(() => bob.view.health.state === 'settling' && bob.view.pendingChanges === 0);
  await world.until(() => bob.view.tasks.todo.map(({ title }) => title).join() === 'Before,Alone');
  expect(bob.view.notices).toEqual([]);
});

test('a board alone settles by itself, and names itself once', async () => {
  const world = new World();
  const ada = new Device(world, 'Ada');
  await ada.create('Alone');
  await world.until(() => ada.view.health.state === 'settling' && ada.view.pendingChanges === 0);
  expect(ada.view).toMatchObject({ boardName: 'Alone', people: [{ name: 'Ada', votes: true, leads: true }] });
  const settledThrough = ada.view.settledThrough;
  await world.pass(100);
  expect(ada.view.settledThrough).toBe(settledThrough);
  await ada.close();
});
