import { expect, it } from 'vitest';
import { colourOf, initialsOf } from './appearance.ts';

it('draws a person by their initials', () => {
  expect(initialsOf('Ada')).toBe('A');
  expect(initialsOf('  ada   king lovelace ')).toBe('AL');
  expect(initialsOf('🦀 crab')).toBe('🦀C');
  expect(initialsOf('')).toBe('?');
});

it('gives a person the same colour everywhere', () => {
  expect(colourOf('Ada')).toBe(colourOf('Ada'));
  expect(
    new Set(['Ada', 'Grace', 'Linus', 'Barbara', 'Leslie', 'Edsger'].map(colourOf)).size,
  ).toBeGreaterThan(2);
});
