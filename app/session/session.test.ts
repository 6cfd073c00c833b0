import { describe, expect, test, vi } from 'vitest';
import { memoryBlobs } from '#app/blobs/testing/memory-blobs.ts';
import { systemClock } from '#app/clock/clock.ts';
import { StoreCorrupted } from '#app/store/errors.ts';
import { Board } from '#shared/board/board.ts';
import { decodeCommand, encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody, ElementPatch, Json } from '#shared/board/commands.ts';
import { maxElementBytes } from '#shared/board/limits.ts';
import type { Command } from '#shared/paxos/model/entry.ts';
import { replicaId, slot } from '#shared/paxos/model/ids.ts';
import { RecoveryNotPossible } from './api.ts';
import { Session } from './session.ts';
import type { SessionOptions } from './session-options.ts';
import { FakeReplica } from './testing/fake-replica.ts';

const ada = replicaId('ada-1');

function open(some: Partial<SessionOptions> = {}, prepare: (replica: FakeReplica) => void = () => undefined) {
  const replica = new FakeReplica();
  prepare(replica);
  const flushes: (() => void)[] = [];
  let ids = 0;
  let elapsed = 0;
  const session = new Session({
    boardId: 'board',
    boardName: 'Plans',
    founder: false,
    myName: '',
    invite: { secret: new Uint8Array(32), boardName: 'old name', hosts: ['http://10.0.0.1:7420'] },
    blobs: memoryBlobs(),
    replica,
    now: () => 1234,
    clock: { ...systemClock, now: () => elapsed },
    newId: () => {
      ids += 1;
      return `task-${ids}`;
    },
    schedule: (flush) => flushes.push(flush),
    ...some,
  });
  session.start();
  return {
    session,
    replica,
    flushes,
    pass: (ms: number) => {
      elapsed += ms;
    },
    /** A frame is drawn. */
    frame: () => {
      for (const flush of flushes.splice(0)) flush();
    },
    /** The commands that this device submitted, without their times. */
    handedOver: () =>
      replica.submitted.map(({ body }) => {
        const decoded = decodeCommand(body);
        if (!decoded.ok) return decoded.reason;
        const { at: _, ...command } = decoded.command;
        return command;
      }),
  };
}

const patch = (...patches: ElementPatch[]): BoardCommandBody => ({ type: 'elements/patch', patches });
const create = (id: string, set: ElementPatch['set'] = {}): ElementPatch => ({ id, create: true, set });
const task = (id: string): BoardCommandBody => ({ type: 'task/create', id, title: id, column: 'todo' });

