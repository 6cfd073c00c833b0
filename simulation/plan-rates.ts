/** The kinds of fault, and the mean time between two of a kind in a run. */

import { Random } from './random.ts';

/** In the order in which they were added: see `seeds.ts`. */
export const faultClasses = [
  'loss',
  'repetition',
  'reordering',
  'flaps',
  'partitions',
  'clogs',
  'crashes',
  'wipes',
  'pauses',
  'stalls',
  'reconfigurations',
  'resignations',
  'newcomers',
  'skew',
  'deafness',
  'leaderChurn',
  'signOffs',
  'recoveries',
  'removals',
  'rollbacks',
  'forgeries',
  'pageEnds',
  'doubts',
  'witnesses',
  'bounds',
  'lending',
  'crowds',
  'steadyLoss',
  'fullOutboxes',
  'secondWindows',
  'wrongStates',
  'persons',
  'hosts',
  'owners',
  'updates',
  'brokenStarts',
  'lateChecks',
] as const;

export type FaultClass = (typeof faultClasses)[number];

/** Mean ticks between two faults of a kind; absent if the run lacks that kind. */
export type FaultRates = Partial<Record<FaultClass, number>>;

/** The purpose of a kind's random streams. It is part of every seed's meaning, so it stays when a kind is renamed. */
export function streamOf(fault: FaultClass): string {
  return fault === 'leaderChurn' ? 'coups' : fault;
}

export function ratesFrom(random: Random, isWithout: (fault: FaultClass) => boolean): FaultRates {
  const rates: FaultRates = {};
  const often: readonly (readonly [FaultClass, number, number, number])[] = [
    ['flaps', 0.4, 10, 200],
    ['partitions', 0.6, 20, 300],
    ['clogs', 0.3, 20, 200],
    ['crashes', 0.6, 15, 300],
    ['wipes', 0.3, 60, 400],
    ['pauses', 0.4, 30, 300],
    ['stalls', 0.4, 20, 200],
    ['reconfigurations', 0.6, 5, 150],
    ['resignations', 0.4, 10, 200],
    ['newcomers', 0.3, 60, 300],
  ];
  // Sometimes everything happens at once, and nothing has time to settle.
  const pace = random.chance(0.2) ? random.scale(0.15, 0.5) : 1;
  for (const [fault, probability, least, most] of often) {
    const rate = random.scale(least, most) * pace;
    if (random.chance(probability) && !isWithout(fault)) rates[fault] = rate;
  }
  return rates;
}

/** Drawn from separate streams, so that seeds from before these kinds keep their meaning. */
export function rarerRatesFrom(seed: number, isWithout: (fault: FaultClass) => boolean): FaultRates {
  const rates: FaultRates = {};
  const rarer: readonly (readonly [FaultClass, number, number, number])[] = [
    ['deafness', 0.25, 10, 150],
    ['leaderChurn', 0.3, 5, 100],
    ['signOffs', 0.3, 10, 150],
    ['recoveries', 0.2, 40, 400],
    ['removals', 0.25, 40, 300],
    ['rollbacks', 0.2, 40, 300],
    ['forgeries', 0.3, 5, 100],
    ['pageEnds', 0.25, 4, 80],
    ['doubts', 0.3, 0.5, 20],
    ['lending', 0.2, 4, 60],
    ['secondWindows', 0.15, 8, 150],
    ['wrongStates', 0.15, 15, 150],
    ['persons', 0.15, 3, 40],
    ['updates', 0.12, 15, 150],
  ];
  for (const [fault, probability, least, most] of rarer) {
    const random = new Random(`plan ${seed}/${streamOf(fault)}`);
    const rate = random.scale(least, most);
    if (random.chance(probability) && !isWithout(fault)) rates[fault] = rate;
  }
  return rates;
}

/** In some of the runs with lent votes, the members reach each other for long enough to lend, to leave and to return. */
export function withTimeToLend(seed: number, rates: FaultRates): FaultRates {
  if (rates.lending === undefined || !new Random(`plan ${seed}/time to lend`).chance(0.6)) return rates;
  const { partitions, crashes, wipes, stalls, reconfigurations, leaderChurn, recoveries, ...others } = rates;
  return { ...others, lending: Math.min(rates.lending, 20) };
}
