import { expect, test } from 'vitest';
import { RatePerAddress } from './rate-per-address.ts';

test('allows each network address a burst, and then a rate', () => {
  let now = 0;
  const rate = new RatePerAddress({ burst: 3, perSecond: 1 }, () => now);
  const allowed = (address: string, times: number) =>
    Array.from({ length: times }, () => rate.allows(address)).filter((is) => is).length;
  expect(allowed('10.0.0.1', 5)).toBe(3);
  expect(allowed('10.0.0.2', 5)).toBe(3);
  now = 2000;
  expect(allowed('10.0.0.1', 5)).toBe(2);
  // One machine has any number of addresses in its network.
  expect(allowed('2001:db8::1', 2) + allowed('2001:db8::2', 2)).toBe(3);
});
