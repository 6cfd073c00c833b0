import { describe, expect, it } from 'vitest';
import { replicaId } from '../model/ids.ts';
import { Cluster, type InFlight } from '../testing/cluster.ts';

const leader = replicaId('a');

/** The leader `a` falls silent; its links stay up. */
function silence(cluster: Cluster): void {
  cluster.losing(({ from, to }) => from === 'a' || to === 'a');
}

/** Ticks until `done`, at most 100. */
function ticksUntil(cluster: Cluster, done: () => boolean): number {
  for (let tick = 0; tick <= 100; tick += 1) {
    if (done()) return tick;
    cluster.run(1);
  }
  return Number.POSITIVE_INFINITY;
}

const hasOtherLeader = (cluster: Cluster) => () => cluster.leaders().some((id) => id !== 'a');

/** As `run`, where each message arrives `delay` ticks later. */
function runSlowly(cluster: Cluster, ticks: number, delay: number, eachTick: (tick: number) => void): void {
  const late: InFlight[][] = Array.from({ length: delay }, () => []);
  for (let tick = 0; tick < ticks; tick += 1) {
    for (const id of cluster.ids) cluster.step(id, { type: 'tick' });
    eachTick(tick);
    late.push(cluster.inFlight.splice(0));
    cluster.inFlight.push(...(late.shift() ?? []));
    cluster.deliverOneDelay();
  }
}

describe('a silent leader', () => {
  it.each([3, 5])('is replaced within half a second after a hint to its followers (%d voters)', (count) => {
    const cluster = Cluster.ready(count);
    cluster.run(30);
    silence(cluster);
    for (const id of cluster.ids) cluster.step(id, { type: 'doubt', peer: leader });
    expect(ticksUntil(cluster, hasOtherLeader(cluster))).toBeLessThanOrEqual(10);
  });

  it.each([3, 5])('is replaced sooner if a command waits, without any hint (%d voters)', (count) => {
    const cluster = Cluster.ready(count);
    cluster.run(30);
    silence(cluster);
    cluster.submit('b', 'now');
    expect(ticksUntil(cluster, () => cluster.applied('b').includes('now'))).toBeLessThanOrEqual(18);
  });

  it('is replaced as soon if the command completes a mark of the bytes in flight', () => {
    const waits = Array.from({ length: 10 }, (_, sent) => {
      const cluster = Cluster.ready(3, { markBytes: 1_000 });
      for (let number = 0; number < sent; number += 1) cluster.submit('b', `${number}${'x'.repeat(100)}`);
      cluster.run(30);
      silence(cluster);
      cluster.submit('b', 'y'.repeat(100));
      return ticksUntil(cluster, () => cluster.applied('b').length > sent);
    });
    expect(Math.max(...waits)).toBeLessThanOrEqual(18);
  });

  it('gets more time while much is in flight to it', () => {
    const cluster = Cluster.ready(3, { markBytes: 1_000 });
    cluster.run(30);
    silence(cluster);
    cluster.submit('b', 'x'.repeat(3_000));
    expect(ticksUntil(cluster, () => cluster.applied('b').length > 0)).toBeGreaterThan(18);
  });

  it('is not looked for if nothing waits', () => {
    const cluster = Cluster.ready(3);
    cluster.run(30);
    silence(cluster);
    expect(ticksUntil(cluster, hasOtherLeader(cluster))).toBeGreaterThan(18);
  });

  it('keeps its place if it answers in time', () => {
    const cluster = Cluster.ready(3);
    cluster.run(30);
    const before = cluster.status('b').leader;
    silence(cluster);
    for (const id of ['b', 'c']) cluster.step(id, { type: 'doubt', peer: leader });
    cluster.run(3);
    cluster.losingNothing();
    cluster.run(60);
    expect(cluster.status('b').leader).toEqual(before);
  });
});

describe('a wrong hint', () => {
  it('changes nothing, however often it comes', () => {
    const cluster = Cluster.ready(3);
    cluster.run(30);
    const before = cluster.status('b').leader;
    for (let tick = 0; tick < 300; tick += 1) {
      for (const id of cluster.ids) for (const peer of cluster.ids) cluster.step(id, { type: 'doubt', peer });
      cluster.run(1);
      expect(cluster.status('b').quorumReached).toBe(true);
    }
    expect(cluster.status('b').leader).toEqual(before);
    expect(cluster.leaders()).toEqual(['a']);
  });

  it.each([2, 4, 7])('replaces no leader whose replies take %d ticks each way', (delay) => {
    const cluster = Cluster.ready(3);
    const before = cluster.status('b').leader;
    runSlowly(cluster, 500, delay, (tick) => {
      // The first rounds measure the delay.
      if (tick < 200) return;
      for (const id of ['b', 'c']) cluster.step(id, { type: 'doubt', peer: before.replica });
    });
    expect(cluster.status('b').leader).toEqual(before);
    expect(cluster.status('c').leader).toEqual(before);
  });

  it('at a voter that alone has lost the leader replaces nobody', () => {
    const cluster = Cluster.ready(5);
    cluster.run(30);
    const before = cluster.status('c').leader;
    cluster.losing(({ from, to }) => (from === 'a' && to === 'b') || (from === 'b' && to === 'a'));
    cluster.submit('b', 'waits');
    for (let tick = 0; tick < 200; tick += 1) {
      cluster.step('b', { type: 'doubt', peer: leader });
      cluster.run(1);
    }
    expect(cluster.status('c').leader).toEqual(before);
    expect(cluster.applied('b')).toContain('waits');
  });
});

it('a question is repeated only after a reply, or after the patience has passed', () => {
  const cluster = Cluster.ready(3);
  cluster.run(30);
  let questions = 0;
  cluster.losing(({ from, to, message }) => {
    if (from === 'b' && to === 'a' && message.type === 'heartbeat') questions += 1;
    return from === 'a' || to === 'a';
  });
  for (let time = 0; time < 50; time += 1) cluster.step('b', { type: 'doubt', peer: leader });
  expect(questions).toBe(1);
});
