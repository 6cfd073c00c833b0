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

/** After this time a mutant counts as one that loops forever within one event. */
const maxHuntMilliseconds = 300_000;

const caught = v.nullable(
  v.object({
    seed: v.optional(v.number()),
    where: v.string(),
    rule: v.string(),
    what: v.string(),
    events: v.number(),
  }),
);

/** Absent if the mutant survived all of `seeds`. @throws RangeError if it does not fit the engine's source. */
export async function tryMutant(mutant: Mutant, seeds: readonly number[]): Promise<Catch | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'paxboard-mutant-'));
  try {
    const bundle = await bundleMutant(mutant, folder);
    let left = seeds;
    for (let withScripts = true; ; withScripts = false) {
      const found = await huntIn(bundle, left, withScripts);
      if (found === null) return undefined;
      // A violation by the intact engine proves nothing about the mutant. Scripts are tests themselves.
      if (found.seed === undefined || run(found.seed, asSeeded).violation === undefined) return found;
      left = left.slice(left.indexOf(found.seed) + 1);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function huntIn(bundle: string, seeds: readonly number[], withScripts: boolean): Promise<Catch | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(bundle, { workerData: { seeds, withScripts } });
    const timeout = setTimeout(() => {
      worker.terminate();
      resolve({ where: 'after a long time', rule: '11 liveness', what: 'one event never ended', events: 0 });
    }, maxHuntMilliseconds);
    worker.once('message', (message: unknown) => {
      clearTimeout(timeout);
      worker.terminate();
      resolve(v.parse(caught, message));
    });
    worker.once('error', (error) => {
      clearTimeout(timeout);
      reject(error);
    });
  });
}
