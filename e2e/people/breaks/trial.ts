/**
 * `npm run test:people -- --breaks [--only TEXT,TEXT]`: breaks the window in every way that we know, and says how the three
 * people noticed it.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan } from '../plan.ts';
import { run } from '../run.ts';
import { sentence } from '../script.ts';
import { World } from '../world.ts';
import type { Break } from './break.ts';
import { buildBroken } from './build.ts';
import { breaks } from './catalog.ts';

/** Seeds to choose from. Their plans are made without a browser, in a few milliseconds each. */
const candidates = Array.from({ length: 150 }, (_, at) => at + 1);

/** For each break, those whose plans have most steps that can reveal it. */
const seedsForEach = 2;

/** Of one seed, at most. */
const bursts = 12;

const whole: Break = { name: 'none: the window as it is', shownBy: /^$/, edits: [] };

/**
 * All breaks, or some. The window without one plays each seed, too, when it is first needed: nothing may be noticed there, and
 * only the seeds that it passes prove anything about a break.
 *
 * @param only parts of their names; all if there is none. @param without see `plan`. @returns the number of unexpected results.
 */
export async function tryBreaks(
  only: readonly string[],
  without: readonly string[],
  say: (text: string) => void,
): Promise<number> {
  const chosen = breaks.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
  const isQuiet = new Map<number, boolean>();
  let unexpected = 0;
  for (const one of chosen) {
    const seeds = seedsFor(one, without);
    for (const seed of seeds) {
      if (isQuiet.has(seed)) continue;
      const noticed = await tryBreak(whole, [seed], without);
      isQuiet.set(seed, noticed === undefined);
      if (noticed === undefined) continue;
      unexpected += 1;
      say(line(whole, noticed));
    }
    const quiet = seeds.filter((seed) => isQuiet.get(seed));
    const noticed = await tryBreak(one, quiet, without);
    if (noticed === undefined) unexpected += 1;
    say(line(one, noticed ?? `NOT NOTICED by seeds ${quiet.join(', ')}`));
  }
  say(unexpected === 0 ? `All ${chosen.length} breaks noticed` : `${unexpected} unexpected results`);
  return unexpected;
}

/** @returns the seeds that are likeliest to run into `one`, the best first. */
export function seedsFor({ shownBy }: Break, without: readonly string[] = []): readonly number[] {
  return candidates
    .map((seed) => ({ seed, steps: countSteps(seed, without, shownBy) }))
    .sort((a, b) => b.steps - a.steps)
    .slice(0, seedsForEach)
    .map(({ seed }) => seed);
}

function countSteps(seed: number, without: readonly string[], shownBy: RegExp): number {
  let steps = 0;
  let left = bursts;
  for (const burst of plan(seed, without)) {
    if (left === 0) break;
    left -= 1;
    steps += burst.filter((step) => shownBy.test(sentence(step))).length;
  }
  return steps;
}

function line({ name }: Break, result: string): string {
  return `${name.padEnd(92)} ${result}`;
}

async function tryBreak(
  one: Break,
  seeds: readonly number[],
  without: readonly string[],
): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'paxboard-break-'));
  try {
    await buildBroken(one, folder);
    return await wander(folder, seeds, without);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function wander(
  root: string,
  seeds: readonly number[],
  without: readonly string[],
): Promise<string | undefined> {
  const world = new World(root);
  const begun = performance.now();
  try {
    await world.start();
    for (const seed of seeds) {
      await world.reset();
      let left = bursts;
      const goesOn = () => {
        left -= 1;
        return left >= 0;
      };
      const { done, failure } = await run(world, plan(seed, without), goesOn);
      if (failure === undefined) continue;
      const seconds = ((performance.now() - begun) / 1000).toFixed(0);
      const where = `seed ${seed}, burst ${done.length}, ${seconds} s`;
      return `${failure.kind.padEnd(15)} ${where.padEnd(28)} ${failure.expected.slice(0, 100)}`;
    }
    return undefined;
  } finally {
    await world.end();
  }
}
