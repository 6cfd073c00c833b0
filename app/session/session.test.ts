import { describe, expect, test, vi } from 'vitest';
import { memoryBlobs } from '#app/blobs/testing/memory-blobs.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import { RecoveryNotPossible } from './api.ts';
import { Session } from './session.ts';
import type { SessionOptions } from './session-options.ts';
import { FakeReplica } from './testing/fake-replica.ts';
import { ada, create, openSession as open, patch, task } from './testing/open-session.ts';

describe('opening', () => {
  test('before its start it is opening, then it shows the stored state without waiting for a frame', () => {
    const replica = new FakeReplica();
    const other = replica.decided(replica.by(ada, patch(create('a', { x: 1 }))), replica.by(ada, task('t')));
    replica.replay = [other];
    const session = new Session({ ...baseOptions(), replica });
    expect(session.view().health).toEqual({ state: 'opening' });
    session.start();
    expect(session.view().health.state).toBe('settling');
    expect(session.element('a')).toEqual({ id: 'a', x: 1 });
    expect(session.view().tasks.todo.map((one) => one.number)).toEqual([1]);
    expect(session.view().settledThrough).toBe(1);
  });

  test('10,000 slots are one change for the window, and quick', () => {
    const replica = new FakeReplica();
    for (let number = 0; number < 10_000; number += 1) {
      replica.replay.push(
        replica.decided(replica.by(ada, patch(create(`e${number % 1000}`, { x: number })))),
      );
    }
    const session = new Session({ ...baseOptions(), replica });
    const views = vi.fn();
    const elements = vi.fn();
    session.subscribe(views);
    session.subscribeElements(elements);
    session.start();
    expect(views).toHaveBeenCalledTimes(1);
    expect(elements).toHaveBeenCalledTimes(1);
    expect(elements.mock.calls[0]?.[0]).toHaveLength(1000);
    expect(session.elements()).toHaveLength(1000);
  });

  test('changes of an earlier run are shown as pending; their refusal is reported', () => {
    const bodies: BoardCommandBody[] = [patch(create('a')), { type: 'task/claim', id: 'none' }];
    const { session, replica, frame } = open({}, (fake) => {
      fake.earlier = bodies.map((body, at) => ({
        origin: fake.id,
        sequence: at + 1,
        body: encodeCommand({ ...body, at: 1 }),
      }));
    });
    expect(session.element('a')).toBeDefined();
    expect(session.view().pendingChanges).toBe(2);
    replica.decideSubmitted();
    frame();
    expect(session.view().pendingChanges).toBe(0);
    expect(session.view().notices.map((notice) => notice.kind)).toEqual([
      { type: 'refused', command: 'task/claim', reason: 'no-such-task' },
    ]);
  });

  test('refusals of earlier runs are not reported again', () => {
    const { session } = open({}, (fake) => {
      fake.replay = [fake.decided(fake.by(fake.id, { type: 'task/claim', id: 'none' }))];
    });
    expect(session.view().notices).toEqual([]);
  });

  test('a notice from the start is reported', () => {
    const { session } = open({ firstNotices: ['lostCopy'] });
    expect(session.view().notices).toEqual([{ number: 1, kind: { type: 'device', fact: 'lostCopy' } }]);
  });
});

