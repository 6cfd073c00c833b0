/** Races found by the simulator or by review. */

import { expect, it } from 'vitest';
import { replicaId } from '../model/ids.ts';
import { Cluster } from '../testing/cluster.ts';

it('a voter that does not know yet that it votes learns so after its leader is gone', () => {
  const cluster = Cluster.ready(2);
  cluster.losing(({ to, message }) => to === 'b' && ['propose', 'handover'].includes(message.type));
  cluster.step('a', { type: 'reconfigure', voters: [replicaId('b')] });
  cluster.deliver();
  cluster.cut('a', 'b');
  cluster.losingNothing();
  cluster.run(30);
  cluster.join('a', 'b');
  cluster.submit('a', 'x');
  cluster.run(80);
  expect(cluster.applied('b')).toEqual(['x']);
  expect(cluster.applied('a')).toEqual(['x']);
});

it('a voter promises nothing in an unknown epoch: the old voters could never outrank that promise', () => {
  const cluster = new Cluster(3);
  cluster.run(40);
  const before = cluster.status('b').promised;
  const epoch = cluster.status('a').leader.epoch;
  const later = (epoch + 3) as typeof epoch;
  const ballot = { epoch: later, round: 9, replica: replicaId('c') };
  cluster.receive('b', 'c', { type: 'prepare', generation: 1, ballot, firstSlot: later });
  cluster.deliver();
  expect(cluster.status('b').promised).toEqual(before);
});

it('a proposer whose slot another leader decided is notified, and steps down', () => {
  const cluster = Cluster.ready(3);
  cluster.losing(({ from }) => from === 'a');
  cluster.submit('a', 'of the old leader');
  cluster.run(80);
  cluster.submit('b', 'of the new leader');
  cluster.run(20);
  expect(cluster.applied('c')).toEqual(['of the new leader']);
  cluster.losingNothing();
  cluster.run(80);
  for (const id of cluster.ids) {
    expect(cluster.status(id).role).not.toBe('halted');
    expect(cluster.applied(id)).toEqual(['of the new leader', 'of the old leader']);
  }
});

it('an accept in a higher ballot of a dead proposer does not block a slot', () => {
  const cluster = Cluster.ready(3);
  const { leader, lastSlot } = cluster.status('a');
  const ballot = { ...leader, round: leader.round + 5, replica: replicaId('c') };
  const at = (lastSlot + 1) as typeof lastSlot;
  cluster.submit('a', 'x');
  for (const id of ['a', 'b']) {
    cluster.receive(id, 'c', { type: 'accept', generation: 1, ballot, firstSlot: at, through: at });
  }
  cluster.crash('c');
  cluster.run(120);
  expect(cluster.applied('a')).toEqual(['x']);
  expect(cluster.applied('b')).toEqual(['x']);
});
