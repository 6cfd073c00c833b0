import { expect, it } from 'vitest';
import { replicaId } from '../model/ids.ts';
import { Cluster } from '../testing/cluster.ts';
import { hintTicks } from './hints.ts';

/** The last slot that the storage of `id` records as decided; ends the cluster. */
function storedThrough(cluster: Cluster, id: string): number {
  for (const each of cluster.ids) cluster.crash(each);
  cluster.restart(id);
  return cluster.status(id).decidedThrough;
}

it('the decided position holds up no proposal', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('a', 'x');
  cluster.deliver();
  for (const id of cluster.ids) cluster.stallStorage(id);
  cluster.run(hintTicks - 2);
  cluster.submit('a', 'y');
  expect(cluster.inFlight.filter(({ message }) => message.type === 'propose')).not.toEqual([]);
});

it('is stored with the next write', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('a', 'x');
  cluster.run(2);
  const { decidedThrough } = cluster.status('b');
  cluster.submit('a', 'y');
  cluster.run(2);
  expect(storedThrough(cluster, 'b')).toBeGreaterThanOrEqual(decidedThrough);
});

it('is stored alone after some ticks without a write, and not before', () => {
  const early = Cluster.ready(3);
  early.submit('a', 'x');
  early.run(hintTicks - 2);
  const { decidedThrough } = early.status('b');
  expect(storedThrough(early, 'b')).toBeLessThan(decidedThrough);

  const late = Cluster.ready(3);
  late.submit('a', 'x');
  late.run(hintTicks + 5);
  expect(storedThrough(late, 'b')).toBe(late.status('b').decidedThrough);
  expect(late.status('b').decidedThrough).toBe(decidedThrough);
});

it('is stored before the driver closes', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('a', 'x');
  cluster.run(1);
  const { decidedThrough } = cluster.status('b');
  cluster.step('b', { type: 'flush' });
  expect(storedThrough(cluster, 'b')).toBe(decidedThrough);
});

it('is more than a hint where it states who votes: a power cut does not return it to voters that have left', () => {
  const cluster = Cluster.ready(2);
  cluster.step('a', { type: 'reconfigure', voters: [replicaId('a')] });
  cluster.deliver(['propose']);
  // It writes no promise of its own with the decision.
  cluster.step('a', { type: 'resign' });
  cluster.crash('b');
  cluster.deliver();
  cluster.run(hintTicks + 2);
  expect(cluster.status('a').configuration?.voters).toEqual(['a']);
  cluster.cutPower('a');
  cluster.restart('a');
  cluster.submit('a', 'x');
  cluster.run(60);
  expect(cluster.applied('a')).toEqual(['x']);
});

it('is a hint otherwise', () => {
  const cluster = Cluster.ready(2);
  cluster.run(hintTicks + 5);
  cluster.submit('a', 'x');
  cluster.run(hintTicks + 5);
  const { decidedThrough } = cluster.status('a');
  cluster.crash('b');
  cluster.cutPower('a');
  cluster.restart('a');
  expect(cluster.status('a').decidedThrough).toBe(decidedThrough - 1);
});
