import { beforeEach, describe, expect, it } from 'vitest';
import { Board } from '../board.ts';
import type { BoardCommandBody } from '../commands.ts';
import { maxColumns } from '../limits.ts';
import { anna, ask, ben } from '../testing/authors.ts';

const applied = { status: 'applied' };
const refused = (reason: string) => ({ status: 'refused', reason });

let board: Board;
beforeEach(() => {
  board = new Board();
});

const add = (id: string, position = 'a5', kind: 'todo' | 'doing' | 'done' = 'doing'): BoardCommandBody => ({
  type: 'column/add',
  id,
  name: id,
  kind,
  colour: 'blue',
  position,
});
const create = (id: string, column: string) =>
  ask(board, anna, { type: 'task/create', id, title: id, column, log: true });
const columns = () => board.columns().map(({ id }) => id);
const ids = (column: string) => board.tasks(column).map(({ id }) => id);

describe('columns', () => {
  it('are added, renamed, coloured, moved and limited', () => {
    expect(ask(board, anna, add('review', 'a1V'))).toEqual(applied);
    expect(columns()).toEqual(['todo', 'doing', 'review', 'done']);
    const change = { name: ' Look at it ', colour: 'red', limit: 3, position: 'Zz' } as const;
    expect(ask(board, ben, { type: 'column/edit', id: 'review', ...change })).toEqual(applied);
    expect(columns()).toEqual(['review', 'todo', 'doing', 'done']);
    expect(board.columns()[0]).toEqual({ id: 'review', kind: 'doing', ...change, name: 'Look at it' });
    ask(board, ben, { type: 'column/edit', id: 'review', limit: null });
    expect(board.columns()[0]).not.toHaveProperty('limit');
  });

  it('keeps both of two concurrent changes of different fields', () => {
    ask(board, anna, { type: 'column/edit', id: 'todo', name: 'Ideas' });
    ask(board, ben, { type: 'column/edit', id: 'todo', colour: 'red' });
    expect(board.columns()[0]).toMatchObject({ name: 'Ideas', colour: 'red' });
  });

  it('are refused where they are not there, there already, or too many', () => {
    expect(ask(board, anna, { type: 'column/edit', id: 'none', limit: 1 })).toEqual(
      refused('no-such-column'),
    );
    expect(ask(board, anna, add('todo'))).toEqual(refused('column-exists'));
    expect(create('a', 'none')).toEqual(refused('no-such-column'));
    for (let at = 3; at < maxColumns; at += 1) ask(board, anna, add(`c${at}`));
    expect(ask(board, anna, add('more'))).toEqual(refused('too-many'));
  });

  it('that are removed give all their cards to another one, in order', () => {
    for (const id of ['a', 'b', 'c']) create(id, 'todo');
    create('d', 'done');
    ask(board, anna, { type: 'task/shelve', id: 'b', to: 'archive' });
    expect(ask(board, ben, { type: 'column/remove', id: 'todo', to: 'done' })).toEqual(applied);
    expect(columns()).toEqual(['doing', 'done']);
    expect(ids('done')).toEqual(['d', 'a', 'c']);
    expect(board.task('a')?.completedBy).toBe(ben);
    ask(board, ben, { type: 'task/shelve', id: 'b', to: 'board' });
    expect(ids('done')).toEqual(['d', 'a', 'c', 'b']);
  });

  it('are never all removed', () => {
    const remove = (id: string, to: string) => ask(board, anna, { type: 'column/remove', id, to });
    expect(remove('todo', 'doing')).toEqual(applied);
    expect(remove('done', 'doing')).toEqual(applied);
    expect(remove('doing', 'doing')).toEqual(refused('last-column'));
    expect(remove('doing', 'done')).toEqual(refused('no-such-column'));
    expect(columns()).toEqual(['doing']);
  });

  it('of a fork are its own', () => {
    const fork = board.fork();
    ask(fork, anna, add('review'));
    expect(columns()).toHaveLength(3);
    expect(fork.columns()).toHaveLength(4);
  });
});

describe('claiming with `start`', () => {
  const claim = (id: string, by = ben) => ask(board, by, { type: 'task/claim', id, start: true, log: true });

  it('moves a card that nobody has begun to the end of the first column of that kind', () => {
    ask(board, anna, add('first', 'a0V'));
    create('a', 'first');
    create('b', 'todo');
    expect(claim('b')).toEqual(applied);
    expect(ids('first')).toEqual(['a', 'b']);
    expect(board.task('b')).toMatchObject({ claimedBy: ben, column: 'first' });
    expect(claim('b', anna)).toEqual({ ...refused('already-claimed'), by: ben });
  });

  it('does not move a card that is in progress, or without a column of that kind', () => {
    ask(board, anna, add('later', 'a1V'));
    create('a', 'later');
    claim('a');
    expect(ids('later')).toEqual(['a']);
    ask(board, anna, { type: 'column/remove', id: 'doing', to: 'todo' });
    ask(board, anna, { type: 'column/remove', id: 'later', to: 'todo' });
    create('b', 'todo');
    claim('b');
    expect(board.task('b')).toMatchObject({ claimedBy: ben, column: 'todo' });
  });
});

it('without a column of the kind “done” nothing can be completed, and none is lost', () => {
  create('a', 'todo');
  ask(board, anna, { type: 'column/remove', id: 'done', to: 'todo' });
  expect(ask(board, anna, { type: 'task/complete', id: 'a' })).toEqual(refused('no-such-column'));
  expect(ids('todo')).toEqual(['a']);
});
