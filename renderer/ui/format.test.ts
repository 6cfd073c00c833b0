import { expect, it } from 'vitest';
import { formatMilliseconds, formatWhen } from './format.ts';

it('formats durations in words', () => {
  expect(formatMilliseconds(0.3)).toBe('1 ms');
  expect(formatMilliseconds(1540)).toBe('1.5 s');
  const now = Date.UTC(2026, 0, 31, 12);
  expect(formatWhen(now - 20_000, now)).toBe('just now');
  expect(formatWhen(now - 5 * 60_000, now)).toBe('5 minutes ago');
  expect(formatWhen(now - 24 * 3_600_000, now)).toBe('yesterday');
  expect(formatWhen(now - 60 * 24 * 3_600_000, now)).toMatch(/^\d December 2025$/);
});
