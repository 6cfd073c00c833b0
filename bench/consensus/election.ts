/** How long a cluster is without a leader after it has lost the one it had. */

import { numbersFrom } from '#shared/testing/random.ts';
import { type Spread, spreadOf } from '../report/statistics.ts';
import { type Cluster, ticksUntil } from './cluster.ts';

/** Ticks within which the leader is lost, at random: elections depend on where in its round everyone is. */
const maxTicksBefore = 40;

/**
 * Ticks until another replica leads.
 *
 * @param isNoticed whether the others see at once that the leader's links are closed.
 */
export function measureElection(
  start: (seed: number) => Cluster,
  isNoticed: boolean,
  elections: number,
): Spread {
  const random = numbersFrom(elections);
  const ticks = Array.from({ length: elections }, (_, seed) => {
    const cluster = start(seed);
    let before = Math.floor(random() * maxTicksBefore);
    ticksUntil(cluster, () => {
      before -= 1;
      return before < 0;
    });
    cluster.lose(cluster.leader ?? 0, isNoticed);
    return ticksUntil(cluster, () => cluster.leader !== undefined);
  });
  return spreadOf(ticks);
}
