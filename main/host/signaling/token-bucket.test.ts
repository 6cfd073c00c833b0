import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

test('allows a burst, then the rate', () => {
  let now = 5000;
  const bucket = new TokenBucket(3, 2, () => now);
  expect([1, 1, 1, 1].map((tokens) => bucket.take(tokens))).toEqual([true, true, true, false]);
  now += 499;
  expect(bucket.take(1)).toBe(false);
  now += 1;
  expect(bucket.take(1)).toBe(true);
  expect(bucket.take(1)).toBe(false);
});

test('never holds more than its capacity', () => {
  let now = 0;
  const bucket = new TokenBucket(3, 2, () => now);
  now += 1_000_000;
  expect(bucket.take(4)).toBe(false);
  expect(bucket.take(3)).toBe(true);
});

test('a request that is too large takes nothing', () => {
  const bucket = new TokenBucket(3, 0, () => 0);
  expect(bucket.take(4)).toBe(false);
  expect(bucket.take(3)).toBe(true);
});
