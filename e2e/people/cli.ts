/**
 * `npm run test:people -- --minutes N --seed S`: three random people in three real windows, until a check fails.
 *
 * A failing run is shrunk and stored in `test-results/people/`, with a picture of each window; `--script FILE` replays it.
 * `--out FOLDER` uses another built Paxboard, `--without TEXT,TEXT` omits steps with one of the texts in their sentence,
 * `--breaks` breaks the window's code on purpose (`breaks/trial.ts`): `--only TEXT,TEXT` selects some of the breaks, `--search`
 * tries seeds other than the recorded ones. Exit code 1 if a check fails, or a break stays undetected.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tryBreaks } from './breaks/trial.ts';
import type { Failure } from './failure.ts';
import { plan } from './plan/plan.ts';
import { formatScript, parseScript, type Script, sentences } from './plan/script.ts';
import { shrink } from './plan/shrink.ts';
import { run } from './run.ts';
import { World } from './world.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    bursts: { type: 'string', default: String(Number.MAX_SAFE_INTEGER) },
    script: { type: 'string' },
    out: { type: 'string' },
    without: { type: 'string', default: '' },
    'shrink-minutes': { type: 'string', default: '4' },
    breaks: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    search: { type: 'boolean', default: false },
  },
});

const results = join(import.meta.dirname, '../../test-results/people');
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const listed = (texts: string): readonly string[] => texts.split(',').filter((text) => text !== '');
const without = listed(values.without);

if (values.breaks) {
  const survivors = await tryBreaks(listed(values.only), values.search, print);
  if (survivors > 0) process.exitCode = 1;
} else {
  await runRandomly();
}

async function runRandomly(): Promise<void> {
  const seed = Number(values.seed);
  const world = new World(values.out);
  try {
    await world.start();
    await world.reset();
    const begun = performance.now();
    const end = begun + Number(values.minutes) * 60_000;
    let left = Number(values.bursts);
    const mayContinue = () => {
      left -= 1;
      return left >= 0 && performance.now() < end;
    };
    const script = values.script;
    print(script === undefined ? `Seed ${seed}` : `Script ${script}`);
    const bursts = script === undefined ? plan(seed, without) : parseScript(readFileSync(script, 'utf8'));
    const { done, failure } = await run(world, bursts, mayContinue, print);
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    const steps = done.flat().length;
    if (failure === undefined) {
      print(`${steps} steps in ${done.length} bursts and ${seconds} s, no failure`);
      return;
    }
    print(`\nFailed after ${steps} steps in ${done.length} bursts and ${seconds} s (seed ${seed}):`);
    await report(world, done, failure, seed);
    process.exitCode = 1;
  } finally {
    await world.end();
  }
}

async function report(world: World, done: Script, failure: Failure, seed: number): Promise<void> {
  const long = done.filter((burst) => burst.length > 0);
  print(`${sentences(long)}\n\n${describe(failure)}`);
  keep(`seed-${seed}`, long, failure, seed);
  for (const { instance } of world.windows()) {
    const path = join(results, `seed-${seed}-${instance.name}.png`);
    // A window that hangs has no picture.
    await instance.page.screenshot({ path, timeout: 5000 }).then(
      () => print(`  window:   ${path}`),
      () => print(`  window:   no picture of ${instance.name}`),
    );
  }
  const minutes = Number(values['shrink-minutes']);
  if (minutes <= 0) return;
  const end = performance.now() + minutes * 60_000;
  print(`\nLooking for a shorter script, for ${minutes} minutes at most …`);
  const play = async (script: Script) => {
    await world.reset();
    return run(world, script);
  };
  const short = await shrink(long, failure, play, () => performance.now() < end);
  const steps = short.script.flat().length;
  print(
    `\nShrunk to ${steps} steps by ${short.trials} trials:\n${sentences(short.script)}\n\n${describe(short.failure)}`,
  );
  keep(`seed-${seed}-short`, short.script, short.failure, seed);
}

function describe({ kind, expected, found }: Failure): string {
  return `${kind}\n  expected: ${expected}\n  found:    ${found}`;
}

function keep(name: string, script: Script, { kind, expected, found }: Failure, seed: number): void {
  mkdirSync(results, { recursive: true });
  const path = join(results, `${name}.json`);
  writeFileSync(path, formatScript(script, { seed, kind, expected, found }));
  print(`  replay:   npm run test:people -- --script ${path}`);
}
