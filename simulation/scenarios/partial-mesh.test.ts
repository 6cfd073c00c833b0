/**
 * Partial meshes that block leader elections of other protocols. Source: Ng, Haridi & Carbone, "Omni-Paxos" (2023),
 * sections 2 and 7.2: quorum loss, constrained election, chained; and further ones that a home network produces.
 */

import { describe, expect, it } from 'vitest';
import { electionTimeoutTicks, Mesh, type Way } from './stage/mesh.ts';

const maxTicks = 4 * electionTimeoutTicks;
const restTicks = 20 * electionTimeoutTicks;
const seeds = [1, 2, 3];

const star = (hub: number, others: readonly number[]): Way[] => others.map((other) => [hub, other]);

interface Scenario {
  readonly name: string;
  readonly count: number;
  readonly leader: number;
  readonly pairs: readonly Way[];
  /** Members that can be expected to get a command decided: they hear a majority, or a member that does. */
  readonly submitters: readonly number[];
  /** Ticks until the leadership settles, if that takes longer than a decision. */
  readonly unrestTicks?: number;
}

const scenarios: readonly Scenario[] = [
  {
    name: 'quorum loss: all reach the hub only, including the old leader',
    count: 5,
    leader: 3,
    pairs: star(1, [2, 3, 4, 5]),
    submitters: [1],
  },
  {
    name: 'constrained election: the old leader is gone, all others reach the hub only',
    count: 5,
    leader: 3,
    pairs: star(1, [2, 4, 5]),
    submitters: [1],
  },
  {
    name: 'chained: the leader and one of two followers do not reach each other',
    count: 3,
    leader: 1,
    pairs: [
      [1, 2],
      [2, 3],
    ],
    submitters: [1],
  },
  {
    name: 'a chain of five with the leader at its end',
    count: 5,
    leader: 1,
    pairs: [
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ],
    submitters: [2, 3, 4],
    // 2 and 4 hear of each other only through 3, and alternate in the lead for a while.
    unrestTicks: 12 * electionTimeoutTicks,
  },
  {
    name: 'an old leader that only the hub hears, while the others are a full mesh',
    count: 5,
    leader: 5,
    pairs: [...star(1, [2, 3, 4, 5]), ...star(2, [3, 4]), [3, 4]],
    submitters: [1, 2, 3, 4],
  },
  {
    name: '1, 2, 3 connected, with 4–2 and 5–3; 4 led',
    count: 5,
    leader: 4,
    pairs: [...star(1, [2, 3]), [2, 3], [4, 2], [5, 3]],
    submitters: [1, 2, 3],
  },
  {
    name: '1, 2, 3 connected, with 4–2 and 5–3; 1 led',
    count: 5,
    leader: 1,
    pairs: [...star(1, [2, 3]), [2, 3], [4, 2], [5, 3]],
    submitters: [1, 2, 3],
  },
];

describe.each(scenarios)('$name', ({ count, leader, pairs, submitters, unrestTicks = maxTicks }) => {
  it.each(seeds)('makes progress when links go down, and settles (seed %i)', (seed) => {
    const mesh = new Mesh(count, seed, leader);
    mesh.connectOnly(...pairs);
    mesh.decideWithin(maxTicks, submitters);
    mesh.run(unrestTicks);
    expect(mesh.newLeadersWithin(restTicks)).toBe(0);
    expect(mesh.leaders()).toHaveLength(1);
  });

  it.each(seeds)('makes progress when links fall silent, and settles (seed %i)', (seed) => {
    const mesh = new Mesh(count, seed, leader);
    mesh.deliverOnly(...pairs);
    mesh.decideWithin(maxTicks, submitters);
    mesh.run(unrestTicks);
    expect(mesh.newLeadersWithin(restTicks)).toBe(0);
    expect(mesh.leaders()).toHaveLength(1);
  });
});

describe('one-way silence', () => {
  it.each(seeds)('deposes a leader that hears all members but is heard by the hub only (seed %i)', (seed) => {
    const mesh = new Mesh(5, seed, 5);
    for (const deaf of [2, 3, 4]) mesh.silence(5, deaf);
    mesh.decideWithin(maxTicks, [1, 2, 3, 4]);
    mesh.run(maxTicks);
    expect(mesh.newLeadersWithin(restTicks)).toBe(0);
  });

  it.each(seeds)('deposes a leader that all members hear but that hears none (seed %i)', (seed) => {
    const mesh = new Mesh(3, seed, 3);
    for (const unheard of [1, 2]) mesh.silence(unheard, 3);
    mesh.decideWithin(maxTicks, [1, 2]);
    mesh.run(maxTicks);
    expect(mesh.newLeadersWithin(restTicks)).toBe(0);
  });
});
