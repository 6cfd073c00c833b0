import { expect, it } from 'vitest';
import { Cluster } from '../testing/cluster.ts';

it('a member that lags receives no more proposals, and catches up through requests', () => {
  const cluster = Cluster.ready(3, { windowSlots: 4, maxSlotsAhead: 8 });
  let toC = 0;
  cluster.losing(({ from, to, message }) => {
    if (to === 'c' && message.type === 'propose' && message.entries.length > 0) toC += 1;
    return from === 'c' || (to === 'c' && message.type !== 'propose');
  });
  for (let number = 0; number < 200; number += 1) {
    cluster.submit('a', `${number}`);
    cluster.run(1);
  }
  expect(cluster.applied('b')).toHaveLength(200);
  expect(toC).toBeLessThan(100);
  cluster.losingNothing();
  cluster.run(80);
  expect(cluster.applied('c')).toHaveLength(200);
});

it('undecided entries of a voter are bounded in bytes, and the next slot is always accepted', () => {
  const cluster = Cluster.ready(3, { maxUndecidedBytes: 300_000 });
  cluster.losing(({ message }) => message.type === 'accept' || message.type === 'learned');
  for (let number = 0; number < 20; number += 1) {
    cluster.submit('a', `${number}${'x'.repeat(100_000)}`);
    cluster.run(1);
  }
  const { lastSlot, decidedThrough } = cluster.status('b');
  expect(lastSlot - decidedThrough).toBeLessThanOrEqual(3);
  cluster.losingNothing();
  cluster.run(200);
  expect(cluster.applied('c')).toHaveLength(20);
});
