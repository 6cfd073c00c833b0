/** The lenders of witnesses, as one device knows them. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Member } from './member.ts';

/**
 * The member that lends the vote of `witness` by the state of `member`, or the witness itself on a host; undefined if the
 * members did not agree on it.
 */
export function lenderKnownTo(
  member: Pick<Member, 'registers'>,
  world: { member(id: ReplicaId): Member | undefined },
  witness: ReplicaId,
): ReplicaId | undefined {
  // A witness of the first members needs no agreement, and no other device is on its computer.
  if (world.member(witness)?.lentBy === undefined) return witness;
  return member.registers.computerOf(witness);
}
