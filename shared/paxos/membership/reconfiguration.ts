/** Decides whether a leader may propose other voters, and builds the next configuration. */

import {
  type Configuration,
  configuration,
  isSameConfiguration,
  isVoter,
  maxVoters,
} from '../model/configuration.ts';
import type { ReplicaId } from '../model/ids.ts';

export type Reconfiguration =
  | { readonly ok: true; readonly next: Configuration }
  | { readonly ok: false; readonly why: string };

/**
 * @param isReady whether a member that does not vote yet has caught up with the leader and is reachable; @otherwise it
 *   would count in quorums that it cannot serve (`docs/protocol.md`, "Changing the voters").
 */
export function planReconfiguration(
  current: Configuration,
  voters: readonly ReplicaId[],
  isReady: (voter: ReplicaId) => boolean,
): Reconfiguration {
  const distinct = new Set(voters).size;
  if (distinct < 1 || distinct > maxVoters) return { ok: false, why: `1 to ${maxVoters} replicas may vote` };
  const next = configuration(current.generation, voters, current.sharedThrough);
  if (isSameConfiguration(next, current)) return { ok: false, why: 'these replicas vote already' };
  const late = next.voters.find((voter) => !isVoter(current, voter) && !isReady(voter));
  if (late !== undefined) return { ok: false, why: `${late} has not caught up` };
  return { ok: true, next };
}
