/**
 * Which direct links a board needs. Up to {@link fullMeshMembers} members all are linked directly. Each link costs both
 * ends a little even at rest, so on a larger board two members of which neither votes communicate through a voter, if
 * there is more than one that could relay.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';

/** Members up to which all are linked directly. */
export const fullMeshMembers = 8;

/**
 * Members up to which a missing link is made again. It is lower, so that one member that comes and goes does not change
 * all links.
 */
export const sparseMembers = 6;

/** Voters that must be able to relay, or all of them if there are fewer: one may leave at any moment. */
const leastWays = 2;

export interface LinkFacts {
  readonly me: ReplicaId;
  readonly peer: ReplicaId;
  /** The parts of members in the agreement now; undefined if they are unknown. */
  readonly roles: { readonly voters: ReadonlySet<ReplicaId> } | undefined;
  /** Connected members, this one included. */
  readonly members: number;
  /** The members with a direct link to both. */
  readonly ways: readonly ReplicaId[];
  readonly isLinked: boolean;
}

export function needsDirectLink({ me, peer, roles, members, ways, isLinked }: LinkFacts): boolean {
  if (roles === undefined || members <= (isLinked ? fullMeshMembers : sparseMembers)) return true;
  const { voters } = roles;
  if (voters.has(me) || voters.has(peer)) return true;
  return ways.filter((way) => voters.has(way)).length < Math.min(leastWays, voters.size);
}
