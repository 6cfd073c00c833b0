import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NumberSet } from './number-set.ts';

it('has each number once, as a set has, however many there are', () => {
  const anyNumber = fc.oneof(
    fc.maxSafeNat(),
    fc.nat(50),
    fc.nat(50).map((high) => high * 2 ** 32),
  );
  fc.assert(
    fc.property(fc.array(anyNumber, { minLength: 1, maxLength: 3_000 }), ([first = 0, ...others]) => {
      const expected = new Set([first]);
      const set = new NumberSet(first);
      for (const number of others) {
        expect(set.add(number)).toBe(!expected.has(number));
        expected.add(number);
      }
      expect(set.size).toBe(expected.size);
    }),
    { numRuns: 50 },
  );
});
