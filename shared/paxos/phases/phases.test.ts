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

it('a prepare of voters that are not known yet is answered once they are', () => {
  const cluster = Cluster.ready(3);
  const promises: string[] = [];
  let isCut = true;
  cluster.losing(({ from, to, message }) => {
    if (from === 'c' && message.type === 'promise') promises.push(to);
    // Of the new voters, c learns last.
    return isCut && to === 'c' && message.type !== 'heartbeat';
  });
  cluster.step('a', { type: 'reconfigure', voters: ['a', 'b'].map(replicaId) });
  cluster.deliver();
  cluster.step('a', { type: 'reconfigure', voters: ['a', 'b', 'c'].map(replicaId) });
  cluster.deliver();
  const { promised, decidedThrough } = cluster.status('a');
  isCut = false;
  expect(cluster.status('c').decidedThrough).toBeLessThan(decidedThrough);
  const firstSlot = (decidedThrough + 1) as typeof decidedThrough;
  cluster.receive('c', 'a', { type: 'prepare', generation: 1, ballot: promised, firstSlot });
  cluster.deliver();
  expect(promises).toEqual(['a']);
});
