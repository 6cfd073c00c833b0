/** Hints that a linked member is gone, right or wrong: a server reports them, and it may be mistaken. */

import type { Random } from '../random.ts';
import type { World } from '../world/world.ts';

/** The probability of a wrong hint after an event. */
const hintProbability = 0.05;

/** @returns `beat`, after which hints may arrive that a linked member is gone. */
export function withWrongHints(world: World, random: Random, beat: () => void): () => void {
  return () => {
    beat();
    if (random.chance(hintProbability)) doubtAny(world, random);
  };
}

/** A member receives a hint that a linked one is gone. */
export function doubtAny(world: World, random: Random): void {
  const member = random.pick(world.running);
  const peer = random.pick([...(member?.links.keys() ?? [])]);
  if (member === undefined || peer === undefined || member.pausedUntil > world.agenda.now) return;
  world.runOn(member, (device) => device.doubt(peer));
}
