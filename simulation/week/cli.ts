/**
 * `npm run simulate:week -- --weeks N --start S --people 2,3,12`: the share of the working time in which changes do not
 * settle, with the voter policy, with a fixed majority of all people, under any rule, with the best policy that knows
 * the week beforehand and keeps three voters, and with dynamic voting. The second table is about the same weeks, in
 * which an always-on computer at the office lends the board its vote. `--engine N` plays N weeks with the real engine,
 * too, without and with that vote.
 *
 * Exit code 1 at a violation; 2 for invalid arguments.
 */

import { parseArgs } from 'node:util';
import { Violation } from '../checks/violation.ts';
import { dynamicVoting } from './dynamic-voting.ts';
import { playEngineWeek } from './engine-week.ts';
import { leastWaits, measureWeeks, type Shares, weekOf } from './measure.ts';
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

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const start = wholeNumber(values.start);
const weeks = wholeNumber(values.weeks);
const engineWeeks = wholeNumber(values.engine);
const sizes = values.people.split(',').map(wholeNumber);

/** @param columns headings, and the further ones of a row. */
function table(
  title: string,
  hasWitness: boolean,
  columns: Readonly<Record<string, (people: number, shares: Shares) => string>>,
): void {
  say(`${title}: working time without a settled change, over ${weeks} weeks`);
  const headings = ['people', ...Object.keys(columns)];
  say(headings.join('  '));
  const ratios: number[] = [];
  for (const people of sizes) {
    const shares = measureWeeks(people, start, weeks, { hasWitness });
    ratios.push(shares.ratio);
    const row = [String(people), ...Object.values(columns).map((cell) => cell(people, shares))];
    say(row.map((cell, at) => cell.padStart(headings[at]?.length ?? 0)).join('  '));
  }
  say(`mean of the relative part: ${(ratios.reduce((a, b) => a + b, 0) / ratios.length).toFixed(2)}`);
}

function engineWeek(people: number, seed: number, hasWitness: boolean): void {
  const week = weekOf(people, seed);
  const { work, policy } = playWeek(week, { hasWitness });
  const { samples, waiting, events } = playEngineWeek(week, seed, hasWitness);
  const vote = hasWitness ? ' and a lent vote' : '';
  say(
    `engine, ${people} people${vote}, week ${seed}: ${percent(waiting / samples)} of ${samples} samples wait (without engine ${percent(policy / work)}), ${events} events, no violation`,
  );
}

try {
  table('laptops', false, {
    policy: (_, { policy }) => percent(policy),
    'fixed majority': (_, { fixed }) => percent(fixed),
    'any rule': (_, { unavoidable }) => percent(unavoidable),
    'with foresight': (people) => percent(leastWaits(people, start, weeks)),
    'dynamic voting': (people) =>
      percent(measureWeeks(people, start, weeks, { choose: dynamicVoting }).policy),
    'avoidable, relative to fixed': (_, { ratio }) => ratio.toFixed(2),
    'changes of voters': (_, { changes }) => changes.toFixed(0),
  });
  say('');
  table('laptops and one lent vote', true, {
    policy: (_, { policy }) => percent(policy),
    'fixed majority of the people': (_, { fixed }) => percent(fixed),
    'of all with that vote': (_, { fixedWithWitness }) => percent(fixedWithWitness),
    'any rule': (_, { unavoidable }) => percent(unavoidable),
    'with foresight': (people) => percent(leastWaits(people, start, weeks, true)),
    'avoidable, relative to fixed': (_, { ratio }) => ratio.toFixed(2),
    'changes of voters': (_, { changes }) => changes.toFixed(0),
  });
  for (let seed = start; seed < start + engineWeeks; seed += 1) {
    for (const people of sizes) {
      for (const hasWitness of [false, true]) engineWeek(people, seed, hasWitness);
    }
  }
} catch (error) {
  if (!(error instanceof Violation)) throw error;
  say(`${error.rule}: ${error.message}`);
  process.exitCode = 1;
}