describe('opening', () => {
  test('before it starts it is opening, then it shows what storage knew, without waiting for a frame', () => {
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

  test('changes of an earlier run are shown as pending; their refusal is told', () => {
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

  test('refusals of earlier runs are not told again', () => {
    const { session } = open({}, (fake) => {
      fake.replay = [fake.decided(fake.by(fake.id, { type: 'task/claim', id: 'none' }))];
    });
    expect(session.view().notices).toEqual([]);
  });

  test('a notice from the start is told', () => {
    const { session } = open({ firstNotices: ['lostCopy'] });
    expect(session.view().notices).toEqual([{ number: 1, kind: { type: 'device', fact: 'lostCopy' } }]);
  });
});

describe('the view', () => {
  test('is the same object until something changes, and tells of changes once a frame', () => {
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

  test('tells of devices that cannot connect', () => {
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

describe('elements', () => {
  test('own patches are shown at once and are no news; others are', () => {
    const { session, replica, frame } = open();
    const changed = vi.fn();
    session.subscribeElements(changed);
    session.patchElements([create('mine', { x: 1 })]);
    expect(session.element('mine')).toEqual({ id: 'mine', x: 1 });
    replica.decideSubmitted();
    frame();
    expect(changed).not.toHaveBeenCalled();
    replica.decide(replica.by(ada, patch({ id: 'mine', set: { x: 2 } }, create('other'))));
    frame();
    expect(changed.mock.calls).toEqual([[['mine', 'other']]]);
    expect(session.elements().map(({ id }) => id)).toEqual(['mine', 'other']);
  });

  test('many patches go as few commands', () => {
    const { session, handedOver } = open();
    session.patchElements(Array.from({ length: 2500 }, (_, number) => create(`e${number}`)));
    expect(handedOver()).toHaveLength(3);
    expect(session.elements()).toHaveLength(2500);
  });

  test('no patches are no command', () => {
    const { session, handedOver } = open();
    session.patchElements([]);
    expect(handedOver()).toEqual([]);
  });

  test('a patch that fits into no command is refused alone, and its element shown again as it is', () => {
    const { session, handedOver, frame } = open();
    const changed = vi.fn();
    session.subscribeElements(changed);
    session.patchElements([
      create('a'),
      create('huge', { customData: { text: 'x'.repeat(300_000) } }),
      create('b'),
    ]);
    frame();
    expect(handedOver()).toEqual([patch(create('a'), create('b'))]);
    expect(session.view().notices.map(({ kind }) => kind)).toEqual([
      { type: 'refused', command: 'elements/patch', reason: 'too-large' },
    ]);
    expect(changed.mock.calls).toEqual([[['huge']]]);
  });

  test('a patch that this board refuses does not take others down with it', () => {
    const { session, handedOver, frame } = open();
    session.patchElements([
      create('a'),
      { id: 'gone', set: { x: 1 } },
      create('large', { text: 'x'.repeat(maxElementBytes) }),
      create('bad', { type: 'freedraw', points: null }),
      create('b'),
    ]);
    frame();
    expect(handedOver()).toEqual([patch(create('a')), patch(create('b'))]);
    expect(session.view().notices.map(({ kind }) => kind)).toMatchObject([
      { reason: 'no-such-element' },
      { reason: 'bad-element', property: 'points' },
      { reason: 'too-large' },
    ]);
  });

  test.each<[string, { readonly [property: string]: Json }]>([
    [
      'a stroke of 12,000 points',
      {
        type: 'freedraw',
        points: Array.from({ length: 12_000 }, (_, at) => [at / 3, at / 7]),
        pressures: Array.from({ length: 12_000 }, (_, at) => at / 12_345),
      },
    ],
    [
      'a text of 110,000 characters',
      { type: 'text', text: 'ö'.repeat(110_000), originalText: 'ö'.repeat(110_000) },
    ],
  ])('%s goes in several commands, and is there as a whole', (_, set) => {
    const { session, replica, frame } = open();
    session.patchElements([create('before'), create('large', set), create('after')]);
    frame();
    const commands = replica.submitted.length;
    expect(commands).toBeGreaterThan(2);
    expect(session.element('large')).toMatchObject(set);
    expect(session.view().notices).toEqual([]);
    replica.decideSubmitted();
    frame();
    expect(session.element('large')).toMatchObject(set);
    expect(session.view().pendingChanges).toBe(0);
    expect(session.view().notices).toEqual([]);
  });

  test('what is refused when it is settled is shown again as it is', () => {
    const { session, replica, frame } = open();
    const changed = vi.fn();
    session.patchElements([create('a', { x: 1 })]);
    session.subscribeElements(changed);
    const [command] = replica.submitted.splice(0);
    if (command === undefined) throw new Error('nothing was handed over');
    replica.decide({ ...command, body: new Uint8Array([0]) });
    frame();
    expect(session.element('a')).toBeUndefined();
    expect(changed.mock.calls).toEqual([[['a']]]);
    expect(session.view().notices).toHaveLength(1);
  });
});

describe('tasks', () => {
  test('a created task gets its number when it is settled', async () => {
    const { session, replica, frame } = open();
    const outcome = session.createTask('  Buy wood ', 'todo');
    frame();
    expect(session.view().tasks.todo).toMatchObject([{ title: 'Buy wood', number: 0, pending: true }]);
    expect(session.view().pendingChanges).toBe(1);
    replica.decideSubmitted();
    frame();
    expect(await outcome).toEqual({ status: 'applied', number: 1 });
    expect(session.view().tasks.todo).toMatchObject([{ number: 1, pending: false }]);
  });

  test('of two claims the first is granted; the other hears by whom', async () => {
    const { session, replica, frame } = open();
    replica.decide(replica.by(ada, { type: 'member/introduce', name: 'Ada' }), replica.by(ada, task('t')));
    const claim = session.claimTask('t');
    frame();
    expect(session.view().tasks.todo).toMatchObject([{ claiming: true, pending: true }]);
    expect(session.view().tasks.todo[0]?.claimedBy).toBeUndefined();
    replica.decide(replica.by(ada, { type: 'task/claim', id: 't' }));
    replica.decideSubmitted();
    frame();
    expect(await claim).toEqual({ status: 'refused', reason: 'already-claimed', by: ada });
    expect(session.view().tasks.todo).toMatchObject([{ claiming: false, claimedBy: ada }]);
    expect(session.view().notices.map(({ kind }) => kind)).toEqual([
      {
        type: 'refused',
        command: 'task/claim',
        reason: 'already-claimed',
        by: 'Ada',
        card: { number: 1, title: 't' },
      },
    ]);
  });

  test('edit, move, complete, release and remove are handed over as such', async () => {
    const { session, replica, frame, handedOver } = open();
    replica.decide(replica.by(ada, task('a')), replica.by(ada, task('b')), replica.by(ada, task('c')));
    const outcomes = [
      session.editTask('a', { title: 'A' }),
      session.editTask('a', { notes: '*n*' }),
      session.moveTask('c', 'todo', 'a'),
      session.moveTask('b', 'doing'),
      session.completeTask('a'),
      session.claimTask('b'),
      session.releaseTask('b'),
      session.removeTask('c'),
    ];
    expect(handedOver().slice(0, 2)).toEqual([
      { type: 'task/edit', id: 'a', title: 'A', log: true },
      { type: 'task/edit', id: 'a', notes: '*n*', log: true },
    ]);
    frame();
    expect(session.view().tasks).toMatchObject({
      todo: [],
      doing: [{ id: 'b', claiming: true }],
      done: [{ id: 'a', title: 'A', notes: '*n*' }],
    });
    replica.decideSubmitted();
    const statuses = (await Promise.all(outcomes)).map(({ status }) => status);
    expect(statuses).toEqual(outcomes.map(() => 'applied'));
  });

  test('half a character in a title, notes or a name is replaced, and nothing is lost', async () => {
    const { session, replica, frame } = open();
    session.createTask('Paint \ud83d', 'todo');
    frame();
    const id = session.view().tasks.todo[0]?.id ?? '';
    session.editTask(id, { notes: '\udc00 green' });
    session.renameBoard('Plans\ud800');
    session.introduce('Ad\ud800a');
    replica.decideSubmitted();
    frame();
    expect(session.view().tasks.todo).toMatchObject([{ title: 'Paint \ufffd', notes: '\ufffd green' }]);
    expect(session.view().boardName).toBe('Plans\ufffd');
    expect(session.view().notices).toEqual([]);
  });

  test('a task is moved right before another', () => {
    const { session, replica, frame } = open();
    replica.decide(...['a', 'b', 'c'].map((id) => replica.by(ada, task(id))));
    session.moveTask('c', 'todo', 'b');
    frame();
    expect(session.view().tasks.todo.map(({ id }) => id)).toEqual(['a', 'c', 'b']);
  });

  test('what every replica would refuse for its form is refused at once and not handed over', async () => {
    const { session, handedOver, frame } = open();
    expect(await session.createTask('   ', 'todo')).toEqual({ status: 'refused', reason: 'malformed' });
    expect(await session.createTask('x'.repeat(201), 'todo')).toEqual({
      status: 'refused',
      reason: 'too-large',
    });
    expect(await session.editTask('a', {})).toEqual({ status: 'refused', reason: 'malformed' });
    expect(handedOver()).toEqual([]);
    frame();
    expect(session.view().notices).toHaveLength(3);
  });
});

describe('when a change cannot be taken', () => {
  test('a full outbox is told, and the change is not shown', async () => {
    const { session, replica, frame } = open();
    const changed = vi.fn();
    session.subscribeElements(changed);
    replica.problem = 'outboxFull';
    expect(await session.createTask('One too many', 'todo')).toEqual({
      status: 'refused',
      reason: 'too-many',
    });
    session.patchElements([create('a')]);
    frame();
    expect(session.view().tasks.todo).toEqual([]);
    expect(session.element('a')).toBeUndefined();
    expect(changed.mock.calls).toEqual([[['a']]]);
    expect(session.view().pendingChanges).toBe(0);
    const [first] = session.view().notices;
    expect(first?.kind).toEqual({ type: 'local', refusal: 'outboxFull' });
  });

  test('a stopped board says that the change was not taken', () => {
    const { session, replica, frame } = open();
    replica.problem = 'stopped';
    session.renameBoard('No');
    frame();
    expect(session.view().boardName).toBe('Plans');
    const [first] = session.view().notices;
    expect(first?.kind).toEqual({ type: 'local', refusal: 'stopped' });
  });
});

describe('what somebody typed', () => {
  test('becomes a task with notes: one change', async () => {
    const { session, replica, handedOver } = open();
    const result = session.createTask('Order rope', 'doing', 'The long one.');
    expect(handedOver()).toEqual([
      {
        type: 'task/create',
        id: 'task-1',
        title: 'Order rope',
        column: 'doing',
        notes: 'The long one.',
        log: true,
      },
    ]);
    replica.decideSubmitted();
    expect(await result).toEqual({ status: 'applied', number: 1 });
  });

  test('is refused at once if nothing is to be seen of a title, and nothing is handed over', async () => {
    const { session, replica } = open();
    const refused = { status: 'refused', reason: 'malformed' };
    expect(await session.createTask('\u200b\u2060', 'todo', 'notes')).toEqual(refused);
    expect(replica.submitted).toEqual([]);
  });

  test('is refused at once if this device shows that it must be', async () => {
    const { session, replica } = open();
    expect(await session.editTask('gone', { title: 'a' })).toEqual({
      status: 'refused',
      reason: 'no-such-task',
    });
    expect(replica.submitted).toEqual([]);
  });

  test('is not taken if nothing can be, and that is said at once', async () => {
    const { session, replica } = open();
    replica.problem = 'stopped';
    expect(await session.createTask('Order rope', 'todo', 'notes')).toEqual({ status: 'not-taken' });
    replica.problem = 'outboxFull';
    expect(await session.createTask('Order rope', 'todo', 'notes')).toEqual({
      status: 'refused',
      reason: 'too-many',
    });
    expect(session.view().tasks.todo).toEqual([]);
    const viewer = open({ invite: { secret: new Uint8Array(64), boardName: '', hosts: [] } });
    expect(await viewer.session.createTask('Order rope', 'todo')).toEqual({ status: 'not-taken' });
  });
});

describe('a snapshot', () => {
  /** A board on which `commands` were settled elsewhere. */
  function settledElsewhere(...commands: Command[]): Board {
    const board = new Board();
    for (const command of commands) board.apply(command);
    return board;
  }

  test('takes the place of the settled board; the window hears what looks different', () => {
    const { session, replica, frame } = open();
    const kept = replica.by(ada, patch(create('kept', { x: 1 }), create('moved', { x: 1 }), create('gone')));
    replica.decide(kept);
    frame();
    const changed = vi.fn();
    session.subscribeElements(changed);
    const elsewhere = settledElsewhere(
      replica.by(ada, patch(create('kept', { x: 1 }), create('moved', { x: 2 }), create('new'))),
      replica.by(ada, { type: 'board/rename', name: 'Later' }),
    );
    expect(replica.restore(elsewhere)).toBe(0);
    frame();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(changed.mock.calls[0]?.[0].toSorted()).toEqual(['gone', 'moved', 'new']);
    expect(session.view().boardName).toBe('Later');
    expect(session.element('moved')).toEqual({ id: 'moved', x: 2 });
    replica.decide(replica.by(ada, patch({ id: 'moved', set: { x: 3 } })));
    frame();
    expect(session.element('moved')).toEqual({ id: 'moved', x: 3 });
  });

  test('finds a window that has not looked since the last change', () => {
    const { session, replica, frame } = open();
    const changed = vi.fn();
    session.subscribeElements(changed);
    replica.decide(replica.by(ada, patch(create('brief'))));
    replica.restore(settledElsewhere(replica.by(ada, patch(create('new')))));
    frame();
    expect(changed.mock.calls).toEqual([[['new']]]);
  });

  test('leaves what is pending and not covered on top', () => {
    const { session, replica, frame } = open();
    session.patchElements([create('first')]);
    session.patchElements([create('second')]);
    const [first] = replica.submitted;
    if (first === undefined) throw new Error('nothing was handed over');
    const changed = vi.fn();
    session.subscribeElements(changed);
    expect(replica.restore(settledElsewhere(first, replica.by(ada, patch(create('other')))))).toBe(1);
    frame();
    expect(session.view().pendingChanges).toBe(1);
    expect(session.elements().map(({ id }) => id)).toEqual(['first', 'other', 'second']);
    expect(changed.mock.calls).toEqual([[['other']]]);
  });

  test('says what became of changes that it covers', async () => {
    const { session, replica, frame } = open();
    replica.decide(replica.by(ada, task('free')), replica.by(ada, task('taken')));
    const created = session.createTask('Made here', 'todo');
    const granted = session.claimTask('free');
    const refused = session.claimTask('taken');
    const renamed = session.renameBoard('Mine');
    const last = session.claimTask('none');
    const [make, claimFree, claimTaken, rename, claimNone] = replica.submitted;
    if (!make || !claimFree || !claimTaken || !rename || !claimNone) throw new Error('not handed over');
    const elsewhere = settledElsewhere(
      ...['free', 'taken'].map((id) => replica.by(ada, task(id))),
      replica.by(ada, { type: 'task/claim', id: 'taken' }),
      make,
      claimFree,
      claimTaken,
      rename,
      claimNone,
    );
    expect(replica.restore(elsewhere)).toBe(5);
    frame();
    expect(await created).toEqual({ status: 'applied', number: 3 });
    expect(await granted).toEqual({ status: 'applied' });
    expect(await refused).toEqual({ status: 'refused', reason: 'already-claimed', by: ada });
    expect(await renamed).toEqual({ status: 'applied' });
    expect(await last).toEqual({ status: 'refused', reason: 'no-such-task' });
    expect(session.view().pendingChanges).toBe(0);
    expect(session.view().notices.map(({ kind }) => kind.type === 'refused' && kind.reason)).toEqual([
      'already-claimed',
      'no-such-task',
    ]);
  });

  test('is what storage knew, too', () => {
    const { session } = open({}, (replica) => {
      const state = settledElsewhere(replica.by(ada, patch(create('a')))).snapshot();
      replica.replay = [
        { type: 'restored', through: slot(5), state },
        replica.decided(replica.by(ada, patch(create('b')))),
      ];
    });
    expect(session.elements().map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('that is damaged is refused', () => {
    const { replica } = open();
    const state = Uint8Array.of(1, 2, 3);
    const restore = () => replica.listener?.restored({ type: 'restored', through: slot(5), state });
    expect(restore).toThrow(StoreCorrupted);
  });

  test('and a digest are of what is settled, not of what is shown', () => {
    const { session, replica } = open();
    const settled = replica.by(ada, patch(create('settled')));
    replica.decide(settled);
    const board = settledElsewhere(settled);
    session.patchElements([create('pending')]);
    expect(replica.listener?.snapshot()).toEqual(board.snapshot());
    expect(replica.listener?.digest()).toBe(board.digest());
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
  expect(JSON.parse(session.export())).toMatchObject({
    app: 'paxboard',
    version: 2,
    exportedAt: '1970-01-01T00:00:01.234Z',
    name: 'Plans',
    members: [{ id: ada, name: 'Ada' }],
    tasks: [{ id: 't', number: 1 }],
    elements: [{ id: 'a', x: 1 }, { id: 'pending' }],
  });
});

describe('names', () => {
  test('a device introduces itself once it knows that it is unknown, and only once', () => {
    const { replica, frame, handedOver } = open({ myName: 'Mia' });
    replica.listener?.changed();
    frame();
    replica.listener?.changed();
    frame();
    expect(handedOver()).toEqual([{ type: 'member/introduce', name: 'Mia' }]);
    replica.decideSubmitted();
    frame();
    replica.listener?.changed();
    frame();
    expect(handedOver()).toEqual([]);
  });

  test('a newcomer waits with it until it has caught up', () => {
    const { replica, frame, handedOver } = open({ myName: 'Mia' }, (fake) => {
      fake.isNewcomer = true;
    });
    expect(handedOver()).toEqual([]);
    replica.isNewcomer = false;
    replica.listener?.changed();
    frame();
    expect(handedOver()).toEqual([{ type: 'member/introduce', name: 'Mia' }]);
  });

  test('nothing is said again that is agreed on or on its way, nor is an empty name', () => {
    const known = open({ myName: 'Mia' }, (fake) => {
      fake.replay = [fake.decided(fake.by(fake.id, { type: 'member/introduce', name: 'Mia' }))];
    });
    expect(known.handedOver()).toEqual([]);

    const body = encodeCommand({ type: 'member/introduce', name: 'Mia', at: 1 });
    const onItsWay = open({ myName: 'Mia' }, (fake) => {
      fake.earlier = [{ origin: fake.id, sequence: 1, body }];
    });
    expect(onItsWay.handedOver()).toHaveLength(1);

    expect(open({ myName: '' }).handedOver()).toEqual([]);
  });

  test('a changed name is told; what is typed is what this window shows', () => {
    const { session, frame, handedOver } = open({ myName: 'Mia' });
    session.introduce('Mia B.');
    frame();
    frame();
    expect(session.view().me.name).toBe('Mia B.');
    expect(handedOver().map((command) => (typeof command === 'object' ? command.type : command))).toEqual([
      'member/introduce',
      'member/introduce',
    ]);
  });

  test('the founder names its board, once; whoever joins does not', () => {
    const { replica, frame, handedOver } = open({ founder: true });
    replica.listener?.changed();
    frame();
    expect(handedOver()).toEqual([{ type: 'board/rename', name: 'Plans' }]);
    expect(open().handedOver()).toEqual([]);

    const named = open({ founder: true }, (fake) => {
      fake.replay = [fake.decided(fake.by(fake.id, { type: 'board/rename', name: 'Old' }))];
    });
    expect(named.handedOver()).toEqual([]);
  });

  test('the shelf is told when the board is founded and what it is called', () => {
    const remember = vi.fn();
    const { replica, frame } = open({ remember });
    replica.decide();
    frame();
    expect(remember.mock.calls).toEqual([[{ founded: false, boardName: 'Plans' }]]);
    replica.decide(replica.by(ada, { type: 'board/rename', name: 'Agreed' }));
    frame();
    replica.listener?.changed();
    frame();
    expect(remember.mock.calls.slice(1)).toEqual([[{ founded: true, boardName: 'Agreed' }]]);
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

  test('what is done while it closes is not taken, and nobody is told', async () => {
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
    invite: { secret: new Uint8Array(32), boardName: 'Plans', hosts: [] },
    now: () => 1234,
    newId: () => 'id',
    blobs: memoryBlobs(),
    schedule: () => undefined,
  };
}
