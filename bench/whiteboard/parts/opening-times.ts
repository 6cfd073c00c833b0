/** The time until a board of many elements is drawn. */

import { setTimeout as delay } from 'node:timers/promises';
import { boardName } from '../../app/instances.ts';
import { type Board, type Boards, Figures, inTurns, lookAt, type Row, restMs } from '../boards.ts';

/**
 * @param elements of the drawing.
 * @param leave shows the list of boards instead of Paxboard's whiteboard.
 */
export async function timeOpenings(
  boards: Boards,
  rounds: number,
  elements: number,
  leave: () => Promise<void>,
): Promise<readonly Row[]> {
  const [times, busy] = [new Figures(), new Figures()];
  // Paxboard opens a board at its last place.
  await lookAt(boards.ours);
  for (let round = 0; round <= rounds; round += 1) {
    const [ours, alone] = await inTurns(boards, async (board) => {
      const isOurs = board === boards.ours;
      if (isOurs) await leave();
      else await board.page.evaluate(() => window.plain.close());
      await delay(3 * restMs);
      const before = await board.thread.busyMs();
      const time = await (isOurs ? openOurs(board, elements) : openPlain(board, elements));
      return { time, busy: (await board.thread.busyMs()) - before };
    });
    if (round === 0) continue;
    times.add([ours.time, alone.time]);
    busy.add([ours.busy, alone.busy]);
  }
  return [times.row('opening, ms', 0), busy.row('opening: main thread, ms', 0)];
}

function openPlain({ page }: Board, elements: number): Promise<number> {
  return page.evaluate((count) => window.scene.opening(window.plain.open, count), elements);
}

function openOurs({ page }: Board, elements: number): Promise<number> {
  return page.evaluate(([button, count]) => window.scene.opening(() => window.scene.click(button), count), [
    `Open ${boardName}`,
    elements,
  ] as const);
}
