/** Makes a script that fails shorter, as long as it fails in the same kind. */

import type { Failure } from './failure.ts';
import type { Result } from './run.ts';
import type { Script } from './script.ts';

/** Fails with this. */
export interface Shrunk {
  readonly script: Script;
  readonly failure: Failure;
  readonly trials: number;
}

/** @param play runs a script from the beginning. @param mayGoOn asked before each trial: each takes seconds. */
export async function shrink(
  script: Script,
  failure: Failure,
  play: (script: Script) => Promise<Result>,
  mayGoOn: () => boolean,
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
    for (const candidate of smaller(best.script)) {
      if (!mayGoOn()) return best;
      if (!(await attempt(candidate))) continue;
      isSmaller = true;
      break;
    }
  }
  return best;
}

/** What to try, the most promising first: whole bursts, then one person's steps, then single steps. */
function* smaller(script: Script): Generator<Script> {
  const last = script.length - 1;
  for (let length = Math.floor(last / 2); length >= 1; length = Math.floor(length / 2)) {
    for (let at = last - length; at > -length; at -= length) {
      const from = Math.max(0, at);
      yield [...script.slice(0, from), ...script.slice(at + length)];
    }
  }
  for (const who of new Set(script.flat().map((step) => step.who))) {
    const fewer = script.map((burst) => burst.filter((step) => step.who !== who));
    if (fewer.flat().length > 0) yield fewer.filter((burst) => burst.length > 0);
  }
  for (let burst = last; burst >= 0; burst -= 1) {
    for (let step = (script[burst]?.length ?? 0) - 1; step >= 0; step -= 1) {
      const rest = (script[burst] ?? []).filter((_, at) => at !== step);
      const fewer = script.map((one, at) => (at === burst ? rest : one)).filter((one) => one.length > 0);
      if (fewer.length > 0) yield fewer;
    }
  }
}
