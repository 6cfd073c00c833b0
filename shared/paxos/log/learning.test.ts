import { describe, expect, it } from 'vitest';
import { Cluster } from '../testing/cluster.ts';

it('a replica that was away learns the missed entries in bounded replies', () => {
  const cluster = Cluster.ready(3);
  cluster.crash('c');
  const big = 'x'.repeat(200_000);
  for (let number = 0; number < 8; number += 1) {
    cluster.submit('a', `${number}${big}`);
    cluster.run(2);
  }
  let answers = 0;
  cluster.losing(({ message }) => {
    if (message.type === 'learned') answers += 1;
    return false;
  });
  cluster.restart('c');
  cluster.run(40);
  expect(cluster.applied('c')).toEqual(cluster.applied('a'));
  expect(answers).toBeGreaterThan(2);
});

it('a lost catch-up request is retried', () => {
  const cluster = Cluster.ready(3);
  cluster.crash('c');
  cluster.submit('a', 'x');
  cluster.run(2);
  let lost = 2;
  cluster.losing(({ message }) => message.type === 'learned' && lost-- > 0);
  cluster.restart('c');
  cluster.run(60);
  expect(cluster.applied('c')).toEqual(['x']);
});

it('each peer that is ahead is asked once before another one is asked again', () => {
  const cluster = Cluster.ready(5);
  cluster.crash('e');
  cluster.submit('a', 'x');
  cluster.run(2);
  const asked: string[] = [];
  cluster.losing(({ from, to, message: { type } }) => {
    if (from === 'e' && type === 'learn') asked.push(to);
    return to === 'e' && type !== 'heartbeatReply';
  });
  cluster.restart('e');
  cluster.run(1000);
  // The first one twice: it replies if the entries may be in flight.
  expect(asked[1]).toBe(asked[0]);
  expect(asked.slice(1, 5).toSorted()).toEqual(['a', 'b', 'c', 'd']);
  expect(asked.slice(5, 9).toSorted()).toEqual(['a', 'b', 'c', 'd']);
});

it('learned entries survive a restart without peers', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('a', 'x');
  cluster.run(20);
  cluster.crash('a');
  cluster.crash('b');
  cluster.crash('c');
  cluster.restart('c');
  cluster.run(1);
  expect(cluster.applied('c')).toEqual(['x']);
});

it('a restart of all replicas loses nothing decided', () => {
  const cluster = Cluster.ready(3);
  for (const id of cluster.ids) cluster.submit(id, `of ${id}`);
  cluster.run(20);
  const before = cluster.applied('a');
  expect(before).toHaveLength(3);
  for (const id of cluster.ids) cluster.crash(id);
  for (const id of cluster.ids) cluster.restart(id);
  cluster.run(80);
  for (const id of cluster.ids) expect(cluster.applied(id)).toEqual(before);
});

it('proposals too far ahead are dropped, so that memory stays bounded, and are learned later', () => {
  const cluster = Cluster.ready(3, { windowSlots: 4, maxSlotsAhead: 8 });
  cluster.cut('c', 'b');
  cluster.losing(({ to, message }) => to === 'c' && message.type === 'learned');
  const missed = cluster.status('a').lastSlot + 1;
  cluster.losing(
    ({ to, message }) =>
      to === 'c' &&
      (message.type === 'learned' || (message.type === 'propose' && message.firstSlot === missed)),
  );
  for (let number = 0; number < 30; number += 1) {
    cluster.submit('a', `${number}`);
    cluster.run(1);
  }
  const { lastSlot, decidedThrough } = cluster.status('c');
  expect(lastSlot - decidedThrough).toBeLessThanOrEqual(8);
  cluster.losingNothing();
  cluster.run(60);
  expect(cluster.applied('c')).toHaveLength(30);
});

describe('entries in flight from the leader, reported by a voter first', () => {
  const large = 'x'.repeat(100_000);

  /** A slow link from the leader `a` to `c` transports nothing but replies to requests. @returns the peers that `c` asks. */
  function asked(cluster: Cluster, isAnswered: boolean): string[] {
    const peers: string[] = [];
    cluster.losing(({ from, to, message: { type } }) => {
      if (from === 'c' && type === 'learn') peers.push(to);
      if (from === 'c' && to === 'a' && type === 'learn') return !isAnswered;
      return from === 'a' && to === 'c' && type !== 'learned';
    });
    cluster.submit('a', large);
    cluster.run(60);
    return peers;
  }

  it('are requested from the leader, which does not send them again', () => {
    const cluster = Cluster.ready(3);
    expect(new Set(asked(cluster, true))).toEqual(new Set(['a']));
    expect(cluster.applied('c')).toEqual([]);
  });

  it('are requested from another peer if the leader does not reply', () => {
    const cluster = Cluster.ready(3);
    expect(asked(cluster, false)).toContain('b');
    expect(cluster.applied('c')).toEqual([large]);
  });
});
