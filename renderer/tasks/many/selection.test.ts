import { expect, it } from 'vitest';
import { noSelection, selected, stillShown } from './selection.ts';

const order = ['a', 'b', 'c', 'd'];

it('adds one card, or a range', () => {
  const one = selected(noSelection, order, 'b', false);
  expect([...one.ids]).toEqual(['b']);
  expect([...selected(one, order, 'd', true).ids]).toEqual(['b', 'c', 'd']);
  expect([...selected(one, order, 'a', true).ids].sort()).toEqual(['a', 'b']);
  expect([...selected(one, order, 'b', false).ids]).toEqual([]);
  expect([...selected(noSelection, order, 'c', true).ids]).toEqual(['c']);
});

it('drops cards that are no longer shown', () => {
  const both = selected(selected(noSelection, order, 'a', false), order, 'b', false);
  expect([...stillShown(both, new Set(['b', 'c'])).ids]).toEqual(['b']);
  expect(stillShown(both, new Set(order))).toBe(both);
});
