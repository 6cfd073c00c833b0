/**
 * Runs seeds until one breaks a rule; a worker's whole program, bundled together with the engine that it hunts in.
 *
 * It is told where to start and how many seeds to try, and posts a {@link Catch} or `null`.
 */

import { parentPort, workerData } from 'node:worker_threads';
import * as v from 'valibot';
import { asSeeded } from '../plan.ts';
import { run } from '../run.ts';

export interface Catch {
  readonly seed: number;
  readonly rule: string;
  readonly what: string;
  readonly events: number;
}

const orders = v.object({ seeds: v.array(v.number()) });

function hunt(seeds: readonly number[]): Catch | null {
  for (const seed of seeds) {
    const { violation, events } = run(seed, asSeeded);
    if (violation !== undefined) return { seed, ...violation, events };
  }
  return null;
}

parentPort?.postMessage(hunt(v.parse(orders, workerData).seeds));
