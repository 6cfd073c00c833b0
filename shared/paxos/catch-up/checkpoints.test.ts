import { expect, it } from 'vitest';
import { Cluster } from '../testing/cluster.ts';

const run = (cluster: Cluster, count: number): void => {
  for (let number = 0; number < count; number += 1) {
    cluster.submit('a', `${number}`);
    cluster.run(2);
  }
  cluster.run(40);
};

it('replicas with equal states report no divergence', () => {
  const cluster = Cluster.ready(3, { checkpointSlots: 4 });
  run(cluster, 12);
  for (const id of cluster.ids) expect(cluster.status(id).role).not.toBe('halted');
});

it('a replica whose state differs from a majority halts, and the others continue', () => {
  const cluster = Cluster.ready(3, { checkpointSlots: 4 });
  cluster.corrupt('c', 'a flipped bit');
  run(cluster, 12);
  expect(cluster.status('c')).toMatchObject({ role: 'halted', halted: { reason: 'diverged' } });
  for (const id of ['a', 'b']) expect(cluster.status(id).role).not.toBe('halted');
  expect(cluster.applied('b')).toHaveLength(12);
});
