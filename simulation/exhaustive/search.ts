/** Breadth first through every state that a world can come into, each once. */

import { createHash } from 'node:crypto';
import {
  type Bounds,
  decisions,
  initialWorld,
  type MakeAcceptor,
  successors,
  type World,
  worldText,
} from './world.ts';

export interface SearchResult {
  readonly states: number;
  readonly transitions: number;
  /** Events from the beginning to the farthest state. */
  readonly depth: number;
  /** States in which every slot is decided. */
  readonly fullyDecided: number;
  /** The first state found in which a slot is decided in two ways. */
  readonly disagreement?: World;
}

/** @throws Error beyond `maxStates`: then the world is not small. */
export function search(bounds: Bounds, maxStates: number, makeAcceptor?: MakeAcceptor): SearchResult {
  const first = initialWorld(bounds);
  const seen = new Set([keyOf(first)]);
  let frontier: World[] = [first];
  let [transitions, depth, fullyDecided] = [0, 0, 0];
  while (frontier.length > 0) {
    const next: World[] = [];
    for (const world of frontier) {
      const decided = decisions(world);
      if (decided.length === bounds.slots) fullyDecided += 1;
      if (decided.some(([, entries]) => entries.size > 1)) {
        return { states: seen.size, transitions, depth, fullyDecided, disagreement: world };
      }
      for (const successor of successors(world, makeAcceptor)) {
        transitions += 1;
        const key = keyOf(successor);
        if (seen.has(key)) continue;
        if (seen.size >= maxStates) throw new Error(`more than ${maxStates} states`);
        seen.add(key);
        next.push(successor);
      }
    }
    frontier = next;
    if (frontier.length > 0) depth += 1;
  }
  return { states: seen.size, transitions, depth, fullyDecided };
}

/** 128 bits of SHA-256: two of a billion states share a key with a probability of one in 10^20. */
function keyOf(world: World): string {
  return createHash('sha256').update(worldText(world)).digest('base64').slice(0, 22);
}