describe('the view', () => {
  test('is the same object until a change, and notifies of changes once a frame', () => {
    const { session, replica, frame, flushes } = open();
    const listener = vi.fn();
    const end = session.subscribe(listener);
    const before = session.view();
    replica.listener?.changed();
    replica.listener?.changed();
    expect(flushes).toHaveLength(1);
    frame();
    expect(session.view()).toBe(before);
    expect(listener).not.toHaveBeenCalled();

    replica.decide(replica.by(ada, { type: 'board/rename', name: 'New' }));
    replica.decide(replica.by(ada, { type: 'member/introduce', name: 'Ada' }));
    expect(session.view()).toBe(before);
    frame();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(session.view()).toMatchObject({ boardName: 'New', settledThrough: 2 });
    expect(session.view().people.map((person) => person.name)).toContain('Ada');
    expect(session.view().tasks).toBe(before.tasks);
    expect(session.view().me).toBe(before.me);

    end();
    replica.decide(replica.by(ada, { type: 'board/rename', name: 'Newer' }));
    frame();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  test('says how far others are, and nothing else is made anew when that changes', () => {
    const { session, replica, frame } = open();
    const measured = (roundTripMs: number) => {
      replica.peerList = [{ replica: ada, name: 'Ada', access: 'edit', roundTripMs }];
      replica.listener?.changed();
      frame();
      return session.view();
    };
    const before = measured(3);
    expect(before.roundTripsMs).toEqual({ [ada]: 3 });
    const after = measured(4);
    expect(after).toEqual({ ...before, roundTripsMs: { [ada]: 4 } });
    expect(after.people).toBe(before.people);
    expect(after.health).toBe(before.health);
  });

  test('shows the name this device remembers until one is agreed on', () => {
    const { session, replica, frame } = open();
    expect(session.view().boardName).toBe('Plans');
    replica.decide(replica.by(ada, { type: 'board/rename', name: 'Agreed' }));
    frame();
    expect(session.view().boardName).toBe('Agreed');
    expect(session.invite('edit')).toEqual({
      secret: new Uint8Array(32),
      boardName: 'Agreed',
      hosts: ['http://10.0.0.1:7420'],
    });
  });

  test('measures how long changes take to settle', () => {
    const { session, replica, frame, pass } = open();
    session.patchElements([create('a')]);
    pass(9);
    replica.decideSubmitted();
    frame();
    expect(session.view().health).toMatchObject({ state: 'settling', settleMs: 9 });
  });

  test('says why it stopped', () => {
    const { session, replica, frame } = open();
    replica.listener?.halted({ reason: 'elsewhere' });
    replica.listener?.halted({ reason: 'invariant', why: 'a consequence' });
    frame();
    expect(session.view().health).toMatchObject({ state: 'stopped', reason: 'elsewhere' });
  });

  test('reports devices that cannot connect', () => {
    const { session, replica, frame } = open();
    replica.listener?.notice({ type: 'unproven' });
    replica.listener?.notice({ type: 'version', theirs: 7 });
    frame();
    expect(session.view().notices.map(({ kind }) => kind)).toEqual([
      { type: 'peer', notice: { type: 'unproven' } },
      { type: 'peer', notice: { type: 'version', theirs: 7 } },
    ]);
  });
});

describe('going on alone', () => {
  test('is offered when the replica can, and done only then', async () => {
    const { session, replica, frame } = open();
    expect(session.view().canRecover).toBe(false);
    await expect(session.recover()).rejects.toThrow(RecoveryNotPossible);
    expect(replica.recoveries).toBe(0);
    replica.isRecoverable = true;
    replica.listener?.changed();
    frame();
    expect(session.view().canRecover).toBe(true);
    await session.recover();
    expect(replica.recoveries).toBe(1);
  });
});

test('the export has all that is shown', () => {
  const { session, replica } = open();
  replica.decide(
    replica.by(ada, { type: 'member/introduce', name: 'Ada' }),
    replica.by(ada, task('t')),
    replica.by(ada, patch(create('a', { x: 1 }))),
  );
  session.patchElements([create('pending')]);
  expect(session.export()).toMatchObject({
    app: 'paxboard',
    version: 3,
    exportedAt: '1970-01-01T00:00:01.234Z',
    name: 'Plans',
    members: [{ id: ada, name: 'Ada' }],
    tasks: [{ id: 't', number: 1 }],
    elements: [{ id: 'a', x: 1 }, { id: 'pending' }],
  });
});

describe('closing', () => {
  test('stops the replica once, then says so', async () => {
    const closed = vi.fn();
    const { session, replica } = open({ closed });
    await Promise.all([session.close(), session.close()]);
    expect(replica.stops).toBe(1);
    expect(closed).toHaveBeenCalledTimes(1);
  });

  test('changes made while it closes are not accepted, and no listener is notified', async () => {
    const { session, replica, frame } = open();
    const closing = session.close();
    replica.problem = 'stopped';
    session.patchElements([create('a')]);
    await closing;
    frame();
    expect(session.view().notices).toEqual([]);
  });
});

function baseOptions(): Omit<SessionOptions, 'replica'> {
  return {
    boardId: 'board',
    boardName: 'Plans',
    founder: false,
    myName: '',
    deviceLabel: (id) => `Device ${id}`,
    invite: { secret: new Uint8Array(32), boardName: 'Plans', hosts: [] },
    now: () => 1234,
    random: (bytes) => new Uint8Array(bytes),
    newId: () => 'id',
    blobs: memoryBlobs(),
    schedule: () => undefined,
  };
}
