/**
 * Plays the scripts, and runs seeds and then the kept ones, until one violates a rule: the program of a worker, bundled with
 * the engine under test.
 *
 * Receives the seeds, posts each script and each seed before it runs, and at the end a {@link Catch} or `null`.
 */

import { parentPort, workerData } from 'node:worker_threads';
import * as v from 'valibot';
import { modelRule } from '../checks/agreement/20-model.ts';
import { Violation } from '../checks/violation.ts';
import { validateRun } from '../model/traces/validate-run.ts';
import { asSeeded } from '../plan.ts';
import { run } from '../run.ts';
import { scripts } from '../scenarios/scripts.ts';
import { keptSeeds } from '../seeds.ts';

export interface Catch {
  /** Absent if a script or a kept seed caught it. */
  readonly seed?: number | undefined;
  /** The script, the kept seed, or the seed. */
  readonly where: string;
  readonly rule: string;
  readonly what: string;
  readonly events: number;
}

const orders = v.object({
  seeds: v.array(v.number()),
  withScripts: v.boolean(),
  withKeptSeeds: v.boolean(),
  onlyModel: v.boolean(),
});
type Orders = v.InferOutput<typeof orders>;

function hunt({ seeds, withScripts, withKeptSeeds }: Orders): Catch | null {
  for (const { name, play } of withScripts ? scripts : []) {
    parentPort?.postMessage(`script: ${name}`);
    const violation = violationOf(play);
    if (violation !== undefined)
      return { where: `script: ${name}`, rule: violation.rule, what: violation.message, events: 0 };
  }
  for (const seed of seeds) {
    parentPort?.postMessage(seed);
    const { violation, events } = run(seed, asSeeded);
    if (violation !== undefined) return { seed, where: `seed ${seed}`, ...violation, events };
  }
  // Tests themselves, like scripts.
  for (const { seed, narrowing } of withKeptSeeds ? keptSeeds : []) {
    parentPort?.postMessage(`kept seed ${seed}`);
    const { violation, events } = run(seed, narrowing);
    if (violation !== undefined) return { where: `kept seed ${seed}`, ...violation, events };
  }
  return null;
}

/** A history that does not occur proves nothing. */
function violationOf(play: () => void): Violation | undefined {
  try {
    play();
  } catch (error) {
    if (error instanceof Violation) return error;
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

/** Compares each trace with the model, and nothing else. */
function huntWithModel(seeds: readonly number[]): Catch | null {
  for (const seed of seeds) {
    parentPort?.postMessage(seed);
    const { records, refusal } = validateRun(seed);
    if (refusal !== undefined)
      return { seed, where: `seed ${seed}`, rule: modelRule, what: refusal, events: records };
  }
  return null;
}

const received = v.parse(orders, workerData);
parentPort?.postMessage(received.onlyModel ? huntWithModel(received.seeds) : hunt(received));
