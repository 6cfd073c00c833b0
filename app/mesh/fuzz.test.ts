import { expect, it } from 'vitest';
import { fuzz, fuzzTargets } from './testing/fuzz.ts';

/** `npm run fuzz` feeds a million. */
const inputs = 4_000;

it.each(fuzzTargets(3))(
  '$name: what is almost right is refused or taken, and nothing else happens',
  (target) => {
    const { taken } = fuzz(target, inputs, 3);
    expect(taken).toBeLessThan(inputs);
  },
);

it.each(fuzzTargets(3))(
  '$name: what is right is taken, so that the spoiled inputs are near it',
  ({ real, feed }) => {
    expect(real.filter((input) => feed(input)).length).toBeGreaterThan(0);
  },
);
