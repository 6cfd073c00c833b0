import { expect, it } from 'vitest';
import { initialsOf } from './initials.ts';

it('shows the initials of a person', () => {
  expect(initialsOf('Ada')).toBe('A');
  expect(initialsOf('  ada   king lovelace ')).toBe('AL');
  expect(initialsOf('🦀 crab')).toBe('🦀C');
  expect(initialsOf('Ada (2)')).toBe('A2');
  expect(initialsOf('')).toBe('?');
});
