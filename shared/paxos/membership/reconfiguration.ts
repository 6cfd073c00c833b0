/** Decides whether a leader may propose other voters, and builds the next configuration. */

import {
  areWitnesses,
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
 * @param isReady whether a member that does not vote yet has caught up with the leader and is reachable. Otherwise it would
 *   count in quorums that it cannot serve (`docs/protocol.md`, "Changing the voters").
 * @param witnesses the voters that keep no board.
 */
export function planReconfiguration(
  current: Configuration,
  voters: readonly ReplicaId[],
  isReady: (voter: ReplicaId) => boolean,
  witnesses: readonly ReplicaId[] = (current.witnesses ?? []).filter((witness) => voters.includes(witness)),
): Reconfiguration {
  const distinct = [...new Set(voters)];
  if (distinct.length < 1 || distinct.length > maxVoters)
    return { ok: false, why: `1 to ${maxVoters} replicas may vote` };
  if (!areWitnesses(witnesses, distinct))
    return { ok: false, why: 'the witnesses are no minority of the voters' };
  const next = configuration(current.generation, distinct, current.sharedThrough, witnesses);
  if (isSameConfiguration(next, current)) return { ok: false, why: 'these replicas vote already' };
  const late = next.voters.find((voter) => !isVoter(current, voter) && !isReady(voter));
  if (late !== undefined) return { ok: false, why: `${late} has not caught up` };
  return { ok: true, next };
}
