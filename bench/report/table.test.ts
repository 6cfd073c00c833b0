import { expect, test } from 'vitest';
import { formatCount, formatRatio, formatSpread, formatTable } from './table.ts';

test('aligns columns', () => {
  const text = formatTable(
    ['what', 'count'],
    [
      ['a', '1'],
      ['longer', '12 345'],
    ],
  );
  expect(text).toBe(['  what     count', '  a            1', '  longer  12 345'].join('\n'));
});

test('formats counts, ratios and spreads', () => {
  expect([7, 999, 1_000, 1_234_567.4].map(formatCount)).toEqual(['7', '999', '1 000', '1 234 567']);
  expect([0.5, 2, 12.34].map(formatRatio)).toEqual(['0.50', '2.00', '12.3']);
  expect(formatSpread({ median: 2.25, least: 1, most: 30 }, 1)).toBe('2.3 (1.0 to 30.0)');
});
