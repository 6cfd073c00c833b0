import { expect, it } from 'vitest';
import { Backoff } from './backoff.ts';

const limits = { firstMs: 100, longestMs: 1000 };

it('waits longer after each failure, up to a maximum, and restarts after a reset', () => {
  const backoff = new Backoff(limits, () => Uint8Array.of(0));
  const waits = Array.from({ length: 6 }, () => backoff.fail());
  expect(waits).toEqual([50, 100, 200, 400, 500, 500]);
  backoff.reset();
  expect(backoff.fail()).toBe(50);
});

it('waits between half and all of its span, at random', () => {
  const backoff = new Backoff(limits, () => Uint8Array.of(255));
  expect(backoff.fail()).toBeCloseTo(100, 0);
  expect(backoff.fail()).toBeLessThan(200);
});
