/** The frames of a person's gestures. */

import { quantileOf, spreadOf } from '../../report/statistics.ts';
import { type Boards, centreOf, Figures, inTurns, lookAt, type Row } from '../boards.ts';
import { type Gesture, gestures } from '../excalidraw/gestures.ts';

/**
 * @param label of the rows, after the gesture's name.
 * @param print is called with the rows of each gesture.
 */
export async function timeGestures(
  boards: Boards,
  rounds: number,
  label: string,
  print: (rows: readonly Row[]) => void,
): Promise<void> {
  for (const gesture of gestures) print(await timeGesture(gesture, boards, rounds, label));
}

async function timeGesture(
  gesture: Gesture,
  boards: Boards,
  rounds: number,
  label: string,
): Promise<readonly Row[]> {
  const [middle, slow, busy] = [new Figures(), new Figures(), new Figures()];
  // The first round compiles the code.
  for (let round = 0; round <= rounds; round += 1) {
    const [ours, alone] = await inTurns(boards, async (board) => {
      await lookAt(board);
      const { timed, after } = await gesture.run(board.page, await centreOf(board));
      await board.page.evaluate(() => window.scene.recordFrames());
      const before = await board.thread.busyMs();
      await timed();
      const spent = (await board.thread.busyMs()) - before;
      const frames = await board.page.evaluate(() => window.scene.recordedFrames());
      await after();
      return { middle: spreadOf(frames).median, slow: quantileOf(frames, 0.95), busy: spent / frames.length };
    });
    if (round === 0) continue;
    middle.add([ours.middle, alone.middle]);
    slow.add([ours.slow, alone.slow]);
    busy.add([ours.busy, alone.busy]);
  }
  const name = `${gesture.name}${label}`;
  return [
    middle.row(`${name}: a frame, ms`, 1),
    slow.row(`${name}: a slow frame (95 %), ms`, 1),
    busy.row(`${name}: main thread in a frame, ms`, 1),
  ];
}
