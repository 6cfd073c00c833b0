import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Clock } from '#app/clock/clock.ts';
import { fillDisk } from '#app/store/testing/full-disk.ts';
import { BoardOpenElsewhere } from '../../session/api.ts';
import { Device, threeDevices, World } from '../../session/testing/devices.ts';
import { BoardNotReceived, exportBoard, leaveBoard, renameBoard } from './board-actions.ts';
import { duplicateBoard } from './duplicate.ts';

/** Time that only passes when a test says so. */
function manualClock(): Clock & { readonly pass: () => void } {
  const timers = new Set<() => void>();
  return {
    now: () => 0,
    after: (_, run) => {
      timers.add(run);
      return () => timers.delete(run);
    },
    pass: () => {
      for (const run of timers) run();
    },
  };
}

async function one() {
  const world = new World();
  const ada = new Device(world, 'Ada');
  await ada.create('Plans');
  await world.until(() => ada.view.pendingChanges === 0 && ada.view.health.state === 'settling');
  return { world, ada };
}

afterEach(() => vi.restoreAllMocks());

describe('a board in the list', () => {
  it('is renamed in the background', async () => {
    const { world, ada } = await one();
    await ada.close();
    expect(await world.end(renameBoard(ada.shelf, ada.boardId, ' Ideas ', 'Plans', manualClock()))).toBe(
      'renamed',
    );
    expect((await ada.boards()).map(({ name }) => name)).toEqual(['Ideas']);
  });

  it('that cannot settle keeps its name until enough others are reachable', async () => {
    const { world, ada, bob, cleo } = await threeDevices();
    await Promise.all([ada.close(), bob.close(), cleo.close()]);
    const clock = manualClock();
    const renaming = renameBoard(ada.shelf, ada.boardId, 'Ideas', 'Plans', clock);
    await world.pass(50);
    clock.pass();
    expect(await world.end(renaming)).toBe('waiting');
    expect((await ada.boards()).map(({ name }) => name)).toEqual(['Plans']);
    await Promise.all([ada.open(), bob.open()]);
    await world.until(() => bob.view.boardName === 'Ideas');
  });

  it('keeps its name, and says so, if this person may only look at it', async () => {
    const { world, ada, bob } = await threeDevices();
    const bobId = bob.view.people.find(({ isMe }) => isMe)?.id ?? expect.fail('no Bob');
    void ada.session.members.setRole(bobId, 'viewer');
    await world.until(() => bob.view.people.some(({ isMe, role }) => isMe && role === 'viewer'));
    await bob.close();
    expect(await world.end(renameBoard(bob.shelf, bob.boardId, 'Ideas', 'Plans', manualClock()))).toBe(
      'refused',
    );
  });

  it('is exported without being opened by the person', async () => {
    const { world, ada } = await one();
    ada.session.createTask('Buy wood', 'todo');
    await world.until(() => ada.view.pendingChanges === 0);
    await ada.close();
    const { file } = await world.end(exportBoard(ada.shelf, ada.boardId));
    expect(JSON.parse(await file.text())).toMatchObject({ name: 'Plans', tasks: [{ title: 'Buy wood' }] });
  });

  it('of which nothing was received yet is neither exported nor duplicated as an empty one', async () => {
    const { world, ada } = await one();
    const bob = new Device(world, 'Bob');
    const invite = ada.session.invite('edit');
    await ada.close();
    await bob.join(invite);
    await bob.close();
    for (const act of [
      (clock: Clock) => exportBoard(bob.shelf, bob.boardId, {}, clock),
      (clock: Clock) =>
        duplicateBoard(bob.shelf, bob.boardId, 'Copy', {
          texts: { commentBy: () => '', assigned: () => '' },
          clock,
        }),
    ]) {
      const clock = manualClock();
      const acting: Promise<unknown> = act(clock);
      acting.catch(() => undefined);
      await world.pass(20);
      clock.pass();
      await expect(world.end(acting)).rejects.toThrow(BoardNotReceived);
    }
    expect(await bob.boards()).toHaveLength(1);
  });

  it('that a window has open is left alone', async () => {
    const { ada } = await one();
    await expect(renameBoard(ada.shelf, ada.boardId, 'Ideas', 'Plans')).rejects.toThrow(BoardOpenElsewhere);
    await expect(leaveBoard(ada.shelf, ada.boardId)).rejects.toThrow(BoardOpenElsewhere);
    expect(await ada.boards()).toHaveLength(1);
  });
});

describe('leaving', () => {
  it('hands the vote over and deletes the copy; the others work on', async () => {
    const { world, ada, bob, cleo } = await threeDevices();
    await ada.close();
    expect(await world.end(leaveBoard(ada.shelf, ada.boardId, manualClock()))).toBe('left');
    expect(await ada.boards()).toEqual([]);
    await world.until(() => bob.view.removed.length === 1 && bob.view.health.state === 'settling');
    bob.session.createTask('Go on', 'todo');
    await world.until(() => cleo.view.tasks.todo?.length === 1);
    expect(cleo.view.people.map(({ name }) => name).sort()).toEqual(['Bob', 'Cleo']);
  });

  it('changes nothing while no other device is connected', async () => {
    const { world, ada } = await one();
    await ada.close();
    const clock = manualClock();
    const leaving = leaveBoard(ada.shelf, ada.boardId, clock);
    await world.pass(50);
    clock.pass();
    expect(await world.end(leaving)).toBe('alone');
    await ada.open();
    await world.until(() => ada.view.health.state === 'settling');
    expect(ada.view.pendingChanges).toBe(0);
  });

  it('keeps the only copy if the storage fails meanwhile', async () => {
    const { world, ada } = await one();
    await ada.close();
    fillDisk();
    expect(await world.end(leaveBoard(ada.shelf, ada.boardId, manualClock()))).toBe('stopped');
    vi.restoreAllMocks();
    expect(await ada.boards()).toHaveLength(1);
    await ada.open();
    await world.until(() => ada.view.health.state === 'settling');
  });

  it('needs no other device for a viewer, which has no vote', async () => {
    const { world, ada } = await one();
    const vera = new Device(world, 'Vera');
    await vera.join(ada.session.invite('view'));
    await world.until(() => vera.view.health.state === 'settling');
    await vera.close();
    expect(await world.end(leaveBoard(vera.shelf, vera.boardId, manualClock()))).toBe('left');
    expect(await vera.boards()).toEqual([]);
  });
});
