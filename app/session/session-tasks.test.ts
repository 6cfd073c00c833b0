import { describe, expect, test } from 'vitest';
import { ada, openSession as open, task } from './testing/open-session.ts';

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

  test('of two claims the first is granted; the other is notified of the winner', async () => {
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

  test('a malformed change is refused at once and not submitted', async () => {
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

describe('typed text', () => {
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
