/** The agreed witnesses of a board: devices that lend a vote, and keep no board (`docs/protocol.md`, "Witnesses"). */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { BoardView, Member } from './state.ts';

/**
 * The member that lends the vote of `witness`; undefined if that is no agreed witness. A lender that left the board
 * still lends; one that another member removed does not.
 */
export function lenderOf(board: Pick<BoardView, 'member'>, witness: ReplicaId): ReplicaId | undefined {
  const member = board.member(witness);
  if (member?.lentBy === undefined || member.removedBy !== undefined) return undefined;
  const remover = board.member(member.lentBy)?.removedBy;
  return remover === undefined || remover === member.lentBy ? member.lentBy : undefined;
}

/**
 * The device on whose computer an agreed witness runs, so that the two fail together: its lender, or the witness alone
 * if it is on a host. Undefined if it is no agreed witness.
 */
export function computerOf(board: Pick<BoardView, 'member'>, witness: ReplicaId): ReplicaId | undefined {
  const lender = lenderOf(board, witness);
  return lender !== undefined && board.member(witness)?.onHost === true ? witness : lender;
}

/** Whether a member is a witness, also after its removal. */
export function isLent({ lentBy }: Pick<Member, 'lentBy'>): boolean {
  return lentBy !== undefined;
}
