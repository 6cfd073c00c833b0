/** Ends a lent vote: the members agree that the witness is gone, and then it stops. */

import { type Clock, systemClock } from '#app/clock/clock.ts';
import { BoardOpenElsewhere, type BoardSession, type BoardShelf } from '#app/session/api.ts';
import { isOut, settled, within } from '#app/shelf/actions/board-actions.ts';
import type { LentVote, LentVotes } from './lent-votes.ts';

/** `waiting`: the members have not agreed on it, as too few are reachable or this device has stopped; the vote is still lent. */
export type StopResult = 'stopped' | 'waiting';

/**
 * @param session of the board, if it is open in this window. Otherwise the board is opened in the background, if this
 *   device still has it.
 * @throws the errors of `BoardShelf.open` and `LentVotes.stop`.
 */
export async function stopLending(
  { boardId, id }: Pick<LentVote, 'boardId' | 'id'>,
  parts: {
    readonly lent: Pick<LentVotes, 'stop'>;
    readonly shelf: Pick<BoardShelf, 'open' | 'list'>;
    readonly session?: BoardSession | undefined;
  },
  clock: Clock = systemClock,
): Promise<StopResult> {
  const { lent, shelf, session } = parts;
  const remove = (open: BoardSession) => removed(open, id, clock);
  const isKnown = async () => (await shelf.list()).some((board) => board.id === boardId);
  let isAgreed = true;
  try {
    if (session !== undefined) isAgreed = await remove(session);
    else if (await isKnown()) isAgreed = await within(shelf, boardId, remove);
  } catch (error) {
    if (!(error instanceof BoardOpenElsewhere)) throw error;
    return 'waiting';
  }
  if (!isAgreed) return 'waiting';
  await lent.stop(boardId);
  return 'stopped';
}

/** @returns whether the members agreed. */
async function removed(session: BoardSession, id: LentVote['id'], clock: Clock): Promise<boolean> {
  // The board goes on without this device, which cannot tell the members.
  if (isOut(session.view())) return true;
  return (await settled(session, session.members.remove(id), clock)) === 'applied';
}
