/**
 * 22. In a working week, the voter policy leaves people waiting for less time than a fixed majority of all members
 * would: for each size of the board, over the same few weeks, at most this share of the avoidable time. With one lent
 * vote that is always on, for less than half of it.
 */

import { Violation } from '../../checks/violation.ts';
import { measureWeeks } from '../../week/measure.ts';
import type { Script } from '../script.ts';

const weeks = 12;

/** A little more than the policy needs in these weeks (`npm run simulate:week`). */
const mostOfFixed: readonly { people: number; most: number; hasWitness?: boolean }[] = [
  { people: 2, most: 0.43 },
  { people: 4, most: 0.6 },
  { people: 5, most: 0.74 },
  { people: 8, most: 0.64 },
  // With a lent vote that is always on: less than half for every size.
  { people: 2, most: 0.18, hasWitness: true },
  { people: 3, most: 0.35, hasWitness: true },
  { people: 5, most: 0.27, hasWitness: true },
  { people: 12, most: 0.3, hasWitness: true },
];

export const weekScripts: readonly Script[] = mostOfFixed.map(({ people, most, hasWitness = false }) => {
  const withVote = hasWitness ? ' beside a lent vote' : '';
  return {
    name: `${people} people work for ${weeks} weeks${withVote}, and their devices sleep, leave and return`,
    play() {
      const { ratio } = measureWeeks(people, 1, weeks, { hasWitness });
      if (ratio <= most) return;
      const what = `${people} people${withVote} wait for ${ratio.toFixed(3)} of the time with a fixed majority, not ${most}`;
      throw new Violation('22 working week', what);
    },
  };
});
