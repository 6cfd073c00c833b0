import { beforeEach, describe, expect, it } from 'vitest';
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

describe('an edit', () => {
  const whole = { ...bug, labels: ['l'], checklist: [{ id: 'i', text: 'Reproduce' }] };
  const edit = (change: object): Outcome => ask(board, ben, { type: 'template/edit', id: 'p', ...change });

  it('changes the fields that it names, and null removes one', () => {
    add(whole);
    expect(edit({ title: 'Fault' })).toEqual({ status: 'applied' });
    expect(board.templates()).toEqual([{ ...whole, title: 'Fault' }]);
    expect(edit({ notes: '', labels: ['a', 'b'] })).toEqual({ status: 'applied' });
    expect(edit({ checklist: null })).toEqual({ status: 'applied' });
    expect(board.templates()).toEqual([{ id: 'p', title: 'Fault', notes: '', labels: ['a', 'b'] }]);
    expect(edit({ labels: null })).toEqual({ status: 'applied' });
    const restored = Board.restore(board.snapshot());
    expect(restored.templates()).toEqual([{ id: 'p', title: 'Fault', notes: '' }]);
    expect(restored.digest()).toBe(board.digest());
  });

  it.each([{}, { title: ' ' }, { labels: [] }, { checklist: [] }, { notes: null }])('is not %o', (change) => {
    add(whole);
    expect(edit(change)).toEqual(refused('malformed'));
    expect(board.templates()).toEqual([whole]);
  });

  it('is refused for a template that is gone, and beyond the bound on their size', () => {
    expect(edit({ title: 'Fault' })).toEqual(refused('no-such-template'));
    for (let number = 0; number < maxTemplates; number += 1) add({ id: `p${number}` });
    const outcomes = board.templates().map(({ id }) => edit({ id, notes: '€'.repeat(maxNotesLength) }));
    expect(outcomes[0]).toEqual({ status: 'applied' });
    expect(outcomes.at(-1)).toEqual(refused('too-many'));
    // One that is already large may still change.
    expect(edit({ id: board.templates()[0]?.id, title: 'Fault' })).toEqual({ status: 'applied' });
  });
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
