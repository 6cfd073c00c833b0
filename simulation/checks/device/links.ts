/**
 * 24, during the faults: a device gives up a direct link only while two voters, or all if there are fewer, are linked
 * directly with both ends: one of them may leave at any moment.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { Violation } from '../violation.ts';

/** @param ways the members with direct links to both ends. @throws Violation */
export function assertReplaceable(
  by: ReplicaId,
  peer: ReplicaId,
  voters: readonly ReplicaId[],
  ways: readonly ReplicaId[],
): void {
  const able = ways.filter((way) => voters.includes(way));
  if (able.length >= Math.min(2, voters.length)) return;
  const found = able.join() || 'none';
  throw new Violation(
    '24 links',
    `${by} gives up its link to ${peer}: of the voters ${voters.join()}, ${found} could relay`,
  );
}
