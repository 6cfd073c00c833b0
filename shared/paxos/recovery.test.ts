import { expect, it } from 'vitest';
import { replicaId, slot } from './ids.ts';
import { Cluster } from './testing/cluster.ts';

it('one device goes on alone when a person says so, and what it knew is there', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('c', 'before');
  cluster.run(20);
  cluster.crash('a');
  cluster.crash('b');
  cluster.run(60);
  cluster.submit('c', 'pending');
  cluster.run(60);
  expect(cluster.applied('c')).toEqual(['before']);
  cluster.step('c', { type: 'recover' });
  cluster.run(20);
  expect(cluster.applied('c')).toEqual(['before', 'pending']);
  expect(cluster.status('c').configuration?.voters).toEqual(['c']);
  expect(cluster.status('c').generation).toBeGreaterThan(1);
});

it('what it accepted and nobody told it was decided is not lost by recovering', () => {
  const cluster = Cluster.ready(3);
  cluster.losing(({ message }) => message.type === 'accept');
  cluster.submit('a', 'accepted by all');
  cluster.deliver();
  cluster.crash('a');
  cluster.crash('b');
  cluster.losingNothing();
  cluster.step('c', { type: 'recover' });
  cluster.run(20);
  expect(cluster.applied('c')).toEqual(['accepted by all']);
});

it('a replica of the old generation stops when it meets the new one, and keeps what it has', () => {
  const cluster = Cluster.ready(3);
  cluster.crash('a');
  cluster.crash('b');
  cluster.step('c', { type: 'recover' });
  cluster.run(20);
  cluster.restart('a');
  cluster.run(30);
  expect(cluster.status('a')).toMatchObject({ role: 'halted', halted: { reason: 'superseded' } });
  expect(cluster.status('c').role).toBe('leader');
});

it('a recovery survives a crash, and newcomers join the new generation', () => {
  const cluster = new Cluster(3);
  cluster.run(40);
  cluster.crash('c');
  cluster.step('a', { type: 'reconfigure', voters: [replicaId('a'), replicaId('b')] });
  cluster.run(20);
  cluster.crash('b');
  cluster.step('a', { type: 'recover' });
  cluster.run(5);
  cluster.crash('a');
  cluster.restart('a');
  cluster.run(20);
  expect(cluster.status('a').generation).toBeGreaterThan(1);
  cluster.submit('a', 'on');
  cluster.run(10);
  expect(cluster.applied('a')).toEqual(['on']);
});

const recovered = (limits = {}): Cluster => {
  const cluster = new Cluster(3, limits);
  cluster.crash('b');
  cluster.crash('c');
  cluster.run(40);
  for (let number = 0; number < 20; number += 1) {
    cluster.submit('a', `${number}`);
    cluster.run(1);
  }
  cluster.step('a', { type: 'recover' });
  cluster.run(10);
  return cluster;
};

it('a newcomer learns the history of before the recovery: by the log, by a snapshot, and after a restart', () => {
  for (const limits of [{}, { snapshotSlots: 8, retainedSlots: 2 }]) {
    const cluster = recovered(limits);
    cluster.restart('b');
    cluster.run(30);
    const { generation } = cluster.status('a');
    expect(cluster.status('b')).toMatchObject({ role: 'learner', generation });
    expect(cluster.applied('b')).toEqual(cluster.applied('a'));
  }
});

it('a newcomer that stopped in the middle of that history goes on from there', () => {
  const cluster = recovered();
  cluster.losing(({ to, message }) => to === 'b' && message.type === 'learned' && message.from > 1);
  const { decidedThrough: first, generation } = cluster.status('a');
  cluster.restart('b');
  cluster.receive('b', 'a', {
    type: 'learned',
    generation,
    from: slot(1),
    entries: [{ type: 'configuration', configuration: { generation: 1, voters: [replicaId('a')] } }],
    decidedThrough: first,
  });
  cluster.crash('b');
  cluster.losingNothing();
  cluster.restart('b');
  cluster.run(30);
  expect(cluster.applied('b')).toEqual(cluster.applied('a'));
});

it('of two devices that went on alone apart, one stops when they meet', () => {
  const cluster = Cluster.ready(3);
  cluster.crash('a');
  cluster.connectOnly();
  cluster.step('b', { type: 'recover' });
  cluster.step('c', { type: 'recover' });
  cluster.run(30);
  expect(cluster.leaders()).toEqual(['b', 'c']);
  cluster.join('b', 'c');
  cluster.run(30);
  expect(cluster.leaders()).toHaveLength(1);
  expect(['b', 'c'].map((id) => cluster.status(id).role)).toContain('halted');
});
