import { beforeEach, expect, it } from 'vitest';
import { Board } from '../board.ts';
import type { Outcome } from '../commands.ts';
import { maxNotesLength, maxTemplates } from '../limits.ts';
import { anna, ask, ben } from '../testing/authors.ts';

const refused = (reason: string) => ({ status: 'refused', reason });
const bug = { id: 'p', title: 'Bug', notes: 'Steps' };

let board: Board;
beforeEach(() => {
  board = new Board();
});

function add(change: object = {}): Outcome {
  return ask(board, anna, { type: 'template/add', ...bug, ...change });
}

it('a template is on the board until anybody removes it, also in a snapshot', () => {
  const whole = { ...bug, labels: ['l'], checklist: [{ id: 'i', text: 'Reproduce' }] };
  expect(add(whole)).toEqual({ status: 'applied' });
  expect(board.templates()).toEqual([whole]);
  expect(add()).toEqual(refused('template-exists'));
  const restored = Board.restore(board.snapshot());
  expect(restored.templates()).toEqual([whole]);
  expect(restored.digest()).toBe(board.digest());
  expect(ask(board, ben, { type: 'template/remove', id: 'p' })).toEqual({ status: 'applied' });
  expect(board.templates()).toEqual([]);
  expect(ask(board, ben, { type: 'template/remove', id: 'p' })).toEqual(refused('no-such-template'));
});

it.each([
  { title: ' ' },
  { labels: [] },
  { labels: ['b', 'a'] },
  { checklist: [] },
  { checklist: [{ id: 'i', text: 'Done already', done: true }] },
  { due: '2026-11-29' },
])('is not added with %o', (change) => {
  expect(add(change)).toEqual(refused('malformed'));
});

it('templates are bounded in number and in size', () => {
  for (let number = 0; number < maxTemplates; number += 1) add({ id: `p${number}` });
  expect(add()).toEqual(refused('too-many'));
  board = new Board();
  const large = { notes: '€'.repeat(maxNotesLength) };
  const outcomes = Array.from({ length: maxTemplates }, (_, number) => add({ id: `p${number}`, ...large }));
  expect(outcomes.at(-1)).toEqual(refused('too-many'));
  expect(board.templates().length).toBeGreaterThan(5);
});
