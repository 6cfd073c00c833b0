/** A new board with content, in the background: complete, or not at all. */

import { type Clock, systemClock } from '#app/clock/clock.ts';
import type { NewContent } from '#app/exchange/board-file/content.ts';
import type { BoardShelf, KnownBoard } from '../../session/api.ts';
import type { SessionView } from '../../session/view/view.ts';
import { until } from '../actions/board-actions.ts';
import { type Filled, type FillProgress, type FillTexts, fill } from './fill.ts';
import { Paced } from './paced.ts';

/** The time for the last changes to settle on this device, milliseconds; later ones wait in the outbox. */
const settleMilliseconds = 60_000;

/** A part of the content did not get onto the board. */
export class NotWhole extends Error {
  override readonly name = 'NotWhole';
}

export interface NewBoardOptions {
  /** Fails if a part of the content does not get onto the board. */
  readonly isWhole?: boolean;
  readonly texts: FillTexts;
  readonly clock?: Clock;
  /** Ends it with its reason. */
  readonly signal?: AbortSignal;
  readonly progress?: (progress: FillProgress) => void;
}

export interface NewBoard extends Filled {
  /** It is closed. */
  readonly board: KnownBoard;
}

/**
 * @throws NotWhole, ShelfFull, BoardStopped, the reason of the signal, or the errors of `BoardShelf.open`. Then there is no new board; also if
 *   the page ends meanwhile, from its next list of boards on.
 */
export async function newBoardWith(
  shelf: Pick<BoardShelf, 'open' | 'create' | 'completed' | 'forget'>,
  name: string,
  content: NewContent,
  { isWhole = false, texts, clock = systemClock, signal, progress }: NewBoardOptions,
): Promise<NewBoard> {
  signal?.throwIfAborted();
  const board = await shelf.create(name, 'incomplete');
  try {
    const session = await shelf.open(board.id);
    const paced = new Paced(session, clock, signal);
    try {
      const filled = await fill(session, content, texts, paced, progress);
      if (isWhole && filled.refused + filled.damaged + filled.full > 0)
        throw new NotWhole(JSON.stringify(filled));
      const isSettled = ({ pendingChanges }: SessionView): boolean => pendingChanges === 0;
      await paced.unlessEnded(until(session, isSettled, clock, settleMilliseconds));
      signal?.throwIfAborted();
      // Before it is closed: another window may delete an incomplete board that is not open.
      await shelf.completed(board.id);
      return { board, ...filled };
    } finally {
      paced.stop();
      await session.close();
    }
  } catch (error) {
    await shelf.forget(board.id);
    throw error;
  }
}
