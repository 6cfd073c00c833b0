/** Three devices that share a board. */

import { describe, expect, test } from 'vitest';
import type { Result } from '../result.ts';
import { Device, nothingIsPending, threeDevices, World } from '../testing/devices.ts';

describe('three devices', () => {
  test('a board is made, two join, and all know its name and one another', async () => {
    const { all } = await threeDevices();
    for (const { view, session } of all) {
      expect(view.boardName).toBe('Plans');
      expect(view.people.map(({ name }) => name).toSorted()).toEqual(['Ada', 'Bob', 'Cleo']);
      expect(view.people.filter(({ leads }) => leads)).toHaveLength(1);
      expect(view.health).toMatchObject({ state: 'settling', voters: 3, reachable: 3 });
      expect(view.notices).toEqual([]);
      expect(session.invite('edit').boardName).toBe('Plans');
    }
    for (const device of all) expect(await device.boards()).toMatchObject([{ name: 'Plans' }]);
  });

  test('drawings of each device appear on all, also concurrent changes of one element', async () => {
    const { world, all } = await threeDevices();
    const changes = all.map(() => new Set<string>());
    all.forEach(({ session }, at) => {
      session.subscribeElements((ids) => {
        for (const id of ids) changes[at]?.add(id);
      });
      session.patchElements([{ id: `own-${at}`, create: true, set: { index: `a${at}`, x: at } }]);
      session.patchElements([{ id: 'shared', create: true, set: { index: 'b00', [`by-${at}`]: true } }]);
      expect(session.element(`own-${at}`)).toBeDefined();
    });
    await world.until(() => nothingIsPending(all));
    for (const { session } of all) {
      expect(session.elements()).toEqual([
        { id: 'own-0', index: 'a0', x: 0 },
        { id: 'own-1', index: 'a1', x: 1 },
        { id: 'own-2', index: 'a2', x: 2 },
        { id: 'shared', index: 'b00', 'by-0': true, 'by-1': true, 'by-2': true },
      ]);
    }
    changes.forEach((ids, at) => {
      const others = [0, 1, 2].filter((other) => other !== at).map((other) => `own-${other}`);
      expect([...ids].toSorted()).toEqual([...others, 'shared']);
    });
  });

  test('of concurrent claims one is granted, the same one everywhere; the others are notified of the winner', async () => {
    const { world, ada, all } = await threeDevices();
    const created = ada.session.createTask('Paint the fence', 'todo');
    await world.until(() => nothingIsPending(all));
    expect(await created).toEqual({ status: 'applied', number: 1 });
    const id = ada.view.tasks.todo[0]?.id ?? '';

    const outcomes: Promise<Result>[] = all.map(({ session }) => session.claimTask(id));
    await world.until(() => nothingIsPending(all));
    const settled = await Promise.all(outcomes);
    const winner = settled.findIndex(({ status }) => status === 'applied');
    const winnerId = all[winner]?.view.me.id;
    expect(settled.filter(({ status }) => status === 'applied')).toHaveLength(1);
    all.forEach(({ view }, at) => {
      expect(view.tasks.todo).toEqual([]);
      expect(view.tasks.doing).toMatchObject([{ id, number: 1, claimedBy: winnerId, claiming: false }]);
      const card = { number: 1, title: 'Paint the fence' };
      const refused = { type: 'refused', command: 'task/claim', reason: 'already-claimed', card };
      const by = all[winner]?.view.me.name;
      expect(view.notices.map(({ kind }) => kind)).toEqual(at === winner ? [] : [{ ...refused, by }]);
    });
  });

  test('numbers of tasks have no gaps, whichever devices create them', async () => {
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

  test('drawing continues on an isolated device, and settles when the others return', async () => {
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

  test('a reopened board is complete, and continues', async () => {
    const { world, ada, bob, cleo, all } = await threeDevices();
    ada.session.createTask('Buy wood', 'todo');
    bob.session.patchElements([{ id: 'box', create: true, set: { x: 7 } }]);
    await world.until(() => nothingIsPending(all));
    const before = all.map(({ view, session }) => ({
      me: view.me.id,
      elements: session.elements(),
      tasks: view.tasks,
    }));
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

  test('changes pending when a window closes are pending when it reopens, and settle', async () => {
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

test('one device continues alone; the others stop when they meet it, and keep their copies', async () => {
  const { bob, cleo } = await adaWentOn();
  expect(cleo.view.health).toMatchObject({ reason: 'superseded' });
  expect(bob.view.health).toMatchObject({ reason: 'superseded' });
  expect(bob.session.export().tasks).toMatchObject([{ title: 'Before' }]);
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

describe('a message outside the log', () => {
  test('reaches the connected devices, adds nothing to the log, and ends when its author is removed', async () => {
    const { world, ada, bob } = await threeDevices();
    const before = ada.view.settledThrough;
    const pointer = { x: 1, y: 2, tool: 'pointer', pressed: true } as const;
    bob.session.live.show({ tab: 'whiteboard', pointer });
    bob.session.live.draw([['stroke', { type: 'freedraw', x: 1, points: [[0, 0]] }]]);
    const seen = () => ada.session.live.others().get(bob.view.me.id);
    await world.until(() => seen()?.pointer?.x === 1);
    await world.until(() => ada.session.live.previews.look('stroke') !== undefined);
    expect(ada.session.elements()).toEqual([]);
    expect(JSON.stringify(ada.session.export())).not.toContain('stroke');
    expect(ada.view.settledThrough).toBe(before);
    expect(bob.session.live.others().has(bob.view.me.id)).toBe(false);
    void ada.session.members.remove(bob.view.me.id);
    await world.until(() => seen() === undefined);
    expect(ada.session.live.previews.look('stroke')).toBeUndefined();
  });

  test('of a viewer shows its place, and nothing that it draws', async () => {
    const { world, ada } = await threeDevices();
    const vera = new Device(world, 'Vera');
    await vera.join(ada.session.invite('view'));
    await world.until(() => vera.view.health.state === 'settling');
    vera.session.live.draw([['stroke', { type: 'freedraw', x: 1 }]]);
    vera.session.live.show({ tab: 'tasks' });
    await world.until(() => ada.session.live.others().get(vera.view.me.id)?.tab === 'tasks');
    expect([...ada.session.live.previews.ids()]).toEqual([]);
    expect(ada.view.notices).toEqual([]);
  });
});
