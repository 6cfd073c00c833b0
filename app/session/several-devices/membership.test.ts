/** Viewers of a board, and members removed from it. */

import { describe, expect, test } from 'vitest';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { noSlot, slot } from '#shared/paxos/model/ids.ts';
import { groupOf } from '#shared/paxos/testing/groups.ts';
import { dismissalTicks } from '#shared/replica/members/removals.ts';
import { encodeMessage } from '#shared/wire/frame.ts';
import { RecoveryNotPossible } from '../api.ts';
import { Device, nothingIsPending, threeDevices, World } from '../testing/devices.ts';

const voting = ({ view }: Device): readonly string[] =>
  view.people.filter(({ votes }) => votes).map(({ name }) => name);

/** Ada, who may edit, and Vera, who may view. */
async function withViewer() {
  const world = new World();
  const [ada, vera] = [new Device(world, 'Ada'), new Device(world, 'Vera')];
  await ada.create('Plans');
  await world.until(() => ada.view.health.state === 'settling');
  ada.session.createTask('Buy wood', 'todo');
  await vera.join(ada.session.invite('view'));
  await world.until(() => vera.view.tasks.todo.length === 1);
  return { world, ada, vera };
}

describe('a device that may only view', () => {
  test('sees everything, also later changes, and is seen', async () => {
    const { world, ada, vera } = await withViewer();
    ada.session.patchElements([{ id: 'box', create: true, set: { x: 1 } }]);
    await world.until(() => vera.session.element('box') !== undefined);
    expect(vera.view).toMatchObject({ boardName: 'Plans', me: { access: 'view' } });
    expect(ada.view.people.find(({ name }) => name.startsWith('Device'))).toBeUndefined();
    expect(ada.view.people.find(({ isMe }) => !isMe)).toMatchObject({ access: 'view', connected: true });
  });

  test('never votes, however many could use a vote', async () => {
    const { world, ada, vera } = await withViewer();
    const second = new Device(world, 'Viktor');
    await second.join(vera.session.invite('edit'));
    await world.pass(400);
    expect(voting(ada)).toEqual(['Ada']);
    expect(second.view.me.access).toBe('view');
  });

  test('can change nothing, and is notified of that', async () => {
    const { world, ada, vera } = await withViewer();
    const id = ada.view.tasks.todo[0]?.id ?? '';
    vera.session.patchElements([{ id: 'mine', create: true, set: { x: 1 } }]);
    vera.session.createTask('Mine', 'todo');
    vera.session.claimTask(id);
    vera.session.members.remove(ada.view.me.id);
    vera.session.renameBoard('Mine');
    await world.pass(50);
    expect(vera.session.element('mine')).toBeUndefined();
    expect(vera.view.notices.map(({ kind }) => kind.type)).toEqual(Array(5).fill('local'));
    expect(vera.view.pendingChanges).toBe(0);
    expect(ada.view.tasks.todo).toMatchObject([{ title: 'Buy wood' }]);
    expect(ada.view.boardName).toBe('Plans');
    await expect(vera.session.recover()).rejects.toThrow(RecoveryNotPossible);
  });

  test('is ignored if its program was modified, whatever it sends', async () => {
    const { world, ada, vera } = await withViewer();
    const { id: from } = vera.view.me;
    const { id: to } = ada.view.me;
    const body = encodeCommand({ type: 'board/rename', name: 'Mine', at: 1 });
    const ballot = { epoch: slot(1), round: 1_000_000, replica: from };
    const entry = { type: 'commands', groups: [groupOf(from, 1, body)] } as const;
    const next = slot(ada.view.settledThrough + 1);
    const generation = 1;
    const attacks: readonly Message[] = [
      { type: 'submit', generation, groups: entry.groups, forwarded: false },
      { type: 'submit', generation, groups: entry.groups, forwarded: true },
      { type: 'prepare', generation, ballot, firstSlot: next },
      { type: 'propose', generation, ballot, firstSlot: next, entries: [entry], decidedThrough: noSlot },
      { type: 'learned', generation, firstSlot: next, entries: [entry], decidedThrough: next },
      { type: 'superseded', generation: 2 ** 40, sharedThrough: noSlot, decidedThrough: slot(2 ** 30) },
      { type: 'learn', generation: 2 ** 40, firstSlot: slot(1) },
      {
        type: 'heartbeat',
        generation: 2 ** 40,
        round: 1,
        nonce: 1,
        leader: ballot,
        happy: true,
        decidedThrough: slot(2 ** 30),
        storedThrough: slot(2 ** 30),
        sharedThrough: noSlot,
        yours: { ballot: { ...ballot, round: 2 ** 40 }, acceptedThrough: slot(2 ** 30) },
      },
      { type: 'handover', generation, ballot },
      { type: 'signOff', generation, going: true },
    ];
    for (const attack of attacks) world.network.inject(from, to, encodeMessage(attack));
    await world.pass(100);
    expect(ada.view).toMatchObject({ boardName: 'Plans', health: { state: 'settling' } });
    expect(ada.view.notices).toHaveLength(1);
    expect(ada.view.notices[0]?.kind).toMatchObject({ notice: { type: 'overreach' } });
    ada.session.createTask('Still works', 'todo');
    await world.until(() => nothingIsPending([ada]) && ada.view.tasks.todo.length === 2);
  });

  test('misleads no other that may only view', async () => {
    const { world, ada, vera } = await withViewer();
    const viktor = new Device(world, 'Viktor');
    await viktor.join(ada.session.invite('view'));
    await world.until(() => viktor.view.tasks.todo.length === 1);
    const body = encodeCommand({ type: 'board/rename', name: 'Lies', at: 1 });
    const from = slot(viktor.view.settledThrough + 1);
    const group = groupOf(vera.view.me.id, 1, body);
    const lie: Message = {
      type: 'learned',
      generation: 1,
      firstSlot: from,
      entries: [{ type: 'commands', groups: [group] }],
      decidedThrough: from,
    };
    world.network.inject(vera.view.me.id, viktor.view.me.id, encodeMessage(lie));
    await world.pass(20);
    expect(viktor.view.boardName).toBe('Plans');
  });

  test('may edit from the moment that it opens the board by a link that lets it', async () => {
    const { world, ada, vera } = await withViewer();
    await vera.close();
    await vera.join(ada.session.invite('edit'));
    await world.until(() => vera.view.health.state === 'settling');
    vera.session.createTask('Now I may', 'todo');
    await world.until(() => ada.view.tasks.todo.length === 2);
    expect(ada.view.people.map(({ name }) => name)).toContain('Vera');
  });
});

