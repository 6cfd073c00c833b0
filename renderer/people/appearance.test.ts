import { expect, it } from 'vitest';
import { personColours } from '#app/session/view/view.ts';
import { colourOf, initialsOf } from './appearance.ts';

it('shows the initials of a person', () => {
  expect(initialsOf('Ada')).toBe('A');
  expect(initialsOf('  ada   king lovelace ')).toBe('AL');
  expect(initialsOf('🦀 crab')).toBe('🦀C');
  expect(initialsOf('Ada (2)')).toBe('A2');
  expect(initialsOf('')).toBe('?');
});

it('has a distinct colour for each number', () => {
  const numbers = Array.from({ length: personColours }, (_, number) => number);
  expect(new Set(numbers.map(colourOf)).size).toBe(personColours);
});
