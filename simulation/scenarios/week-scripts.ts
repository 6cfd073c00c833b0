/**
 * 22. In a working week, the voter policy leaves people waiting for less time than a fixed majority of all members
 * would: for each size of the board, over the same few weeks, at most this share of the avoidable time.
 */

import { Violation } from '../checks/violation.ts';
import { measureWeeks } from '../week/measure.ts';
import type { Script } from './script.ts';

const weeks = 12;

/** A little more than the policy needs in these weeks (`npm run simulate:week`). */
const mostOfFixed: Readonly<Record<number, number>> = { 2: 0.43, 4: 0.6, 5: 0.74, 8: 0.64 };

export const weekScripts: readonly Script[] = Object.entries(mostOfFixed).map(([people, most]) => ({
  name: `${people} people work for ${weeks} weeks, and their devices sleep, leave and return`,
  play() {
    const { ratio } = measureWeeks(Number(people), 1, weeks);
    if (ratio <= most) return;
    const what = `${people} people wait for ${ratio.toFixed(3)} of the time with a fixed majority, not ${most}`;
    throw new Violation('22 working week', what);
  },
}));
