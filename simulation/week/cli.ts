/**
 * `npm run simulate:week -- --weeks N --start S --people 2,3,12`: the share of the working time in which changes
 * settle, with the voter policy, with a fixed majority of all members, under any rule, with the best policy that knows
 * the week beforehand and keeps three voters, and with dynamic voting; `--engine N` plays N weeks with the real engine,
 * too.
 *
 * Exit code 1 at a violation; 2 for invalid arguments.
 */

import { parseArgs } from 'node:util';
import { Violation } from '../checks/violation.ts';
import { dynamicVoting } from './dynamic-voting.ts';
import { playEngineWeek } from './engine-week.ts';
import { leastWaits, measureWeeks, weekOf } from './measure.ts';
import { playWeek } from './play.ts';

const { values } = parseArgs({
  options: {
    weeks: { type: 'string', default: '100' },
    start: { type: 'string', default: '1' },
    people: { type: 'string', default: '2,3,4,5,6,7,8,9,10,11,12' },
    engine: { type: 'string', default: '0' },
  },
});

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  process.stderr.write(`a whole number is expected, not ${text}\n`);
  process.exit(2);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(7);

const start = wholeNumber(values.start);
const weeks = wholeNumber(values.weeks);
const engineWeeks = wholeNumber(values.engine);
const sizes = values.people.split(',').map(wholeNumber);
try {
  say(`working time without a settled change, over ${weeks} weeks`);
  say(
    'people  policy  fixed majority  any rule  with foresight  dynamic voting  avoidable, relative to fixed  changes of voters',
  );
  const ratios: number[] = [];
  for (const people of sizes) {
    const { policy, fixed, unavoidable, ratio, changes } = measureWeeks(people, start, weeks);
    ratios.push(ratio);
    const columns = [
      percent(policy),
      percent(fixed),
      percent(unavoidable),
      percent(leastWaits(people, start, weeks)),
      percent(measureWeeks(people, start, weeks, dynamicVoting).policy),
      ratio.toFixed(2),
      changes.toFixed(0),
    ];
    say(`${String(people).padStart(6)}  ${columns.join('   ')}`);
  }
  say(`mean of the relative part: ${(ratios.reduce((a, b) => a + b, 0) / ratios.length).toFixed(2)}`);
  for (let seed = start; seed < start + engineWeeks; seed += 1) {
    for (const people of sizes) {
      const week = weekOf(people, seed);
      const { work, policy } = playWeek(week);
      const { samples, waiting, events } = playEngineWeek(week, seed);
      say(
        `engine, ${people} people, week ${seed}: ${percent(waiting / samples)} of ${samples} samples wait (without engine ${percent(policy / work)}), ${events} events, no violation`,
      );
    }
  }
} catch (error) {
  if (!(error instanceof Violation)) throw error;
  say(`${error.rule}: ${error.message}`);
  process.exitCode = 1;
}
