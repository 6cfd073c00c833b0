import { expect, test } from 'vitest';
import type { BoardCommandBody, ColumnId } from '#shared/board/commands.ts';
import type { Task } from '#shared/board/state.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import type { PendingChange } from './pending.ts';
import { noTasks, taskColumns } from './tasks.ts';

const me = replicaId('me-1');

function task(id: string, some: Partial<Task> = {}): Task {
  return {
    id,
    number: 1,
    title: id,
    notes: '',
    column: 'todo',
    position: 'a0',
    createdBy: me,
    createdAt: 5,
    ...some,
  };
}

function board(...tasks: Task[]) {
  return {
    tasks: (column: ColumnId) => tasks.filter((one) => one.column === column),
    task: (id: string) => tasks.find((one) => one.id === id),
  };
}

function pending(...commands: BoardCommandBody[]): PendingChange[] {
  return commands.map((command, at) => ({
    sequence: at + 1,
    command: { ...command, at: 0 },
    body: new Uint8Array(),
  }));
}

test('settled tasks are in their columns, nothing is open about them', () => {
  const settled = board(task('a'), task('b', { column: 'done', number: 2 }));
  const columns = taskColumns(settled, settled, [], noTasks);
  expect(columns.todo).toEqual([{ ...task('a'), pending: false, claiming: false }]);
  expect(columns.done.map((one) => one.number)).toEqual([2]);
  expect(columns.doing).toEqual([]);
});

test('a task has no number until its creation is settled', () => {
  const columns = taskColumns(
    board(task('new', { number: 8 })),
    board(),
    pending({ type: 'task/create', id: 'new', title: 'new', column: 'todo' }),
    noTasks,
  );
  expect(columns.todo[0]).toMatchObject({ number: 0, pending: true, claiming: false });
});

test('a claim on its way is shown as claiming, not as claimed; a release only as pending', () => {
  const settled = board(task('a'), task('b', { claimedBy: me }));
  const columns = taskColumns(
    settled,
    settled,
    pending({ type: 'task/claim', id: 'a' }, { type: 'task/release', id: 'b' }),
    noTasks,
  );
  expect(columns.todo[0]).toMatchObject({ id: 'a', pending: true, claiming: true });
  expect(columns.todo[0]).not.toHaveProperty('claimedBy');
  expect(columns.todo[1]).toMatchObject({ id: 'b', pending: true, claiming: false, claimedBy: me });
});

test('what looks the same stays the same object, also where the board made a new one', () => {
  const first = taskColumns(board(task('a'), task('b')), board(task('a'), task('b')), [], noTasks);
  const same = taskColumns(board(task('a'), task('b')), board(task('a'), task('b')), [], first);
  expect(same).toBe(first);

  const edited = board(task('a', { title: 'A' }), task('b'));
  const changed = taskColumns(edited, edited, [], first);
  expect(changed.todo[0]).not.toBe(first.todo[0]);
  expect(changed.todo[1]).toBe(first.todo[1]);
  expect(changed.doing).toBe(first.doing);
});

test('other pending changes leave tasks alone', () => {
  const settled = board(task('a'));
  const columns = taskColumns(
    settled,
    settled,
    pending(
      { type: 'elements/patch', patches: [{ id: 'a', set: { x: 1 } }] },
      { type: 'board/rename', name: 'a' },
    ),
    noTasks,
  );
  expect(columns.todo[0]).toMatchObject({ pending: false });
});
