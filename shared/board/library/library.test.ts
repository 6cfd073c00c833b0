import { beforeEach, expect, it } from 'vitest';
import { Board } from '../board.ts';
import { maxLibraryItems } from '../limits.ts';
import { anna, ask, ben } from '../testing/authors.ts';

let board: Board;
beforeEach(() => {
  board = new Board();
});

const element = { id: 'r', type: 'rectangle', x: 0, y: 0, width: 10, height: 10 };
const add = (id: string, created: number, elements: readonly { readonly id: string }[] = [element]) =>
  ask(board, anna, { type: 'library/add', id, created, elements });
const ids = () => board.library().map(({ id }) => id);

it('has the latest item first, and the same list until an item changes', () => {
  add('a', 1);
  add('c', 2);
  add('b', 2);
  expect(ids()).toEqual(['b', 'c', 'a']);
  const before = board.library();
  ask(board, anna, { type: 'board/rename', name: 'Plans' });
  expect(board.library()).toBe(before);
});

it('adds and removes an item once, whoever repeats it', () => {
  add('a', 1);
  ask(board, ben, { type: 'library/add', id: 'a', created: 9, elements: [element] });
  expect(board.library()[0]?.created).toBe(1);
  for (const who of [anna, ben])
    expect(ask(board, who, { type: 'library/remove', id: 'a' })).toEqual({ status: 'applied' });
  expect(ids()).toEqual([]);
});

it('repairs its elements, and refuses those that cannot be shown to all', () => {
  add('a', 1, [{ ...element, opacity: 4000 } as never]);
  expect(board.library()[0]?.elements[0]?.opacity).toBe(100);
  for (const type of ['image', 'iframe', 'unknown']) {
    expect(add(type, 1, [{ ...element, type } as never])).toMatchObject({ reason: 'bad-element' });
  }
  expect(add('none', 1, [])).toMatchObject({ reason: 'malformed' });
  expect(ids()).toEqual(['a']);
});

it('is bounded in items and bytes', () => {
  for (let at = 0; at < maxLibraryItems; at += 1) add(`i${at}`, at);
  expect(add('more', 1)).toEqual({ status: 'refused', reason: 'too-many' });
  for (let at = 0; at < maxLibraryItems; at += 1) ask(board, anna, { type: 'library/remove', id: `i${at}` });
  const points = Array.from({ length: 9_000 }, (_, at) => [at, at]);
  const line = { ...element, type: 'freedraw', points };
  let items = 0;
  while (add(`l${items}`, 1, [line]).status === 'applied') items += 1;
  expect(items).toBeGreaterThan(20);
  expect(items).toBeLessThan(60);
});

it('is part of the digest and of a snapshot, and a fork leaves it alone', () => {
  const empty = board.digest();
  add('a', 1);
  expect(board.digest()).not.toBe(empty);
  const fork = board.fork();
  ask(fork, ben, { type: 'library/remove', id: 'a' });
  expect(fork.library()).toEqual([]);
  expect(ids()).toEqual(['a']);
  const restored = Board.restore(board.snapshot());
  expect(restored.library()).toEqual(board.library());
  expect(restored.digest()).toBe(board.digest());
});
