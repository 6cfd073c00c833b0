import { expect, it } from 'vitest';
import { Board } from '../board.ts';
import { anna, ask, ben } from '../testing/authors.ts';
import { cardOf, customDataFor, tiePatch } from './card-tie.ts';
import { maxCustomDataBytes } from './rules/bounds.ts';

function boardWith(...customData: (object | undefined)[]): Board {
  const board = new Board();
  const patches = customData.map((data, at) => ({
    id: `e${at}`,
    create: true as const,
    set: { type: 'rectangle', ...(data === undefined ? {} : { customData: data as { a: string } }) },
  }));
  expect(ask(board, anna, { type: 'elements/patch', patches })).toEqual({ status: 'applied' });
  return board;
}

function tie(board: Board, who: typeof anna, id: string, card: string | undefined) {
  const patch = tiePatch(board.element(id) ?? { id }, card);
  if (patch !== undefined) ask(board, who, { type: 'elements/patch', patches: [patch] });
}

it('a tie is part of the agreed element, and keeps the data of other programs', () => {
  const board = boardWith({ a: 'kept' });
  tie(board, anna, 'e0', 'card');
  expect(board.element('e0')).toMatchObject({ customData: { a: 'kept', ...customDataFor('card') } });
  expect(cardOf(board.element('e0') ?? { id: '' })).toBe('card');
  const copy = Board.restore(board.snapshot());
  expect(cardOf(copy.element('e0') ?? { id: '' })).toBe('card');
  tie(board, anna, 'e0', undefined);
  expect(board.element('e0')).toMatchObject({ customData: { a: 'kept' } });
  expect(cardOf(board.element('e0') ?? { id: '' })).toBeUndefined();
});

it('an element without a tie has no data left from one', () => {
  const board = boardWith(undefined);
  const before = board.element('e0');
  tie(board, anna, 'e0', 'card');
  tie(board, anna, 'e0', undefined);
  expect(board.element('e0')).toEqual(before);
});

it('the later of two ties of one element replaces the first', () => {
  const board = boardWith(undefined);
  const theirs = tiePatch(board.element('e0') ?? { id: '' }, 'b');
  tie(board, anna, 'e0', 'a');
  if (theirs !== undefined) ask(board, ben, { type: 'elements/patch', patches: [theirs] });
  expect(cardOf(board.element('e0') ?? { id: '' })).toBe('b');
});

it('a deleted element has no card, and has it again when its deletion is undone', () => {
  const board = boardWith(customDataFor('card'));
  const isDeleted = (is: boolean) =>
    ask(board, ben, { type: 'elements/patch', patches: [{ id: 'e0', set: { isDeleted: is } }] });
  isDeleted(true);
  const deleted = board.element('e0') ?? { id: '' };
  expect(cardOf(deleted)).toBeUndefined();
  expect(tiePatch(deleted, 'other')).toBeUndefined();
  isDeleted(false);
  expect(cardOf(board.element('e0') ?? { id: '' })).toBe('card');
});

it('data that fill the bound give way to the tie', () => {
  const board = boardWith({ a: 'x'.repeat(maxCustomDataBytes - 20) });
  tie(board, anna, 'e0', 'card');
  expect(board.element('e0')).toMatchObject({ customData: customDataFor('card') });
});

it.each([null, 'card', [], { paxboardCard: 5 }, { paxboardCard: '' }, { paxboardCard: 'x'.repeat(101) }])(
  'reads no tie from %j',
  (customData) => {
    expect(cardOf({ id: 'e', customData })).toBeUndefined();
  },
);

it('a repeated tie is no change', () => {
  expect(tiePatch({ id: 'e', customData: customDataFor('card') }, 'card')).toBeUndefined();
  expect(tiePatch({ id: 'e' }, undefined)).toBeUndefined();
});
