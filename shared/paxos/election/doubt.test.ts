import { describe, expect, it } from 'vitest';
import { replicaId } from '../model/ids.ts';
import { Cluster } from '../testing/cluster.ts';
import { Doubt } from './doubt.ts';

const leader = { epoch: 0, round: 1, replica: replicaId('a') } as never;

function measured(...ticks: readonly number[]): Doubt {
  const doubt = new Doubt(10);
  for (const each of ticks) doubt.noteRoundTrip(replicaId('a'), each);
  return doubt;
}

describe('a doubt', () => {
  it('gives the leader half a round, and more if a recent round trip was slower', () => {
    for (const [slowest, ticks] of [
      [0, 5],
      [3, 5],
      [4, 6],
      [7, 9],
    ] as const) {
      const doubt = measured(0, slowest, 0);
      expect(doubt.begin(leader, 8, true)).toBe(true);
      expect([7, 8, 9].map((round) => doubt.ticksOf(round))).toEqual([10, ticks, 10]);
    }
  });

  it('does not begin without a measured round trip, or if one took almost a round', () => {
    expect(measured().begin(leader, 8, true)).toBe(false);
    expect(measured(0, 8, 0).begin(leader, 8, true)).toBe(false);
  });

  it('remembers a slow round trip for 60 to 120 measurements', () => {
    const late = (count: number) => measured(8, ...Array(count).fill(0)).begin(leader, 8, true);
    expect([59, 119].map(late)).toEqual([false, false]);
    expect(late(120)).toBe(true);
  });

  it('begins once per heartbeat round at most', () => {
    const doubt = measured(0);
    let begun = 0;
    for (let tick = 0; tick < 100; tick += 1) {
      if (doubt.begin(leader, tick, true)) begun += 1;
      doubt.dispel(tick);
      doubt.tick();
    }
    expect(begun).toBe(10);
  });
});

/** A cluster of three whose leader `a` falls silent without a closed link. */
function silentLeader(): Cluster {
  const cluster = Cluster.ready(3);
  cluster.run(100);
  cluster.losing(({ from, to }) => from === 'a' || to === 'a');
  return cluster;
}

/** Ticks until another replica than `a` leads, at most 60. */
function ticksToNewLeader(cluster: Cluster): number {
  for (let tick = 1; tick <= 60; tick += 1) {
    cluster.run(1);
    if (cluster.leaders().some((id) => id !== 'a')) return tick;
  }
  return Number.POSITIVE_INFINITY;
}

describe('a silent leader', () => {
  it('is replaced within half a round and four ticks of a hint that it has left', () => {
    const cluster = silentLeader();
    for (const id of ['b', 'c']) cluster.step(id, { type: 'doubt', peer: replicaId('a') });
    expect(ticksToNewLeader(cluster)).toBeLessThanOrEqual(9);
  });

  it('is replaced almost as soon if a single voter has the hint', () => {
    const cluster = silentLeader();
    cluster.step('b', { type: 'doubt', peer: replicaId('a') });
    expect(ticksToNewLeader(cluster)).toBeLessThanOrEqual(11);
  });

  it('is replaced sooner if a command waits', () => {
    expect(ticksToNewLeader(silentLeader())).toBeGreaterThan(16);
    const cluster = silentLeader();
    cluster.submit('b', 'waits');
    expect(ticksToNewLeader(cluster)).toBeLessThanOrEqual(16);
    cluster.run(2);
    expect(cluster.applied('c')).toContain('waits');
  });

  it('is doubted by the voters that hear of a closed link to it', () => {
    const cluster = silentLeader();
    cluster.step('b', { type: 'link', peer: replicaId('a'), state: 'down' });
    expect(ticksToNewLeader(cluster)).toBeLessThanOrEqual(11);
  });
});

describe('a leader that replies', () => {
  it('keeps its lead whatever hints the voters receive, for less than twice the heartbeats', () => {
    const cluster = Cluster.ready(3);
    const { leader: before } = cluster.status('b');
    const countFor = (ticks: number, hint: boolean): number => {
      let heartbeats = 0;
      cluster.losing(({ from, message }) => {
        if (from !== 'a' && message.type === 'heartbeat') heartbeats += 1;
        return false;
      });
      for (let tick = 0; tick < ticks; tick += 1) {
        if (hint) for (const id of ['b', 'c']) cluster.step(id, { type: 'doubt', peer: replicaId('a') });
        cluster.run(1);
      }
      return heartbeats;
    };
    const usual = countFor(600, false);
    expect(countFor(600, true)).toBeLessThanOrEqual(2 * usual);
    expect(cluster.status('b').leader).toEqual(before);
  });

  it('keeps its lead while its replies are as late as usual', () => {
    const cluster = Cluster.ready(3);
    const { leader: before } = cluster.status('b');
    // Each message takes three ticks, so a round trip takes six or seven.
    for (let tick = 0; tick < 900; tick += 1) {
      for (const id of cluster.ids) cluster.step(id, { type: 'tick' });
      if (tick % 3 === 0) cluster.deliverOneDelay();
      if (tick > 200) for (const id of ['b', 'c']) cluster.step(id, { type: 'doubt', peer: replicaId('a') });
      if (tick % 7 === 0) cluster.submit('b', `${tick}`);
    }
    expect(cluster.status('b').leader).toEqual(before);
  });
});
