/** The time without a leader after the loss of one. */

import { numbersFrom } from '#shared/testing/random.ts';
import { type Spread, spreadOf } from '../report/statistics.ts';
import { type Cluster, ticksUntil } from './cluster.ts';

/** The leader is lost after a random number of ticks below this: an election depends on the phase of the timers. */
const maxTicksBefore = 40;

/**
 * Ticks until another replica leads.
 *
 * @param linksClose whether the others get an event for the closed link at once.
 */
export function measureElection(
  start: (seed: number) => Cluster,
  linksClose: boolean,
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
    cluster.lose(cluster.leader ?? 0, linksClose);
    return ticksUntil(cluster, () => cluster.leader !== undefined);
  });
  return spreadOf(ticks);
}
