import { beforeEach, describe, expect, it } from 'vitest';
import { Board } from '../board.ts';
import type { BoardCommandBody, Outcome } from '../commands.ts';
import { maxAllTasksBytes, maxNotesLength, maxPositionLength, maxTasks } from '../limits.ts';
import { positionBefore } from '../order/position.ts';
import { anna, ask, ben } from '../testing/authors.ts';

const applied = { status: 'applied' };
const malformed = { status: 'refused', reason: 'malformed' };

let board: Board;
beforeEach(() => {
  board = new Board();
});

function create(id: string, column: 'todo' | 'doing' | 'done' = 'todo'): Outcome {
  return ask(board, anna, { type: 'task/create', id, title: `Task ${id}`, column });
}

function ids(column: 'todo' | 'doing' | 'done'): string[] {
  return board.tasks(column).map(({ id }) => id);
}

describe('creating', () => {
  it('numbers tasks without gaps and puts each at the end', () => {
    expect(create('b')).toEqual({ status: 'applied', number: 1 });
    expect(create('a')).toEqual({ status: 'applied', number: 2 });
    expect(create('c', 'doing')).toEqual({ status: 'applied', number: 3 });
    expect(ids('todo')).toEqual(['b', 'a']);
    expect(board.task('b')).toEqual({
      id: 'b',
      number: 1,
      title: 'Task b',
      notes: '',
      column: 'todo',
      position: 'a0',
      createdBy: anna,
      createdAt: 1_700_000_000_000,
    });
  });

  it('a refused one takes no number', () => {
    create('a');
    expect(create('a')).toEqual({ status: 'refused', reason: 'task-exists' });
    expect(create('')).toEqual(malformed);
    expect(create('b')).toEqual({ status: 'applied', number: 2 });
  });

  it('a removed task leaves its number unused for ever', () => {
    create('a');
    create('b');
    expect(ask(board, ben, { type: 'task/remove', id: 'b' })).toEqual(applied);
    expect(board.task('b')).toBeUndefined();
    expect(ids('todo')).toEqual(['a']);
    expect(create('c')).toEqual({ status: 'applied', number: 3 });
    expect(create('b')).toEqual({ status: 'applied', number: 4 });
  });

  it('a title has 1 to 200 characters, without white space around it', () => {
    const titled = (title: string) =>
      ask(board, anna, { type: 'task/create', id: 'a', title, column: 'todo' });
    expect(titled(' \u00a0 ')).toEqual(malformed);
    expect(titled('t'.repeat(201))).toEqual({ status: 'refused', reason: 'too-large' });
    expect(titled(`\n${'t'.repeat(200)} `)).toEqual({ status: 'applied', number: 1 });
    expect(board.task('a')?.title).toBe('t'.repeat(200));
  });

  it('a task created as done is done by its creator', () => {
    create('a', 'done');
    expect(board.task('a')?.completedBy).toBe(anna);
  });

  it(`there are ${maxTasks} at most; removing one makes room`, () => {
    for (let number = 0; number < maxTasks; number += 1) create(`t${number}`);
    expect(create('one more')).toEqual({ status: 'refused', reason: 'too-many' });
    ask(board, anna, { type: 'task/remove', id: 't0' });
    expect(create('one more')).toEqual({ status: 'applied', number: maxTasks + 1 });
  });
});

