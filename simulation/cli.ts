/**
 * `npm run simulate -- --seeds N --start S`, or `--seed S --verbose` for one run with its trace.
 *
 * Exit code 1 with the shrunk seed at the first violation; 2 for invalid arguments.
 */

import { parseArgs } from 'node:util';
import { asSeeded, type Narrowing, planFrom } from './plan.ts';
import { type FaultClass, faultClasses } from './plan-rates.ts';
import { run } from './run.ts';
import { formatNarrowing, shrink } from './shrink.ts';

/** Lines of a failing run's trace to print. */
const tailLines = 60;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    start: { type: 'string', default: '1' },
    seed: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    without: { type: 'string', default: '' },
    members: { type: 'string' },
    ticks: { type: 'string' },
    commands: { type: 'string' },
    'keep-going': { type: 'boolean', default: false },
  },
});

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  process.stderr.write(`--${name} is a whole number, not ${text}\n`);
  process.exit(2);
}

function faultClassesFrom(text: string): FaultClass[] {
  const names = text.split(',').filter((name) => name !== '');
  for (const name of names) {
    if (faultClasses.some((fault) => fault === name)) continue;
    process.stderr.write(`--without takes some of ${faultClasses.join(',')}\n`);
    process.exit(2);
  }
  return faultClasses.filter((fault) => names.includes(fault));
}

const narrowing: Narrowing = {
  ...asSeeded,
  without: faultClassesFrom(values.without),
  ...(values.members === undefined ? {} : { members: wholeNumber('members', values.members) }),
  ...(values.ticks === undefined ? {} : { ticks: wholeNumber('ticks', values.ticks) }),
  ...(values.commands === undefined ? {} : { commands: wholeNumber('commands', values.commands) }),
};

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function report(seed: number): void {
  say(`seed ${seed} is being shrunk …`);
  const small = shrink(seed, narrowing);
  const { violation, events, ticks } = run(seed, small);
  const lines: string[] = [];
  run(seed, small, (line) => {
    lines.push(line);
    if (lines.length > 4 * tailLines) lines.splice(0, lines.length - tailLines);
  });
  for (const line of lines.slice(-tailLines)) say(line);
  say(`\n${violation?.rule ?? 'no violation'}: ${violation?.what ?? ''}`);
  say(
    `after ${events} events, ${ticks} ticks; again with: npm run simulate -- --seed ${seed}${formatNarrowing(small)} --verbose`,
  );
}

function runOne(seed: number): void {
  if (values.verbose) say(JSON.stringify(planFrom(seed, narrowing)));
  const outcome = run(seed, narrowing, values.verbose ? say : undefined);
  say(JSON.stringify(outcome));
  if (outcome.violation === undefined) return;
  if (!values.verbose) report(seed);
  process.exitCode = 1;
}

function runMany(start: number, count: number): void {
  const began = performance.now();
  let said = began;
  let events = 0;
  const failed = new Map<string, number[]>();
  for (let done = 0; done < count; done += 1) {
    const seed = start + done;
    const outcome = run(seed, narrowing);
    events += outcome.events;
    if (outcome.violation !== undefined) {
      process.exitCode = 1;
      const { rule, what } = outcome.violation;
      say(`seed ${seed} after ${outcome.events} events: ${rule}: ${what}`);
      failed.set(rule, [...(failed.get(rule) ?? []), seed]);
      if (!values['keep-going']) return report(seed);
    }
    const now = performance.now();
    if (now - said < 2_000 && done + 1 < count) continue;
    said = now;
    const perSecond = ((done + 1) * 1_000) / (now - began);
    say(
      `${done + 1} of ${count} seeds, ${perSecond.toFixed(1)} per second, ${Math.round((events * 1_000) / (now - began))} events per second`,
    );
  }
  for (const [rule, seeds] of failed) say(`${rule}: ${seeds.length} seeds: ${seeds.slice(0, 20).join(' ')}`);
  if (failed.size === 0) say(`${count} seeds from ${start} on: nothing wrong`);
}

if (values.seed === undefined)
  runMany(wholeNumber('start', values.start), wholeNumber('seeds', values.seeds));
else runOne(wholeNumber('seed', values.seed));
