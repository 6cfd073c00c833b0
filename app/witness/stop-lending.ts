/** Ends a lent vote: the members agree that the witness is gone, and then it stops. */

import { type Clock, systemClock } from '#app/clock/clock.ts';
import { BoardOpenElsewhere, type BoardSession, type BoardShelf } from '#app/session/api.ts';
import { actionMilliseconds, inTime, within } from '#app/shelf/actions/board-actions.ts';
import type { LentVote, LentVotes } from './lent-votes.ts';

/** `waiting`: too few members are reachable to agree on it; the vote is still lent. */
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
  // A board that has stopped here gives no answer.
  if (session.view().health.state === 'stopped') return true;
  return inTime(session.members.remove(id), clock, actionMilliseconds);
}