describe('editing', () => {
  it('changes title, notes or both', () => {
    create('a');
    expect(ask(board, ben, { type: 'task/edit', id: 'a', title: ' New ' })).toEqual(applied);
    expect(ask(board, ben, { type: 'task/edit', id: 'a', notes: ' *Milk*\n' })).toEqual(applied);
    expect(board.task('a')).toMatchObject({ title: 'New', notes: ' *Milk*\n' });
    expect(ask(board, ben, { type: 'task/edit', id: 'a', title: 'T', notes: '' })).toEqual(applied);
    expect(board.task('a')).toMatchObject({ title: 'T', notes: '' });
  });

  it('refuses to put a card behind one with the longest position', () => {
    for (const id of ['a', 'b', 'c']) create(id);
    const position = 'z'.repeat(maxPositionLength);
    expect(ask(board, anna, { type: 'task/move', id: 'a', column: 'done', position })).toEqual(applied);
    const refused = { status: 'refused', reason: 'too-large' };
    expect(ask(board, anna, { type: 'task/complete', id: 'b' })).toEqual(refused);
    expect(create('d', 'done')).toEqual(refused);
    expect(ids('done')).toEqual(['a']);
  });

  it('refuses nothing to edit, too long a text and an unknown task', () => {
    create('a');
    expect(ask(board, ben, { type: 'task/edit', id: 'a' })).toEqual(malformed);
    expect(ask(board, ben, { type: 'task/edit', id: 'a', title: ' ' })).toEqual(malformed);
    const notes = 'n'.repeat(maxNotesLength + 1);
    expect(ask(board, ben, { type: 'task/edit', id: 'a', notes })).toEqual({
      status: 'refused',
      reason: 'too-large',
    });
    expect(ask(board, ben, { type: 'task/edit', id: 'a', notes: notes.slice(1) })).toEqual(applied);
  });

  it('all tasks together are bounded, and may always shrink', () => {
    const notes = '€'.repeat(maxNotesLength);
    let number = 0;
    let outcome: Outcome;
    do {
      create(`t${number}`);
      outcome = ask(board, anna, { type: 'task/edit', id: `t${number}`, notes });
      number += 1;
    } while (outcome.status === 'applied');
    expect(outcome).toEqual({ status: 'refused', reason: 'too-many' });
    expect(number).toBeGreaterThan(maxAllTasksBytes / (3 * maxNotesLength + 600) - 1);
    expect(ask(board, anna, { type: 'task/edit', id: 't0', notes: '' })).toEqual(applied);
    expect(ask(board, anna, { type: 'task/edit', id: `t${number - 1}`, notes: 'short' })).toEqual(applied);
  });
});

describe('moving', () => {
  it('places a task within a column and in another one', () => {
    for (const id of ['a', 'b', 'c']) create(id);
    expect(ask(board, ben, { type: 'task/move', id: 'c', column: 'todo', position: 'a0V' })).toEqual(applied);
    expect(ids('todo')).toEqual(['a', 'c', 'b']);
    expect(ask(board, ben, { type: 'task/move', id: 'a', column: 'doing', position: 'a5' })).toEqual(applied);
    expect(ids('todo')).toEqual(['c', 'b']);
    expect(ids('doing')).toEqual(['a']);
  });

  it('orders by position, then id, by code units', () => {
    for (const id of ['b', 'a', 'Z', 'ä']) {
      create(id);
      ask(board, anna, { type: 'task/move', id, column: 'doing', position: id === 'b' ? 'Zz' : 'a0' });
    }
    expect(ids('doing')).toEqual(['b', 'Z', 'a', 'ä']);
  });

  it.each(['', 'a', 'a00', 'b1', 'é0', '0', `A${'0'.repeat(26)}`, 'a0!', 'a0 ', `a0${'V'.repeat(999)}`])(
    'refuses %j, which is no fractional index',
    (position) => {
      create('a');
      expect(ask(board, anna, { type: 'task/move', id: 'a', column: 'todo', position })).toEqual(malformed);
    },
  );

  it('into done completes, and out of done makes it open again', () => {
    create('a');
    ask(board, anna, { type: 'task/move', id: 'a', column: 'done', position: 'a0' });
    expect(board.task('a')?.completedBy).toBe(anna);
    ask(board, ben, { type: 'task/move', id: 'a', column: 'done', position: 'a1' });
    expect(board.task('a')?.completedBy).toBe(anna);
    ask(board, ben, { type: 'task/move', id: 'a', column: 'todo', position: 'a0' });
    expect(board.task('a')).not.toHaveProperty('completedBy');
  });

  it('a task can be created after the highest position that someone chose', () => {
    create('a');
    const highest = `z${'z'.repeat(26)}`;
    ask(board, anna, { type: 'task/move', id: 'a', column: 'todo', position: highest });
    create('b');
    expect(ids('todo')).toEqual(['a', 'b']);
  });

  it('`positionBefore` places a task, also where two have the same position', () => {
    for (const id of ['a', 'b', 'c', 'd']) create(id);
    for (const id of ['b', 'c']) {
      ask(board, anna, { type: 'task/move', id, column: 'todo', position: 'a1' });
    }
    const move = (id: string, before?: string) => {
      const position = positionBefore(board.tasks('todo'), id, before);
      return ask(board, anna, { type: 'task/move', id, column: 'todo', position });
    };
    move('d', 'a');
    expect(ids('todo')).toEqual(['d', 'a', 'b', 'c']);
    move('d', 'c');
    expect(ids('todo')).toEqual(['a', 'd', 'b', 'c']);
    move('a');
    expect(ids('todo')).toEqual(['d', 'b', 'c', 'a']);
    move('a', 'a');
    expect(ids('todo')).toEqual(['d', 'b', 'c', 'a']);
  });
});

