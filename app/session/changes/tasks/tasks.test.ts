import { expect, test } from 'vitest';
import { Board } from '#shared/board/board.ts';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody, ColumnId } from '#shared/board/commands.ts';
import { firstColumns, type Shelf, type Task } from '#shared/board/task/model.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import type { PendingChange } from '../pending.ts';
import { type ShownTasks, shownTasks, TaskList } from './tasks.ts';

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
    tasks: (column: ColumnId) => tasks.filter((one) => one.column === column && one.shelf === undefined),
    shelf: (shelf: Shelf) => tasks.filter((one) => one.shelf === shelf),
    columns: () => firstColumns,
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
  const columns = shownTasks(settled, settled, []).tasks;
  expect(columns.todo).toEqual([{ ...task('a'), pending: false, claiming: false }]);
  expect(columns.done.map((one) => one.number)).toEqual([2]);
  expect(columns.doing).toEqual([]);
});

test('a task has no number until its creation is settled', () => {
  const columns = shownTasks(
    board(task('new', { number: 8 })),
    board(),
    pending({ type: 'task/create', id: 'new', title: 'new', column: 'todo' }),
  ).tasks;
  expect(columns.todo[0]).toMatchObject({ number: 0, pending: true, claiming: false });
});

test('a claim on its way is shown as claiming, not as claimed; a release only as pending', () => {
  const settled = board(task('a'), task('b', { claimedBy: me }));
  const columns = shownTasks(
    settled,
    settled,
    pending({ type: 'task/claim', id: 'a' }, { type: 'task/release', id: 'b' }),
  ).tasks;
  expect(columns.todo[0]).toMatchObject({ id: 'a', pending: true, claiming: true });
  expect(columns.todo[0]).not.toHaveProperty('claimedBy');
  expect(columns.todo[1]).toMatchObject({ id: 'b', pending: true, claiming: false, claimedBy: me });
});

test('an element with the same look stays the same object, also if the board made a new one', () => {
  const first = shownTasks(board(task('a'), task('b')), board(task('a'), task('b')), []);
  const same = shownTasks(board(task('a'), task('b')), board(task('a'), task('b')), [], first);
  expect(same.tasks).toBe(first.tasks);
  expect(same.shelves).toBe(first.shelves);

  const edited = board(task('a', { title: 'A' }), task('b'));
  const { tasks } = shownTasks(edited, edited, [], first);
  expect(tasks.todo[0]).not.toBe(first.tasks.todo[0]);
  expect(tasks.todo[1]).toBe(first.tasks.todo[1]);
  expect(tasks.doing).toBe(first.tasks.doing);
});

test('other pending changes leave tasks alone', () => {
  const settled = board(task('a'));
  const columns = shownTasks(
    settled,
    settled,
    pending(
      { type: 'elements/patch', patches: [{ id: 'a', set: { x: 1 } }] },
      { type: 'board/rename', name: 'a' },
    ),
  ).tasks;
  expect(columns.todo[0]).toMatchObject({ pending: false });
});

test('a list of a card that was made anew with the same in it looks the same', () => {
  const made = () => board(task('a', { checklist: [{ id: 'i', text: 'Rope' }], labels: ['l'] }));
  const first: ShownTasks = shownTasks(made(), made(), []);
  expect(shownTasks(made(), made(), [], first).tasks).toBe(first.tasks);
  const other = board(task('a', { checklist: [{ id: 'i', text: 'Rope', done: true }], labels: ['l'] }));
  expect(shownTasks(other, other, [], first).tasks.todo[0]).not.toBe(first.tasks.todo[0]);
});

test('cards in the archive and the trash are there, and in no column', () => {
  const settled = board(task('a', { shelf: 'archive' }), task('b', { shelf: 'trash' }));
  const { tasks, shelves } = shownTasks(settled, settled, []);
  expect([tasks.todo, shelves.archive.length, shelves.trash.length]).toEqual([[], 1, 1]);
});

test('changes of the whiteboard, settled or not, look at no card', () => {
  const settled = new Board();
  let sequence = 0;
  const settle = (body: BoardCommandBody): void => {
    sequence += 1;
    settled.apply({ origin: me, sequence, body: encodeCommand({ ...body, at: 1 }) });
  };
  const drawing = (x: number): BoardCommandBody => ({
    type: 'elements/patch',
    patches: [{ id: 'e', create: true, set: { type: 'rectangle', x } }],
  });
  settle({ type: 'task/create', id: 'a', title: 'a', column: 'todo' });
  let looks = 0;
  const counting = {
    task: (id: string) => {
      looks += 1;
      return settled.task(id);
    },
  };
  const list = new TaskList();
  const first = list.shown(settled.fork(), counting, []);
  expect(looks).toBe(1);
  settle(drawing(1));
  expect(list.shown(settled.fork(), counting, [])).toBe(first);
  expect(list.shown(settled.fork(), counting, pending(drawing(2)))).toBe(first);
  expect(looks).toBe(1);

  // A pending edit marks the card, and the end of it removes the mark.
  const edit: BoardCommandBody = { type: 'task/edit', id: 'a', title: 'b' };
  expect(list.shown(settled.fork(), counting, pending(edit)).tasks.todo?.[0]?.pending).toBe(true);
  expect(list.shown(settled.fork(), counting, pending(drawing(3))).tasks.todo?.[0]?.pending).toBe(false);
});

test('a card that is settled gets its number while another change of it is pending', () => {
  const settled = new Board();
  const create: BoardCommandBody = { type: 'task/create', id: 'a', title: 'a', column: 'todo' };
  const edit: BoardCommandBody = { type: 'task/edit', id: 'a', title: 'b' };
  const shown = settled.fork();
  shown.apply({ origin: me, sequence: 1, body: encodeCommand({ ...create, at: 1 }) });
  const list = new TaskList();
  expect(list.shown(shown, settled, pending(create, edit)).tasks.todo?.[0]?.number).toBe(0);
  settled.apply({ origin: me, sequence: 1, body: encodeCommand({ ...create, at: 1 }) });
  shown.caughtUp();
  expect(list.shown(shown, settled, pending(edit)).tasks.todo?.[0]?.number).toBe(1);
});
