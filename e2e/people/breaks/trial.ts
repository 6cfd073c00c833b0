/**
 * `npm run test:people -- --breaks [--only TEXT,TEXT]`: applies each break of the catalog to the window, and reports how the
 * three people detected it. Each break is tried with the seed that last detected it; `--search` tries the most promising
 * seeds instead, after a change of the actions has changed all plans.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newestActions } from '../actions/all.ts';
import { plan } from '../plan/plan.ts';
import { type Burst, firstBursts, sentence } from '../plan/script.ts';
import { type Result, run } from '../run.ts';
import { World } from '../world.ts';
import type { Break } from './break.ts';
import { buildBroken } from './build.ts';
import { breaks } from './catalog.ts';

/** Seeds to choose from. A plan needs no browser and takes some milliseconds. */
const candidates = Array.from({ length: 150 }, (_, at) => at + 1);

/** Seeds per break: those with the most steps that can reveal it. */
const seedsForEach = 3;

/** Bursts of one seed, at most. */
const maxBursts = 12;

/** Bursts beyond the recorded detection: the speed of a machine determines how steps interleave. */
const moreBursts = 3;

type Trial = Result & { readonly seconds: number };
type Choice = Pick<Break, 'isNewest'> & { readonly seed: number; readonly bursts: number };

/**
 * Tries all breaks, or some. The window without a break plays the same bursts: if that fails too, the seed proves nothing
 * about the break.
 *
 * @param only parts of names; all breaks if it is empty. @param search whether to look for other seeds.
 * @returns the number of unexpected results.
 */
export async function tryBreaks(
  only: readonly string[],
  search: boolean,
  print: (text: string) => void,
): Promise<number> {
  const chosen = breaks.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
  /** Bursts that each plan has passed without a break. */
  const quiet = new Map<string, number>();
  let unexpected = 0;
  for (const one of chosen) {
    const choices = search
      ? likeliest(one)
      : [{ ...choiceOf(one), bursts: one.detected.bursts + moreBursts }];
    const isDetected = await tryBreak(one, choices, quiet, print);
    if (!isDetected) unexpected += 1;
  }
  print(
    unexpected === 0
      ? `All ${chosen.length} breaks detected`
      : `${unexpected} of ${chosen.length} breaks not detected`,
  );
  return unexpected;
}

/** @returns whether a seed detected the break that passes without it. */
async function tryBreak(
  one: Break,
  choices: readonly Choice[],
  quiet: Map<string, number>,
  print: (text: string) => void,
): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'paxboard-break-'));
  try {
    await buildBroken(one, folder);
    for (const choice of choices) {
      const { done, failure, seconds } = await play(choice, folder);
      if (failure === undefined) continue;
      // The comparison must play the same bursts.
      const played = { ...choice, bursts: done.length };
      const name = `${played.seed} ${played.isNewest}`;
      const whole = (quiet.get(name) ?? 0) >= played.bursts ? undefined : (await play(played)).failure;
      if (whole !== undefined) {
        print(`${one.name}\n    seed ${played.seed} fails without the break as well: ${whole.message}`);
        continue;
      }
      quiet.set(name, Math.max(played.bursts, quiet.get(name) ?? 0));
      const record = `{ seed: ${played.seed}, bursts: ${played.bursts}, seconds: ${seconds}, as: '${failure.kind}' }`;
      print(
        `${one.name}\n    detected: ${record}\n    ${failure.expected.slice(0, 110)}; found ${failure.found.slice(0, 110)}`,
      );
      return true;
    }
    print(`${one.name}\n    NOT DETECTED by seeds ${choices.map(({ seed }) => seed).join(', ')}`);
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the seeds that are most likely to detect `one`, the best first. */
function likeliest({ isNewest = false, revealedBy: shownBy }: Break): readonly Choice[] {
  return candidates
    .map((seed) => ({ seed, bursts: maxBursts, isNewest }))
    .map((choice) => ({ ...choice, steps: countSteps(choice, shownBy) }))
    .sort((a, b) => b.steps - a.steps)
    .slice(0, seedsForEach);
}

/** The recorded run of a break. */
export function choiceOf({ isNewest = false, detected: { seed, bursts } }: Break): Choice {
  return { seed, bursts, isNewest };
}

function burstsOf({ seed, bursts, isNewest = false }: Choice): Generator<Burst> {
  const without = isNewest ? [] : newestActions.map(({ name }) => `${name}: `);
  return firstBursts(plan(seed, without), bursts);
}

/** The number of steps in a plan that can reveal a break. */
export function countSteps(choice: Choice, shownBy: RegExp): number {
  let steps = 0;
  for (const burst of burstsOf(choice)) {
    steps += burst.filter((step) => shownBy.test(sentence(step))).length;
  }
  return steps;
}

/** @param root the folder of a built Paxboard; this repository by default. */
async function play(choice: Choice, root?: string): Promise<Trial> {
  const world = new World(root);
  try {
    await world.start();
    await world.reset();
    const begun = performance.now();
    const result = await run(world, burstsOf(choice));
    return { ...result, seconds: Math.round((performance.now() - begun) / 1000) };
  } finally {
    await world.end();
  }
}