describe('claiming', () => {
  it('the first one has it; the second one is notified of the winner', () => {
    create('a');
    expect(ask(board, ben, { type: 'task/claim', id: 'a' })).toEqual(applied);
    expect(ask(board, anna, { type: 'task/claim', id: 'a' })).toEqual({
      status: 'refused',
      reason: 'already-claimed',
      by: ben,
    });
    expect(board.task('a')?.claimedBy).toBe(ben);
  });

  it("one's own again changes nothing", () => {
    create('a');
    ask(board, ben, { type: 'task/claim', id: 'a' });
    const claimed = board.task('a');
    expect(ask(board, ben, { type: 'task/claim', id: 'a' })).toEqual(applied);
    expect(board.task('a')).toBe(claimed);
  });

  it('a done task cannot be claimed', () => {
    create('a');
    ask(board, ben, { type: 'task/complete', id: 'a' });
    expect(ask(board, anna, { type: 'task/claim', id: 'a' })).toEqual({
      status: 'refused',
      reason: 'already-done',
      by: ben,
    });
  });

  it('only its claimant gives it back', () => {
    create('a');
    expect(ask(board, anna, { type: 'task/release', id: 'a' })).toEqual({
      status: 'refused',
      reason: 'not-claimed-by-you',
    });
    ask(board, ben, { type: 'task/claim', id: 'a' });
    expect(ask(board, anna, { type: 'task/release', id: 'a' })).toEqual({
      status: 'refused',
      reason: 'not-claimed-by-you',
      by: ben,
    });
    expect(ask(board, ben, { type: 'task/release', id: 'a' })).toEqual(applied);
    expect(board.task('a')).not.toHaveProperty('claimedBy');
    expect(ask(board, anna, { type: 'task/claim', id: 'a' })).toEqual(applied);
  });
});

describe('completing', () => {
  it('moves the task to the end of done, with its author', () => {
    create('z', 'done');
    create('a');
    ask(board, ben, { type: 'task/claim', id: 'a' });
    expect(ask(board, ben, { type: 'task/complete', id: 'a' })).toEqual(applied);
    expect(ids('done')).toEqual(['z', 'a']);
    expect(board.task('a')).toMatchObject({ column: 'done', completedBy: ben, claimedBy: ben });
  });

  it('counts for the first one', () => {
    create('a');
    ask(board, ben, { type: 'task/complete', id: 'a' });
    const done = board.task('a');
    expect(ask(board, anna, { type: 'task/complete', id: 'a' })).toEqual({
      status: 'refused',
      reason: 'already-done',
      by: ben,
    });
    expect(ask(board, ben, { type: 'task/complete', id: 'a' })).toEqual(applied);
    expect(board.task('a')).toBe(done);
  });
});

it.each<BoardCommandBody>([
  { type: 'task/edit', id: 'none', title: 'T' },
  { type: 'task/move', id: 'none', column: 'todo', position: 'a0' },
  { type: 'task/claim', id: 'none' },
  { type: 'task/release', id: 'none' },
  { type: 'task/complete', id: 'none' },
  { type: 'task/remove', id: 'none' },
  { type: 'task/shelve', id: 'none', to: 'trash' },
  { type: 'task/label', id: 'none', label: 'l', on: false },
  { type: 'task/assign', id: 'none', person: anna, on: false },
  { type: 'task/item-add', id: 'none', item: 'i', text: 'T' },
  { type: 'task/item-edit', id: 'none', item: 'i', done: true },
  { type: 'task/item-remove', id: 'none', item: 'i' },
  { type: 'task/comment-add', id: 'none', comment: 'c', text: 'T' },
  { type: 'task/comment-edit', id: 'none', comment: 'c', text: 'T' },
  { type: 'task/comment-remove', id: 'none', comment: 'c' },
])('$type of a task that is not there is refused', (command) => {
  expect(ask(board, anna, command)).toEqual({ status: 'refused', reason: 'no-such-task' });
});
