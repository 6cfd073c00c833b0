import { describe, expect, it } from 'vitest';
import { asSeeded, type Narrowing, planFrom } from './plan.ts';
import { faultClasses } from './plan-rates.ts';
import type { Outcome } from './run.ts';
import { formatNarrowing, shrink } from './shrink.ts';

/** A run that violates a rule if it has loss and at least three members. */
function pretend(seed: number, narrowing: Narrowing): Outcome {
  const plan = planFrom(seed, narrowing);
  const breaks = plan.lossProbability > 0 && plan.members >= 3 && plan.ticks >= 20;
  const nothing = {
    events: 0,
    ticks: 0,
    settlingTicks: 0,
    slots: 0,
    commands: 0,
    leaderships: 0,
    configurations: 0,
  };
  return { seed, ...nothing, ...(breaks ? { violation: { rule: 'a rule', what: 'is broken' } } : {}) };
}

const breaking = Array.from({ length: 100 }, (_, at) => at).find(
  (seed) => pretend(seed, asSeeded).violation !== undefined && planFrom(seed, asSeeded).members > 3,
);

describe('shrinking', () => {
  it('keeps only the parts needed to violate the same rule', () => {
    const seed = breaking ?? 0;
    const small = shrink(seed, asSeeded, pretend);
    expect(pretend(seed, small).violation).toBeDefined();
    expect(small.without).not.toContain('loss');
    const plan = planFrom(seed, small);
    expect(plan.rates).toEqual({});
    expect(plan.members).toBe(3);
    expect(plan.maxCommands).toBe(0);
  });

  it('leaves a passing run unchanged', () => {
    expect(shrink(1, { without: faultClasses }, pretend)).toEqual({ without: faultClasses });
  });

  it('prints the arguments that replay the run', () => {
    const narrowing: Narrowing = { without: ['loss', 'skew'], members: 3, ticks: 50, commands: 0 };
    expect(formatNarrowing(narrowing)).toBe(' --without loss,skew --members 3 --ticks 50 --commands 0');
    expect(formatNarrowing(asSeeded)).toBe('');
  });
});
