import { describe, expect, it } from 'vitest';
import { asSeeded, planFrom } from './plan.ts';
import { faultClasses } from './plan-rates.ts';
import { type Outcome, run } from './run.ts';
import { keptSeeds } from './seeds.ts';

/** Seeds in one test, and how many such tests there are. */
const seedsPerTest = 20;
const tests = 4;

const outcomes = new Map<number, Outcome>();

/** Each seed runs once for all tests. */
function outcomeOf(seed: number): Outcome {
  const outcome = outcomes.get(seed) ?? run(seed, asSeeded);
  outcomes.set(seed, outcome);
  return outcome;
}

function failures(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ seed, violation }) =>
    violation === undefined ? [] : [`seed ${seed}: ${violation.rule}: ${violation.what}`],
  );
}

describe('what must always hold', () => {
  it.each(Array.from({ length: tests }, (_, at) => 1 + at * seedsPerTest))(
    'holds from seed %i on',
    (start) => {
      const some = Array.from({ length: seedsPerTest }, (_, at) => outcomeOf(start + at));
      expect(failures(some)).toEqual([]);
    },
  );

  it.each(keptSeeds)('holds with the kept seed $seed: $why', ({ seed, narrowing }) => {
    expect(failures([run(seed, narrowing)])).toEqual([]);
  });
});

describe('a run', () => {
  it('is the same for the same seed', () => {
    const traceOf = (seed: number): string[] => {
      const lines: string[] = [];
      run(seed, asSeeded, (line) => lines.push(line));
      return lines;
    };
    expect(traceOf(7)).toEqual(traceOf(7));
    expect(traceOf(7)).not.toEqual(traceOf(8));
  });

  it('is the same whether or not it is traced', () => {
    expect(run(9, asSeeded, () => undefined)).toEqual(run(9, asSeeded));
  });

  it('makes progress in most seeds: commands are decided, leaders and voters change', () => {
    const some = Array.from({ length: 30 }, (_, at) => outcomeOf(1 + at));
    const busy = some.filter(({ commands, leaderships }) => commands > 10 && leaderships > 1);
    expect(busy.length).toBeGreaterThan(20);
    expect(some.some(({ configurations }) => configurations > 3)).toBe(true);
  });

  it('lacks the faults that its narrowing excludes', () => {
    for (let seed = 1; seed < 30; seed += 1) {
      const plan = planFrom(seed, { without: faultClasses });
      expect(plan.rates).toEqual({});
      expect([plan.lossProbability, plan.repetitionProbability, plan.skew, plan.inOrder]).toEqual([
        0,
        0,
        1,
        true,
      ]);
    }
  });
});
