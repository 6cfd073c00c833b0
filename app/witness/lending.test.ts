import { beforeEach, describe, expect, test } from 'vitest';
import type { Device, World } from '#app/session/testing/devices.ts';
import { databaseName } from '#app/store/board-database.ts';
import { blobFrameKind } from '#shared/wire/blobs.ts';
import { sessionFrameKind } from '#shared/wire/frame.ts';
import { stopLending } from './stop-lending.ts';
import { boardWithLentVote, type Computer } from './testing/computer.ts';

let world: World;
let ada: Device;
let bob: Device;
let shed: Computer;

beforeEach(async () => {
  ({ world, ada, bob, shed } = await boardWithLentVote());
});

describe('a computer that lends its vote', () => {
  test('is the third vote of two people, and no person; its name and its lender are known', () => {
    expect(ada.view.witnesses).toEqual([
      {
        id: shed.lent.list()[0]?.id,
        name: 'Shed',
        lender: 'Sue',
        isMine: false,
        connected: true,
        votes: true,
      },
    ]);
    expect(ada.view.people.filter(({ votes }) => votes).map(({ name }) => name)).toEqual(['Ada', 'Bob']);
    expect(ada.view.people.map(({ name }) => name)).not.toContain('Shed');
    expect(ada.view.health).toMatchObject({ state: 'settling', voters: 3, reachable: 3 });
    expect(shed.now).toEqual({ state: 'votes', members: 2 });
  });

  test('receives messages between engines, and neither presence nor images', async () => {
    ada.session.live.show({ tab: 'tasks' });
    await world.pass(20);
    expect([...shed.received]).not.toContain(sessionFrameKind);
    expect([...shed.received]).not.toContain(blobFrameKind);
    expect(shed.received.size).toBeGreaterThan(0);
  });

  test('lets either person go on alone, and the other catch up', async () => {
    for (const [goes, stays] of [
      [ada, bob],
      [bob, ada],
    ] as const) {
      const leaving = goes.close();
      await world.until(() => stays.view.people.every(({ isMe, connected }) => isMe || !connected));
      await leaving;
      const task = stays.session.createTask(`without ${goes.view.me.name}`, 'todo');
      await world.until(() => stays.view.pendingChanges === 0 && stays.view.health.state === 'settling');
      expect(await task).toMatchObject({ status: 'applied' });
      await goes.open();
      await world.until(() => goes.view.tasks.todo.length === stays.view.tasks.todo.length);
    }
  });

  test('votes again after its app was started again, with its promises and no board', async () => {
    const id = shed.lent.list()[0]?.id;
    // A new page fences the one before, which a crash left as it was.
    shed.crash();
    shed.start();
    await world.until(() => shed.now?.state === 'votes');
    expect(shed.lent.list()).toMatchObject([{ id, name: 'Shed', boardName: 'Plans' }]);
    const leaving = ada.close();
    await world.until(() => bob.view.people.every(({ isMe, connected }) => isMe || !connected));
    await leaving;
    const task = bob.session.createTask('after the crash', 'todo');
    await world.until(() => bob.view.pendingChanges === 0 && bob.view.health.state === 'settling');
    expect(await task).toMatchObject({ status: 'applied' });
  });

  test('that lost its storage never votes under its old id', async () => {
    shed.crash();
    await shed.lose(databaseName('witness', shed.boardId));
    shed.start();
    await world.until(() => shed.now?.state !== 'starting');
    expect(shed.now).toEqual({ state: 'stopped', reason: 'lost' });
    await world.until(() => ada.view.witnesses[0]?.connected === false);
  });

  test('stops once the members agree, and keeps nothing', async () => {
    const [vote] = shed.lent.list();
    if (vote === undefined) throw new Error('nothing is lent');
    const stopping = stopLending(vote, { lent: shed.lent, shelf: shed.shelf });
    await world.until(() => ada.view.witnesses.length === 0 && shed.lent.list().length === 0);
    expect(await stopping).toBe('stopped');
    await world.until(() => ada.view.health.state === 'settling' && ada.view.health.voters === 1);
    expect(await shed.databases()).not.toContain(databaseName('witness', shed.boardId));
    shed.crash();
    shed.start();
    await world.pass(5);
    expect(shed.lent.list()).toEqual([]);
  });

  test('that a member removes stops, and says so', async () => {
    const id = ada.view.witnesses[0]?.id;
    if (id === undefined) throw new Error('no witness');
    const removing = ada.session.members.remove(id);
    await world.until(() => shed.now?.state === 'stopped');
    expect(await removing).toMatchObject({ status: 'applied' });
    expect(shed.now).toEqual({ state: 'stopped', reason: 'removed' });
    expect(ada.view.witnesses).toEqual([]);
    await world.until(() => ada.view.health.state === 'settling' && ada.view.health.voters === 1);
  });

  test('votes no longer once another member removed its lender', async () => {
    const lender = ada.view.people.find(({ name }) => name === 'Sue')?.id;
    if (lender === undefined) throw new Error('no lender');
    const removing = ada.session.members.remove(lender);
    await world.until(() => ada.view.witnesses.length === 0 && ada.view.health.state === 'settling');
    expect(await removing).toMatchObject({ status: 'applied' });
    await world.until(() => ada.view.health.state === 'settling' && ada.view.health.voters === 1);
  });

  test('is lent once, however often it is asked', async () => {
    const invite = ada.session.invite('edit');
    const ids = await Promise.all([shed.lent.lend(invite, 'Shed'), shed.lent.lend(invite, 'Attic')]);
    expect(new Set(ids).size).toBe(1);
    expect(shed.lent.list()).toHaveLength(1);
    await expect(shed.lent.lend(ada.session.invite('view'), 'Shed')).rejects.toThrow(RangeError);
  });
});
