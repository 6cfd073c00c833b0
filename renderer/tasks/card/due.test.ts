import { expect, it } from 'vitest';
import { dayOf, daysBetween, dueState, formatDay } from './due.ts';

it('compares days, not times', () => {
  const today = '2026-11-29';
  expect(dueState('2026-11-28', today)).toBe('overdue');
  expect(dueState('2026-11-29', today)).toBe('today');
  expect(dueState('2026-12-01', today)).toBe('soon');
  expect(dueState('2026-12-02', today)).toBe('later');
  expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
  expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
});

it('is shown with its year unless that is the current one', () => {
  expect(formatDay('2026-01-05', '2026-11-29')).toBe('5 Jan');
  expect(formatDay('2027-01-05', '2026-11-29')).toBe('5 Jan 2027');
});
