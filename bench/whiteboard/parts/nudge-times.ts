/** The longest task when a person selects all and moves it by the arrow keys. */

import { setTimeout as delay } from 'node:timers/promises';
import { type Boards, Figures, inTurns, lookAt, type Row, restMs } from '../boards.ts';

/** @param elements of the drawing. @throws Error if a nudge does not move all of them. */
export async function timeNudges(boards: Boards, rounds: number, elements: number): Promise<readonly Row[]> {
  const longest = new Figures();
  for (let round = 0; round <= rounds; round += 1) {
    const both = await inTurns(boards, async (board) => {
      await lookAt(board);
      await board.page.evaluate(() => window.scene.focus());
      await board.page.evaluate(() => window.scene.recordTasks());
      await board.page.keyboard.press('Control+a');
      await delay(restMs);
      const before = await board.page.evaluate(() => window.scene.sumOfX());
      await board.page.keyboard.press('ArrowRight');
      await delay(2 * restMs);
      // Without the focus nothing would move, and no task would be long.
      const moved = (await board.page.evaluate(() => window.scene.sumOfX())) - before;
      if (moved < elements) throw new Error(`the nudge moved ${moved} of ${elements} elements`);
      await board.page.keyboard.press('ArrowLeft');
      await delay(2 * restMs);
      const task = await board.page.evaluate(() => window.scene.longestTask());
      await board.page.keyboard.press('Escape');
      return task;
    });
    if (round > 0) longest.add(both);
  }
  return [longest.row('select all and nudge: the longest task, ms', 0)];
}
