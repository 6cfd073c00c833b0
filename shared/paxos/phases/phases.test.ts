import { expect, it } from 'vitest';
import { replicaId } from '../model/ids.ts';
import { Cluster } from '../testing/cluster.ts';

it('a message in a ballot of another replica is dropped', () => {
  const cluster = Cluster.ready(3);
  const { promised, lastSlot, decidedThrough } = cluster.status('b');
  const ballot = { ...promised, round: promised.round + 5, replica: replicaId('a') };
  const from = (lastSlot + 1) as typeof lastSlot;
  cluster.receive('b', 'c', { type: 'prepare', generation: 1, ballot, firstSlot: from });
  cluster.receive('b', 'c', {
    type: 'propose',
    generation: 1,
    ballot,
    firstSlot: from,
    entries: [{ type: 'noop' }],
    decidedThrough,
  });
  cluster.deliver();
  expect(cluster.status('b')).toMatchObject({ promised, lastSlot });
  expect(cluster.trace('b').filter(({ type }) => type === 'dropped')).toHaveLength(2);
});
