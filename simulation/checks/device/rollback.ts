/** A device whose storage was rolled back stops when a peer has seen more of it than its storage holds. */

import type { Message } from '#shared/paxos/messages.ts';
import { type Ballot, isHigherBallot } from '#shared/paxos/model/ballot.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import type { Member } from '../../world/member.ts';
import { Violation } from '../violation.ts';

/**
 * @param member has processed `message`.
 * @param before what its storage held before that.
 */
export function assertRollbackNoticed(
  member: Pick<Member, 'id' | 'isHalted' | 'generation'>,
  from: ReplicaId,
  message: Message,
  before: { readonly promised: Ballot; readonly lastSlot: Slot },
): void {
  if (member.isHalted || !('yours' in message)) return;
  const { ballot, acceptedThrough } = message.yours;
  const isDetectable = isHigherBallot(ballot, before.promised) || acceptedThrough > before.lastSlot;
  if (!isDetectable || message.generation !== member.generation) return;
  throw new Violation(
    'rollback',
    `${member.id} continues, although ${from} has seen it do more than its storage holds`,
  );
}
