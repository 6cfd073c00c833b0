import { expect, it } from 'vitest';
import { tasks } from './texts.ts';

it('shows no number before there is one', () => {
  expect(tasks.number(0)).toBe('…');
  expect(tasks.number(7)).toBe('#7');
  expect(tasks.count(2, 5)).toBe('2 of 5');
});