/** Ada, the founder, makes these people owners, too. */
async function shareOwnership(world: World, ada: Device, others: readonly Device[]): Promise<void> {
  for (const { view } of others) void ada.session.members.setRole(view.me.id, 'owner');
  await world.until(() => others.every(({ view }) => view.inCharge));
}

describe('a device that is removed', () => {
  test('is notified, and stops; the others continue, and its vote is gone', async () => {
    const { world, ada, bob, cleo } = await threeDevices();
    const removed = ada.session.members.remove(cleo.view.me.id);
    await world.until(() => cleo.view.health.state === 'stopped' && voting(ada).length < 3);
    expect(await removed).toEqual({ status: 'applied' });
    expect(cleo.view.health).toMatchObject({
      reason: 'removed',
      by: 'Ada',
    });
    expect(voting(ada)).not.toContain('Cleo');
    expect(ada.view.people.map(({ name }) => name)).toEqual(['Ada', 'Bob']);
    expect(bob.view.removed).toEqual([{ id: cleo.view.me.id, name: 'Cleo' }]);
    bob.session.createTask('Without her', 'todo');
    await world.until(() => nothingIsPending([ada, bob]));
    await world.pass(20);
    expect(cleo.view.tasks.todo).toEqual([]);
  });

  test('hands its vote over first, where nothing settles without it', async () => {
    const { world, ada, bob, cleo } = await threeDevices();
    world.network.cutOff(bob.view.me.id);
    await world.until(() => ada.view.health.state === 'settling');
    // Two of three voters are left, and one of the two is removed.
    ada.session.members.remove(cleo.view.me.id);
    await world.until(() => cleo.view.health.state === 'stopped');
    ada.session.createTask('Alone', 'todo');
    await world.until(() => nothingIsPending([ada]) && ada.view.health.state === 'settling');
    expect(voting(ada)).toEqual(['Ada']);
  });

  test('even if it leads', async () => {
    const { world, ada, bob, cleo, all } = await threeDevices();
    await shareOwnership(world, ada, [bob, cleo]);
    const leader = all.find(({ view }) => view.me.leads);
    const others = all.filter((device) => device !== leader);
    const [first] = others;
    if (leader === undefined || first === undefined) throw new Error('nobody leads');
    first.session.members.remove(leader.view.me.id);
    await world.until(() => leader.view.health.state === 'stopped');
    await world.until(() => nothingIsPending(others) && first.view.health.state === 'settling');
    first.session.createTask('Next', 'todo');
    await world.until(() => others.every(({ view }) => view.tasks.todo.length === 1));
    expect(voting(first)).not.toContain(leader.view.me.name);
  });

  test('even if it has the only vote', async () => {
    const world = new World();
    const [ada, bob] = [new Device(world, 'Ada'), new Device(world, 'Bob')];
    await ada.create('Plans');
    await world.until(() => ada.view.health.state === 'settling');
    await bob.join(ada.session.invite('edit'));
    await world.until(() => nothingIsPending([ada, bob]) && bob.view.health.state === 'settling');
    await world.pass(60);
    expect(voting(bob)).toEqual(['Ada']);
    await shareOwnership(world, ada, [bob]);
    bob.session.members.remove(ada.view.me.id);
    await world.until(() => ada.view.health.state === 'stopped');
    await world.until(() => bob.view.health.state === 'settling' && voting(bob).join() === 'Bob');
    bob.session.createTask('Alone', 'todo');
    await world.until(() => nothingIsPending([bob]) && bob.view.tasks.todo.length === 1);
  });

  test('that would not go has its links cut after a moment, also if it leads', async () => {
    const { world, ada, bob, cleo, all } = await threeDevices();
    await shareOwnership(world, ada, [bob, cleo]);
    const leader = all.find(({ view }) => view.me.leads);
    const others = all.filter((device) => device !== leader);
    const [first] = others;
    if (leader === undefined || first === undefined) throw new Error('nobody leads');
    // It receives no notification, and ignores the decision that it took part in.
    leader.deaf = true;
    first.session.members.remove(leader.view.me.id);
    await world.until(() => first.view.removed.length === 1);
    await world.pass(dismissalTicks + 200);
    first.session.createTask('Next', 'todo');
    await world.until(() => others.every(({ view }) => view.tasks.todo.length === 1));
    expect(leader.view.tasks.todo).toEqual([]);
    // Nobody waits for it to be unreachable for long.
    await world.pass(100);
    expect(voting(first)).not.toContain(leader.view.me.name);
  });

  test('and was absent is notified when it returns, and stays out', async () => {
    const { world, ada, bob, cleo } = await threeDevices();
    const { id } = cleo.view.me;
    await cleo.close();
    await world.until(() => ada.view.health.state === 'settling');
    ada.session.members.remove(id);
    await world.until(() => nothingIsPending([ada, bob]) && ada.view.removed.length === 1);
    for (let times = 0; times < 2; times += 1) {
      await cleo.open();
      await world.until(() => cleo.view.health.state === 'stopped');
      expect(cleo.view.health).toMatchObject({ reason: 'removed' });
      expect(cleo.view.people.map(({ name }) => name)).toContain('Ada');
      await cleo.close();
    }
  });

  test('stays out of a board that was closed and opened by the others', async () => {
    const { world, ada, bob, cleo } = await threeDevices();
    ada.session.members.remove(cleo.view.me.id);
    await world.until(() => cleo.view.health.state === 'stopped');
    await cleo.close();
    await world.pass(20);
    await Promise.all([ada.close(), bob.close()]);
    await Promise.all([ada.open(), bob.open()]);
    await world.until(() => ada.view.health.state === 'settling');
    await cleo.open();
    await world.until(() => cleo.view.health.state === 'stopped');
    expect(cleo.view.health).toMatchObject({ reason: 'removed' });
    expect(ada.view.people.map(({ name }) => name)).not.toContain('Cleo');
  });

  test('cannot remove itself, nor anybody twice', async () => {
    const { world, ada, bob, cleo } = await threeDevices();
    const { id } = cleo.view.me;
    await shareOwnership(world, ada, [bob]);
    const outcomes = [ada, bob].map(({ session }) => session.members.remove(id));
    const self = ada.session.members.remove(ada.view.me.id);
    await world.until(() => nothingIsPending([ada, bob]));
    const [one, other] = await Promise.all(outcomes);
    expect([one?.status, other?.status].sort()).toEqual(['applied', 'refused']);
    expect(await self).toEqual({ status: 'refused', reason: 'not-yourself' });
  });

  test('can leave: its vote is handed over, and the others work on without it', async () => {
    const { world, ada, bob, cleo } = await threeDevices();
    await world.until(() => voting(bob).length === 3);
    const left = ada.session.members.leave();
    await world.until(() => ada.view.health.state === 'stopped');
    expect(await left).toMatchObject({ status: 'applied' });
    expect(ada.view.health).toEqual({ state: 'stopped', reason: 'left' });
    await ada.close();
    await world.until(() => !voting(bob).includes('Ada') && bob.view.health.state === 'settling');
    await world.until(() => nothingIsPending([bob, cleo]));
    // Of two, one leaves: the other settles its changes alone.
    bob.session.members.leave();
    await world.until(() => bob.view.health.state === 'stopped');
    await bob.close();
    cleo.session.createTask('Alone', 'todo');
    await world.until(() => nothingIsPending([cleo]) && cleo.view.health.state === 'settling');
    expect(voting(cleo)).toEqual(['Cleo']);
    expect(cleo.view.people.map(({ name }) => name)).toEqual(['Cleo']);
    await cleo.close();
  });

  test('may be one that only views', async () => {
    const { world, ada, vera } = await withViewer();
    ada.session.members.remove(vera.view.me.id);
    await world.until(() => vera.view.health.state === 'stopped');
    expect(vera.view.health).toMatchObject({ reason: 'removed' });
    expect(ada.view.removed).toHaveLength(1);
  });
});
