/**
 * Seeds in which the engine once broke a rule, or would with one line changed, or in which the simulator once blamed it
 * wrongly, and why: each is run in every test.
 * A change of what a seed means makes them ordinary seeds: look for new ones with `npm run simulate:mutants` then.
 */

import { asSeeded, type Narrowing } from './plan.ts';

export interface KeptSeed {
  readonly seed: number;
  readonly narrowing: Narrowing;
  /** What was wrong then. */
  readonly why: string;
}

export const keptSeeds: readonly KeptSeed[] = [
  {
    seed: 93,
    narrowing: asSeeded,
    why: 'voters that had not heard that they vote were asked by nobody, and asked nobody',
  },
  {
    seed: 8,
    narrowing: asSeeded,
    why: 'what a snapshot left of the log counted as undecided after a restart: no room for proposals, ever',
  },
  {
    seed: 654,
    narrowing: asSeeded,
    why: 'a voter whose storage had stalled counted among the followers that a leader needs',
  },
  {
    seed: 592,
    narrowing: asSeeded,
    why: 'a replica that had gone on alone kept count of higher ballots of the old generation: in those slots nothing was ever decided',
  },
  {
    seed: 782,
    narrowing: asSeeded,
    why: 'the policy counted on a member whose link had gone down in the same tick',
  },
  {
    seed: 401413,
    narrowing: asSeeded,
    why: 'a recovery became durable when the faults were over: who could not hear of it was expected to stop',
  },
  {
    seed: 9,
    narrowing: asSeeded,
    why: 'a newcomer that had not learned of its generation’s voters yet said that it shares nothing with the one before',
  },
  {
    seed: 152,
    narrowing: asSeeded,
    why: 'two generations that had parted from the same one took a slot that each had decided alone for a shared one',
  },
  {
    seed: 80,
    narrowing: asSeeded,
    why: 'a sign-off that arrived after the word that its device stays counted for good',
  },
  {
    seed: 559,
    narrowing: asSeeded,
    why: 'after a recovery whose write took long, the policy counted on members that had said nothing since',
  },
];
