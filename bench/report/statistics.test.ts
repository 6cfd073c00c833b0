import { expect, test } from 'vitest';
import { quantileOf, ratioOf, spreadOf } from './statistics.ts';

test('the median of an even number of values lies between the two in the middle', () => {
  expect(spreadOf([9, 1, 3, 5])).toEqual({ median: 4, least: 1, most: 9 });
  expect(spreadOf([10, 9, 100])).toEqual({ median: 10, least: 9, most: 100 });
});

test('a ratio compares paired measurements, so that other load affects both', () => {
  // The machine was ten times slower in the second round: the ratio is the same.
  expect(ratioOf([200, 20, 200], [100, 10, 100])).toEqual({ median: 2, least: 2, most: 2 });
});

test('a quantile is one of the values', () => {
  const values = Array.from({ length: 50 }, (_, at) => 50 - at);
  expect(quantileOf(values, 0.99)).toBe(50);
  expect(quantileOf(values, 0.5)).toBe(25);
  expect(quantileOf([7], 0.99)).toBe(7);
});

test('rejects an empty list of measurements', () => {
  expect(() => spreadOf([])).toThrow(RangeError);
});
