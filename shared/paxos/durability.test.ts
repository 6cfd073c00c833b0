/** "Nothing that a replica says may depend on a write that is not yet durable." */

import { describe, expect, it } from 'vitest';
import type { MessageType } from './messages.ts';
import { noop } from './model/entry.ts';
import { replicaId, slot } from './model/ids.ts';
import { Cluster } from './testing/cluster.ts';

const sentBy = (cluster: Cluster, from: string, type: MessageType) =>
  cluster.inFlight.filter((message) => message.from === from && message.message.type === type);

describe('while its storage has not confirmed a write', () => {
  it('a voter sends no accept', () => {
    const cluster = Cluster.ready(3);
    cluster.stallStorage('b');
    cluster.submit('a', 'x');
    cluster.deliver(['propose']);
    expect(sentBy(cluster, 'b', 'accept')).toEqual([]);
    cluster.resumeStorage('b');
    expect(sentBy(cluster, 'b', 'accept')).not.toEqual([]);
  });

  it('a voter sends no promise', () => {
    const cluster = Cluster.ready(3);
    cluster.stallStorage('b');
    const ballot = { epoch: cluster.status('b').leader.epoch, round: 100, replica: replicaId('c') };
    cluster.receive('b', 'c', { type: 'prepare', generation: 1, ballot, firstSlot: slot(1) });
    expect(sentBy(cluster, 'b', 'promise')).toEqual([]);
    cluster.resumeStorage('b');
    expect(sentBy(cluster, 'b', 'promise')).toHaveLength(1);
  });

  it('a leader does not count its own vote', () => {
    const cluster = Cluster.ready(3);
    cluster.stallStorage('a');
    cluster.losing(({ from, message }) => from === 'c' && message.type === 'accept');
    cluster.submit('a', 'x');
    cluster.deliver();
    expect(cluster.applied('a')).toEqual([]);
    cluster.resumeStorage('a');
    expect(cluster.applied('a')).toEqual(['x']);
  });

  it('a voter sends no accept of entries that the same proposal decides', () => {
    const cluster = Cluster.ready(3);
    const { leader, decidedThrough } = cluster.status('b');
    const first = slot(decidedThrough + 1);
    cluster.stallStorage('b');
    cluster.receive('b', 'a', {
      type: 'propose',
      generation: 1,
      ballot: leader,
      firstSlot: first,
      entries: [noop],
      decidedThrough: first,
    });
    expect(cluster.status('b').decidedThrough).toBe(first);
    expect(sentBy(cluster, 'b', 'accept')).toEqual([]);
    cluster.resumeStorage('b');
    expect(sentBy(cluster, 'b', 'accept')).not.toEqual([]);
  });

  it('a leader proposes, and others may decide without it', () => {
    const cluster = Cluster.ready(3);
    cluster.stallStorage('a');
    cluster.submit('a', 'x');
    cluster.deliver();
    expect(cluster.applied('b')).toEqual(['x']);
  });

  it('a candidate sends no prepare: after a crash it must not reuse that ballot', () => {
    const cluster = Cluster.ready(3);
    cluster.crash('a');
    cluster.stallStorage('b');
    cluster.stallStorage('c');
    for (let tick = 0; tick < 60; tick += 1) {
      for (const id of ['b', 'c']) cluster.step(id, { type: 'tick' });
      cluster.deliver(['heartbeat', 'heartbeatReply']);
    }
    expect([...sentBy(cluster, 'b', 'prepare'), ...sentBy(cluster, 'c', 'prepare')]).toEqual([]);
  });

  it('a founder sends nothing about its board', () => {
    const founder = new Cluster(2, {}, { stalled: ['a'] });
    founder.run(20);
    expect(founder.status('b').decidedThrough).toBe(0);
    founder.resumeStorage('a');
    founder.run(20);
    expect(founder.status('b').decidedThrough).toBeGreaterThan(0);
  });
});

it('a leader whose storage stalls for longer than an election timeout steps down, and another leads', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('a', 'before');
  cluster.run(5);
  cluster.stallStorage('a');
  cluster.submit('a', 'x');
  cluster.run(120);
  expect(cluster.leaders()).not.toContain('a');
  expect(cluster.leaders()).toHaveLength(1);
  cluster.submit('b', 'y');
  cluster.run(20);
  expect(cluster.applied('c')).toEqual(['before', 'x', 'y']);
});

it('a promise survives a crash', () => {
  const cluster = Cluster.ready(3);
  const ballot = { epoch: cluster.status('b').leader.epoch, round: 100, replica: replicaId('c') };
  cluster.receive('b', 'c', { type: 'prepare', generation: 1, ballot, firstSlot: slot(1) });
  cluster.crash('b');
  cluster.restart('b');
  expect(cluster.status('b').promised).toEqual(ballot);
});

it('a voter whose storage stalls does not count in a majority: a replica with a majority leads', () => {
  const cluster = Cluster.ready(4);
  cluster.connectOnly(['a', 'c'], ['a', 'd'], ['b', 'c']);
  cluster.stallStorage('d');
  cluster.submit('c', 'x');
  cluster.run(300);
  expect(cluster.applied('b')).toEqual(['x']);
  expect(cluster.leaders()).toEqual(['c']);
});
