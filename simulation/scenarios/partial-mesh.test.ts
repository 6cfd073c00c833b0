/**
 * Partial meshes in which leader elections of other protocols get stuck. Source: Ng, Haridi & Carbone, "Omni-Paxos"
 * (2023), sections 2 and 7.2: quorum loss, constrained election, chained; and some that a home network makes.
 */

import { describe, expect, it } from 'vitest';
import { electionTimeoutTicks, Mesh, type Way } from './mesh.ts';

const maxTicks = 4 * electionTimeoutTicks;
const restTicks = 20 * electionTimeoutTicks;
const seeds = [1, 2, 3];

const star = (hub: number, others: readonly number[]): Way[] => others.map((other) => [hub, other]);

interface Scenario {
  readonly name: string;
  readonly count: number;
  readonly leader: number;
  readonly pairs: readonly Way[];
  /** Those who can be expected to get something decided: they hear a majority, or the one who does. */
  readonly submitters: readonly number[];
  /** Ticks until the leadership is at rest, where that takes longer than a decision. */
  readonly unrestTicks?: number;
}

const scenarios: readonly Scenario[] = [
  {
    name: 'quorum loss: all reach the hub only, the old leader among them',
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
    // 2 and 4 do not hear of each other but through 3, and take the lead from one another for a while.
    unrestTicks: 12 * electionTimeoutTicks,
  },
  {
    name: 'an old leader that is heard by the hub only, while the others are a full mesh',
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
  it.each(seeds)('goes on where links go down, and comes to rest (seed %i)', (seed) => {
    const mesh = new Mesh(count, seed, leader);
    mesh.connectOnly(...pairs);
    mesh.decideWithin(maxTicks, submitters);
    mesh.run(unrestTicks);
    expect(mesh.newLeadersWithin(restTicks)).toBe(0);
    expect(mesh.leaders()).toHaveLength(1);
  });

  it.each(seeds)('goes on where links fall silent, and comes to rest (seed %i)', (seed) => {
    const mesh = new Mesh(count, seed, leader);
    mesh.hearOnly(...pairs);
    mesh.decideWithin(maxTicks, submitters);
    mesh.run(unrestTicks);
    expect(mesh.newLeadersWithin(restTicks)).toBe(0);
    expect(mesh.leaders()).toHaveLength(1);
  });
});

describe('one-way silence', () => {
  it.each(seeds)(
    'takes the lead from one that hears everybody and is heard by the hub only (seed %i)',
    (seed) => {
      const mesh = new Mesh(5, seed, 5);
      for (const deaf of [2, 3, 4]) mesh.silence(5, deaf);
      mesh.decideWithin(maxTicks, [1, 2, 3, 4]);
      mesh.run(maxTicks);
      expect(mesh.newLeadersWithin(restTicks)).toBe(0);
    },
  );

  it.each(seeds)('takes the lead from one that everybody hears and that hears nobody (seed %i)', (seed) => {
    const mesh = new Mesh(3, seed, 3);
    for (const unheard of [1, 2]) mesh.silence(unheard, 3);
    mesh.decideWithin(maxTicks, [1, 2]);
    mesh.run(maxTicks);
    expect(mesh.newLeadersWithin(restTicks)).toBe(0);
  });
});
