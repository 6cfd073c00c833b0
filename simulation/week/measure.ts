/** Many weeks of boards of one size, as shares of the working time. */

import { Random } from '../random.ts';
import type { WeekOptions } from './board.ts';
import { weekFrom } from './calendar.ts';
import { leastWait } from './foresight.ts';
import { playWeek, type Waits } from './play.ts';

/** Shares of the working time, from 0 to 1; `changes` of voters in a week, in the mean. */
export interface Shares extends Omit<Waits, 'work'> {
  readonly people: number;
  /** The avoidable part of the waiting time, as a share of the same with a fixed majority of all people. */
  readonly ratio: number;
}

export function weekOf(people: number, seed: number) {
  return weekFrom(new Random(`week ${people} ${seed}`), people);
}

/** Weeks `first` to `first + weeks - 1`. @throws Violation */
export function measureWeeks(
  people: number,
  first: number,
  weeks: number,
  options: WeekOptions = {},
): Shares {
  const sum = { work: 0, policy: 0, fixed: 0, fixedWithWitness: 0, unavoidable: 0, changes: 0 };
  const keys = ['work', 'policy', 'fixed', 'fixedWithWitness', 'unavoidable', 'changes'] as const;
  for (let seed = first; seed < first + weeks; seed += 1) {
    const waits = playWeek(weekOf(people, seed), options);
    for (const key of keys) sum[key] += waits[key];
  }
  const { work, policy, fixed, fixedWithWitness, unavoidable, changes } = sum;
  return {
    people,
    policy: policy / work,
    fixed: fixed / work,
    fixedWithWitness: fixedWithWitness / work,
    unavoidable: unavoidable / work,
    ratio: (policy - unavoidable) / (fixed - unavoidable),
    changes: changes / weeks,
  };
}

/** Three voters stay three (`shared/replica/voters/voter-policy.ts`). */
const keptVoters = 3;

/**
 * The least waiting in weeks `first` to `first + weeks - 1` of any policy that keeps as many voters as the one of the
 * product, as a share of the working time.
 */
export function leastWaits(people: number, first: number, weeks: number, hasWitness = false): number {
  const sum = { work: 0, least: 0 };
  for (let seed = first; seed < first + weeks; seed += 1) {
    const week = weekOf(people, seed);
    sum.work += week.work.reduce((seconds, { from, to }) => seconds + to - from, 0);
    sum.least += leastWait(week, people < keptVoters ? 1 : keptVoters, hasWitness);
  }
  return sum.least / sum.work;
}
