import { expect, it } from 'vitest';
import { fuzz, fuzzTargets } from './testing/fuzz.ts';

/** `npm run fuzz` runs a million. */
const inputs = { usual: 4_000, slow: 1_000 };

it.each(fuzzTargets(3))('$name: a mutated input is rejected or accepted, without other effects', (target) => {
  const count = target.isSlow ? inputs.slow : inputs.usual;
  const { taken } = fuzz(target, count, 3);
  expect(taken).toBeLessThan(count);
});

it.each(fuzzTargets(3))(
  '$name: a valid input is accepted, so that the mutated ones are close to valid',
  ({ real, feed }) => {
    expect(real.filter((input) => feed(input)).length).toBeGreaterThan(0);
  },
);
