/** Plays bursts in the three windows, and checks the windows after each. */

import type { Step } from './actions/action.ts';
import { actionOf } from './actions/all.ts';
import { check, checkConsoles } from './checks.ts';
import { Failure } from './failure.ts';
import { Model } from './model/model.ts';
import type { Name } from './model/names.ts';
import { type Burst, sentence } from './plan/script.ts';
import type { World } from './world.ts';

/** Bursts between two checks of the pages' sizes. */
const weighEvery = 5;

export interface Result {
  /** The performed steps; impossible ones are omitted. */
  readonly done: readonly Burst[];
  readonly failure: Failure | undefined;
}

/** @param mayContinue called before each burst. @param report called with a summary after each burst. */
export async function run(
  world: World,
  bursts: Iterable<Burst>,
  mayContinue: () => boolean = () => true,
  report: (text: string) => void = () => undefined,
): Promise<Result> {
  const model = new Model();
  const done: Burst[] = [];
  for (const burst of bursts) {
    if (!mayContinue()) break;
    try {
      const steps = prepare(model, burst);
      done.push(steps.map(({ step }) => step));
      if (steps.length === 0) continue;
      const begun = performance.now();
      await play(world, steps);
      const played = performance.now();
      await check(world, model, model.burst % weighEvery === weighEvery - 1);
      const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(1)} s`;
      report(
        `burst ${done.length}: ${steps.length} steps in ${seconds(begun, played)}, checked in ${seconds(played, performance.now())}`,
      );
    } catch (error) {
      if (error instanceof Failure) return { done, failure: error };
      throw error;
    } finally {
      model.burst += 1;
    }
  }
  return { done, failure: undefined };
}

interface Prepared {
  readonly step: Step;
  readonly perform: (world: World) => Promise<void>;
}

/** Applies the possible steps of a burst to the model, and returns them. */
function prepare(model: Model, burst: Burst): readonly Prepared[] {
  return burst.flatMap((step) => {
    const action = actionOf(step);
    return action.isPossible(model, step) ? [{ step, perform: action.apply(model, step) }] : [];
  });
}

/** Performs the steps: those of one person in sequence, those of different people in parallel. @throws Failure of the first. */
async function play(world: World, steps: readonly Prepared[]): Promise<void> {
  const lanes = new Map<Name, Prepared[]>();
  for (const prepared of steps) {
    const lane = lanes.get(prepared.step.person) ?? [];
    lane.push(prepared);
    lanes.set(prepared.step.person, lane);
  }
  const results = await Promise.allSettled(
    [...lanes.values()].map(async (lane) => {
      for (const { step, perform } of lane) await perform(world).catch((error: unknown) => fail(step, error));
    }),
  );
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    // An error in the console explains more than a missing button.
    if (result.reason instanceof Failure && result.reason.kind === 'stuck') checkConsoles(world);
    throw result.reason;
  }
}

function fail(step: Step, error: unknown): never {
  if (error instanceof Failure) throw error;
  const text = error instanceof Error ? error.message : String(error);
  throw new Failure(
    'stuck',
    `this step to be possible: ${sentence(step)}`,
    text.split('\n').slice(0, 3).join(' '),
  );
}
