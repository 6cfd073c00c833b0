import { beforeEach, describe, expect, test } from 'vitest';
import { Device, World } from '#app/session/testing/devices.ts';
import { withDefaults } from '#app/shelf/shelf-defaults.ts';
import { databaseName } from '#app/store/board-database.ts';
import { ReplicaStore } from '#app/store/replica/replica-store.ts';
import { storeOptions } from '#app/store/testing/databases.ts';
import { blobFrameKind } from '#shared/wire/blobs.ts';
import { sessionFrameKind } from '#shared/wire/frame.ts';
import { stopLending } from './stop-lending.ts';
import { boardWithLentVote, Computer } from './testing/computer.ts';

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

  test('cannot read the changes that it stores', async () => {
    const leaving = bob.close();
    await world.until(() => ada.view.people.every(({ isMe, connected }) => isMe || !connected));
    await leaving;
    const task = ada.session.createTask('the salary of Bob', 'todo');
    await world.until(() => ada.view.pendingChanges === 0);
    expect(await task).toMatchObject({ status: 'applied' });
    const stored = await shed.content(databaseName('witness', shed.boardId));
    const texts = stored.map((value) =>
      value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value),
    );
    // It does hold the entry, with its author.
    expect(texts.some((text) => text.includes(ada.view.me.id))).toBe(true);
    expect(texts.join()).not.toContain('salary');
    // Only the witness is left to send it to Bob, who can read it.
    ada.crash();
    await bob.open();
    await world.until(() => bob.view.tasks.todo.some(({ title }) => title === 'the salary of Bob'));
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

  test('goes on while its computer cannot ask the members to end it', async () => {
    const [vote] = shed.lent.list();
    if (vote === undefined) throw new Error('nothing is lent');
    await shed.open();
    await world.until(() => shed.view.health.state === 'settling');
    // Only the board stops: another window has opened its database.
    const { indexedDB } = withDefaults(shed.options());
    const other = await ReplicaStore.open(shed.boardId, storeOptions(indexedDB));
    void shed.session.createTask('Paint', 'todo');
    await world.until(() => shed.view.health.state === 'stopped');
    const parts = { lent: shed.lent, shelf: shed.shelf, session: shed.session };
    expect(await stopLending(vote, parts)).toBe('waiting');
    await world.until(() => ada.view.witnesses[0]?.votes === true && ada.view.witnesses[0].connected);
    other.close();
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

describe('a witness for which a voter has asked', () => {
  test.each([
    ['on a host votes beside it', 'host', true],
    ['on its own computer does not, because the two fail together', 'here', false],
  ] as const)('%s', async (_, where, votes) => {
    const own = new World();
    const [cleo, dan, nas] = [new Device(own, 'Cleo'), new Device(own, 'Dan'), new Computer(own, 'NAS')];
    nas.start();
    await cleo.create('Other plans');
    await own.until(() => cleo.view.health.state === 'settling');
    await dan.join(cleo.session.invite('edit'));
    await own.until(() => dan.view.health.state === 'settling' && dan.view.people.length === 2);
    const id = await nas.lent.lend(cleo.session.invite('edit'), 'NAS');
    const lending = cleo.session.members.lend(id, 'NAS', where);
    await own.until(() => cleo.view.witnesses[0]?.connected === true);
    expect(await lending).toMatchObject({ status: 'applied' });
    if (votes) await own.until(() => cleo.view.witnesses[0]?.votes === true);
    else await own.pass(600);
    expect(cleo.view.witnesses).toMatchObject([{ id, name: 'NAS', lender: 'Cleo', votes }]);
    expect(cleo.view.witnesses[0]?.onHost).toBe(where === 'host' ? true : undefined);
    expect(cleo.view.people.filter((person) => person.votes)).toHaveLength(votes ? 2 : 1);
  });
});
