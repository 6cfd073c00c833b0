/** A run as a list of steps that can be stored, replayed, and read by a person. */

import * as v from 'valibot';
import type { Step } from '../actions/action.ts';
import { actionOf } from '../actions/all.ts';
import { people } from '../model/names.ts';

/** In a burst, different people act at the same time; the checks follow it. */
export type Burst = readonly Step[];
export type Script = readonly Burst[];

const step = v.object({ who: v.picklist(people), does: v.string(), with: v.unknown() });
const file = v.object({ bursts: v.array(v.array(step)) });

/** @throws ValiError or SyntaxError if `text` is not a script. */
export function parseScript(text: string): Script {
  return v.parse(file, JSON.parse(text)).bursts;
}

export function formatScript(bursts: Script, about: object): string {
  return `${JSON.stringify({ ...about, bursts }, null, 1)}\n`;
}

export function sentence(of: Step): string {
  return `${of.who} ${actionOf(of).describe(of)}.`;
}

/** Numbered sentences, with a separator between bursts. */
export function sentences(script: Script): string {
  let number = 0;
  return script
    .filter((burst) => burst.length > 0)
    .map((burst) =>
      burst
        .map((one) => {
          number += 1;
          return `${String(number).padStart(3)}. ${sentence(one)}`;
        })
        .join('\n'),
    )
    .join('\n     – all of the above at the same time; then everything settles –\n');
}

/** The first `count` of `bursts`. */
export function* firstBursts(bursts: Iterable<Burst>, count: number): Generator<Burst> {
  let left = count;
  for (const burst of bursts) {
    if (left === 0) return;
    left -= 1;
    yield burst;
  }
}
