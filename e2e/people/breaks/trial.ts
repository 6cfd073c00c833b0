/**
 * `npm run test:people -- --breaks [--only TEXT,TEXT]`: breaks the window in every way that we know, and says how the three
 * people noticed it. Each break is tried with the seed that noticed it last; `--search` takes the likeliest seeds instead, for
 * when other plans have made those seeds useless.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan } from '../plan/plan.ts';
import { sentence } from '../plan/script.ts';
import { type Result, run } from '../run.ts';
import { World } from '../world.ts';
import type { Break } from './break.ts';
import { buildBroken } from './build.ts';
import { breaks } from './catalog.ts';

/** Seeds to choose from. Their plans are made without a browser, in some milliseconds each. */
const candidates = Array.from({ length: 150 }, (_, at) => at + 1);

/** For each break, those whose plans have most steps that can reveal it. */
const seedsForEach = 3;

/** Of one seed, at most. */
const maxBursts = 12;

/** How fast a machine is decides how steps interleave: beyond the burst that revealed it last time. */
const moreBursts = 3;

type Trial = Result & { readonly seconds: number };
type Choice = { readonly seed: number; readonly bursts: number };

/**
 * All breaks, or some. The window without one plays the same bursts first: nothing may be noticed there, else the seed proves
 * nothing about a break.
 *
 * @param only parts of their names; all if there is none. @param search whether to look for other seeds.
 * @returns the number of unexpected results.
 */
export async function tryBreaks(
  only: readonly string[],
  search: boolean,
  say: (text: string) => void,
): Promise<number> {
  const chosen = breaks.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
  /** Bursts that each seed has passed without a break. */
  const quiet = new Map<number, number>();
  let unexpected = 0;
  for (const one of chosen) {
    const choices = search ? likeliest(one) : [{ ...one.noticed, bursts: one.noticed.bursts + moreBursts }];
    const isNoticed = await tryBreak(one, choices, quiet, say);
    if (!isNoticed) unexpected += 1;
  }
  say(
    unexpected === 0
      ? `All ${chosen.length} breaks noticed`
      : `${unexpected} of ${chosen.length} breaks not noticed`,
  );
  return unexpected;
}

/** @returns whether one of the seeds noticed it that are quiet without it. */
async function tryBreak(
  one: Break,
  choices: readonly Choice[],
  quiet: Map<number, number>,
  say: (text: string) => void,
): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'paxboard-break-'));
  try {
    await buildBroken(one, folder);
    for (const choice of choices) {
      const { done, failure, seconds } = await play(choice, folder);
      if (failure === undefined) continue;
      // Only what was played may be compared.
      const played = { seed: choice.seed, bursts: done.length };
      const whole = (quiet.get(played.seed) ?? 0) >= played.bursts ? undefined : (await play(played)).failure;
      if (whole !== undefined) {
        say(`${one.name}\n    seed ${played.seed} finds something without it, too: ${whole.message}`);
        continue;
      }
      quiet.set(played.seed, Math.max(played.bursts, quiet.get(played.seed) ?? 0));
      const record = `{ seed: ${played.seed}, bursts: ${played.bursts}, seconds: ${seconds}, as: '${failure.kind}' }`;
      say(
        `${one.name}\n    noticed: ${record}\n    ${failure.expected.slice(0, 110)}; found ${failure.found.slice(0, 110)}`,
      );
      return true;
    }
    say(`${one.name}\n    NOT NOTICED by seeds ${choices.map(({ seed }) => seed).join(', ')}`);
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the seeds that are likeliest to run into `one`, the best first. */
function likeliest({ shownBy }: Break): readonly Choice[] {
  return candidates
    .map((seed) => ({ seed, bursts: maxBursts, steps: countSteps({ seed, bursts: maxBursts }, shownBy) }))
    .sort((a, b) => b.steps - a.steps)
    .slice(0, seedsForEach);
}

/** Steps in a plan that can reveal something. */
export function countSteps({ seed, bursts }: Choice, shownBy: RegExp): number {
  let steps = 0;
  let left = bursts;
  for (const burst of plan(seed)) {
    if (left === 0) break;
    left -= 1;
    steps += burst.filter((step) => shownBy.test(sentence(step))).length;
  }
  return steps;
}

/** @param root the folder of a built Paxboard; this one's unless it is given. */
async function play({ seed, bursts }: Choice, root?: string): Promise<Trial> {
  const world = new World(root);
  try {
    await world.start();
    await world.reset();
    let left = bursts;
    const goesOn = () => {
      left -= 1;
      return left >= 0;
    };
    const begun = performance.now();
    const result = await run(world, plan(seed), goesOn);
    return { ...result, seconds: Math.round((performance.now() - begun) / 1000) };
  } finally {
    await world.end();
  }
}
