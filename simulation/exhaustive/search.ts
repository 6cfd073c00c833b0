/** Breadth-first search through every reachable state, visiting each once. */

import { NumberSet } from './number-set.ts';
import { type Bounds, type Breaks, SmallWorld } from './world.ts';

export interface SearchResult {
  readonly states: number;
  readonly transitions: number;
  /** Events from the initial state to the farthest state. */
  readonly depth: number;
  /** States in which every slot is decided. */
  readonly fullyDecided: number;
  /** The shortest path to a state that decides one slot in two ways, one event per line; absent if there is none. */
  readonly disagreement?: readonly string[];
}

export type Progress = (states: number, depth: number) => void;

/** @throws RangeError beyond `maxStates`. */
export function search(
  bounds: Bounds,
  maxStates: number,
  options: Breaks & { readonly progress?: Progress } = {},
): SearchResult {
  const world = new SmallWorld(bounds, options);
  const seen = new NumberSet(world.first);
  const layers: number[][] = [[world.first]];
  let [transitions, fullyDecided] = [0, 0];
  for (let layer = layers[0] ?? []; layer.length > 0; ) {
    const next: number[] = [];
    for (const state of layer) {
      const decided = world.decisions(state);
      if (decided.every((ways) => ways > 0)) fullyDecided += 1;
      if (decided.some((ways) => ways > 1)) {
        const depth = layers.length - 1;
        const disagreement = wayTo(world, layers, state);
        return { states: seen.size, transitions, depth, fullyDecided, disagreement };
      }
      for (const successor of world.successors(state)) {
        transitions += 1;
        if (!seen.add(successor)) continue;
        if (seen.size > maxStates) throw new RangeError(`more than ${maxStates} states`);
        next.push(successor);
      }
    }
    options.progress?.(seen.size, layers.length);
    if (next.length > 0) layers.push(next);
    layer = next;
  }
  return { states: seen.size, transitions, depth: layers.length - 1, fullyDecided };
}

/** Walks back through the layers: each state has a predecessor in the layer before. */
function wayTo(world: SmallWorld, layers: readonly (readonly number[])[], last: number): readonly string[] {
  const way: string[] = [];
  let target = last;
  for (const layer of layers.slice(0, -1).toReversed()) {
    const found = stepInto(world, layer, target);
    if (found === undefined) throw new RangeError('a state without a predecessor');
    way.unshift(found.what);
    target = found.from;
  }
  return way;
}

function stepInto(
  world: SmallWorld,
  layer: readonly number[],
  target: number,
): { readonly from: number; readonly what: string } | undefined {
  for (const from of layer) {
    const what = world.eventBetween(from, target);
    if (what !== undefined) return { from, what };
  }
  return undefined;
}
