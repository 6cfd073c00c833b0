/** Shortens a failing script, as long as it fails with the same kind of failure. */

import type { Step } from '../actions/action.ts';
import type { Failure } from '../failure.ts';
import type { Result } from '../run.ts';
import type { Script } from './script.ts';

/** A script that fails with `failure`. */
export interface Shrunk {
  readonly script: Script;
  readonly failure: Failure;
  readonly trials: number;
}

/** @param play runs a script from the beginning. @param mayContinue called before each trial, which takes seconds. */
export async function shrink(
  script: Script,
  failure: Failure,
  play: (script: Script) => Promise<Result>,
  mayContinue: () => boolean,
): Promise<Shrunk> {
  let best: Shrunk = { script, failure, trials: 0 };
  const attempt = async (candidate: Script): Promise<boolean> => {
    const result = await play(candidate);
    const found = result.failure?.kind === failure.kind;
    const trials = best.trials + 1;
    best =
      found && result.failure !== undefined
        ? { script: result.done.filter((burst) => burst.length > 0), failure: result.failure, trials }
        : { ...best, trials };
    return found;
  };
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const part of parts(best.script)) {
      // This part may depend on a step that the previous part removed.
      const left = part.filter((step) => best.script.some((burst) => burst.includes(step)));
      const candidate = without(best.script, left);
      if (left.length === 0 || candidate.length === 0) continue;
      if (!mayContinue()) return best;
      if (await attempt(candidate)) isSmaller = true;
    }
  }
  return best;
}

function without(script: Script, steps: readonly Step[]): Script {
  return script
    .map((burst) => burst.filter((step) => !steps.includes(step)))
    .filter((burst) => burst.length > 0);
}

/** The parts to omit, the most promising first: many bursts, then one person, then single steps; the latest last. */
function* parts(script: Script): Generator<readonly Step[]> {
  const last = script.length - 1;
  for (let length = Math.ceil(last / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let at = 0; at < last; at += length) yield script.slice(at, Math.min(at + length, last)).flat();
  }
  for (const person of new Set(script.flat().map((step) => step.person))) {
    yield script.flat().filter((step) => step.person === person);
  }
  for (const step of script.flat()) yield [step];
}
