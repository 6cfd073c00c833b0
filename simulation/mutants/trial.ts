/** Whether the simulator catches a mutant within a number of seeds, and by which rule. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import { asSeeded } from '../plan.ts';
import { run } from '../run.ts';
import { bundleMutant } from './bundle.ts';
import type { Catch } from './hunt.ts';
import type { Mutant } from './mutant.ts';

/**
 * A mutant whose worker has not finished a seed or a script after this time counts as one that loops forever within one
 * event.
 */
const maxSeedMilliseconds = 240_000;

/** The seed or the script that begins, or the end of the hunt. */
const report = v.union([
  v.number(),
  v.string(),
  v.nullable(
    v.object({
      seed: v.optional(v.number()),
      where: v.string(),
      rule: v.string(),
      what: v.string(),
      events: v.number(),
    }),
  ),
]);

/**
 * Absent if the mutant survived all of `seeds`, the scripts and the kept seeds, unless these are left out. With `onlyModel`,
 * only the comparison of its traces with the model counts.
 *
 * @throws RangeError if it does not fit the engine's source.
 */
export async function tryMutant(
  mutant: Mutant,
  seeds: readonly number[],
  { onlyModel = false, withKeptSeeds = true } = {},
): Promise<Catch | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'paxboard-mutant-'));
  try {
    const bundle = await bundleMutant(mutant, folder);
    let left = seeds;
    for (let withScripts = true; ; withScripts = false) {
      const found = await huntIn(bundle, left, { withScripts, withKeptSeeds, onlyModel });
      if (found === null) return undefined;
      // A violation by the intact engine proves nothing about the mutant. Scripts are tests themselves.
      if (found.seed === undefined || run(found.seed, asSeeded).violation === undefined) return found;
      left = left.slice(left.indexOf(found.seed) + 1);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function huntIn(
  bundle: string,
  seeds: readonly number[],
  options: { readonly withScripts: boolean; readonly withKeptSeeds: boolean; readonly onlyModel: boolean },
): Promise<Catch | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(bundle, { workerData: { seeds, ...options } });
    let begun: number | string | undefined;
    const giveUp = (): void => {
      worker.terminate();
      const seed = typeof begun === 'number' ? begun : undefined;
      const where = typeof begun === 'string' ? begun : `seed ${begun}`;
      resolve({ seed, where, rule: '11 liveness', what: 'one event never ends', events: 0 });
    };
    let timeout = setTimeout(giveUp, maxSeedMilliseconds);
    worker.on('message', (message: unknown) => {
      clearTimeout(timeout);
      const reported = v.parse(report, message);
      if (typeof reported === 'number' || typeof reported === 'string') {
        begun = reported;
        timeout = setTimeout(giveUp, maxSeedMilliseconds);
        return;
      }
      worker.terminate();
      resolve(reported);
    });
    worker.once('error', (error) => {
      clearTimeout(timeout);
      reject(error);
    });
  });
}
