/**
 * `npm run test:people -- --breaks [--only TEXT]`: breaks the window in every way that we know, and says how the three
 * people noticed it.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan } from '../plan.ts';
import { run } from '../run.ts';
import { World } from '../world.ts';
import type { Break } from './break.ts';
import { buildBroken } from './build.ts';
import { breaks } from './catalog.ts';

/** Those that have most kinds of steps. The same for each break; one after the other in the same browsers, until something is noticed. */
const seeds = [39, 91, 50];

/** Of one seed, at most. */
const bursts = 12;

const whole: Break = { name: 'none: the window as it is', edits: [] };

/**
 * All breaks, after a look at the window without one, in which nothing may be noticed; or some.
 *
 * @param only part of their names. @param without see `plan`. @returns how many went otherwise than they must.
 */
export async function tryBreaks(
  only: string,
  without: readonly string[],
  say: (text: string) => void,
): Promise<number> {
  const chosen = breaks.filter(({ name }) => name.includes(only));
  let survivors = 0;
  if (only === '') {
    const noticed = await tryBreak(whole, without);
    say(`${whole.name.padEnd(82)} ${noticed ?? 'nothing, as it must be'}`);
    if (noticed !== undefined) survivors += 1;
  }
  for (const one of chosen) {
    const noticed = await tryBreak(one, without);
    if (noticed === undefined) survivors += 1;
    say(`${one.name.padEnd(82)} ${noticed ?? `NOT NOTICED by ${seeds.length} seeds`}`);
  }
  say(survivors === 0 ? `All of ${chosen.length} breaks noticed` : `${survivors} went otherwise`);
  return survivors;
}

async function tryBreak(one: Break, without: readonly string[]): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'paxboard-break-'));
  try {
    await buildBroken(one, folder);
    return await wander(folder, without);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function wander(root: string, without: readonly string[]): Promise<string | undefined> {
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
