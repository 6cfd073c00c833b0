import { describe, expect, it } from 'vitest';
import { search } from './search/search.ts';
import { breaks, worlds } from './search/worlds.ts';
import { rules } from './spec/rules.ts';

const maxStates = 100_000;

describe('the model of the core', () => {
  it.each(worlds.filter(({ isLong }) => isLong !== true))(
    'decides each slot in one way: $name',
    ({ bounds }) => {
      const { states, violation } = search(bounds, rules, maxStates);
      expect(violation).toBeUndefined();
      expect(states).toBeGreaterThan(2_000);
    },
  );

  it.each(breaks)('does not without one of its rules: $name', ({ rules: broken, bounds }) => {
    expect(search(bounds, broken, maxStates).violation?.at(-1)).toMatch(/^VIOLATION/);
  });
});
