/** Visits every state of a small world of the model, breadth first, so that the first violation has the fewest actions. */

import { NumberSet } from '../../exhaustive/number-set.ts';
import type { Rules } from '../spec/rules.ts';
import { copyFor, textOf } from './copies.ts';
import { actionsIn, type Bounds, beginning, type Situation } from './world.ts';

export interface Result {
  readonly states: number;
  /** Actions of the longest shortest path. */
  readonly depth: number;
  /** The actions that lead to a violation, and the violation; absent if there is none. */
  readonly violation?: readonly string[];
}

/** A path as a chain from its end. */
interface Path {
  readonly action: string;
  readonly before: Path | undefined;
}

interface Visit {
  readonly situation: Situation;
  readonly path: Path | undefined;
}

const violationMark = 'VIOLATION';

/** @throws RangeError if there are more than `maxStates` states. */
export function search(bounds: Bounds, rules: Rules, maxStates: number): Result {
  const first = after(bounds, rules);
  const seen = new NumberSet(fingerprint(textOf(first)));
  let frontier: Visit[] = [{ situation: first, path: undefined }];
  let depth = 0;
  while (frontier.length > 0) {
    const next: Visit[] = [];
    for (const { situation, path } of frontier) {
      for (const action of actionsIn(situation, bounds, rules)) {
        const changed = copyFor(action.id, situation);
        const refusal = action.perform(changed);
        const before = { action: action.name, before: path };
        if (refusal?.startsWith(violationMark) === true)
          return { states: seen.size, depth: depth + 1, violation: [...steps(before), refusal] };
        if (refusal !== undefined || !seen.add(fingerprint(textOf(changed)))) continue;
        if (seen.size > maxStates) throw new RangeError(`there are more than ${maxStates} states`);
        next.push({ situation: changed, path: before });
      }
    }
    if (next.length > 0) depth += 1;
    frontier = next;
  }
  return { states: seen.size, depth };
}

/** The situation after the history of `bounds`. @throws RangeError if that is not possible. */
function after(bounds: Bounds, rules: Rules): Situation {
  let situation = beginning(bounds);
  for (const name of bounds.history ?? []) {
    const action = actionsIn(situation, bounds, rules).find((each) => each.name === name);
    const changed = copyFor(action?.id ?? '', situation);
    const refusal = action === undefined ? 'there is no such action' : action.perform(changed);
    if (refusal !== undefined) throw new RangeError(`${name}: ${refusal}`);
    situation = changed;
  }
  return situation;
}

function steps(path: Path | undefined): readonly string[] {
  const names: string[] = [];
  for (let at = path; at !== undefined; at = at.before) names.push(at.action);
  return names.reverse();
}

/**
 * 53 bits of the text: with a million states, two of them have the same one with a probability of 1 in 18,000, as with the
 * fingerprints of TLC. Source: cyrb53 (bryc, public domain).
 */
function fingerprint(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
