/** The time of the main thread that another person's stroke costs. */

import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { type Board, type Boards, Figures, lookAt, type Row, restMs, view } from '../boards.ts';
import { wave } from '../excalidraw/gestures.ts';

const points = 200;

/**
 * The tasks of the main thread from the press of the other person's mouse until 600 ms after its release, less those of as long a
 * time at rest right after it. Excalidraw alone shows the same stroke in as many updates of its scene.
 *
 * @param drawer the page of the other person.
 */
export async function costOfStrokes(
  { ours, alone }: Boards,
  rounds: number,
  drawer: Page,
): Promise<readonly Row[]> {
  const [busy, each] = [new Figures(), new Figures()];
  const path = wave(points);
  for (let round = 0; round <= rounds; round += 1) {
    for (const board of [ours, alone]) await lookAt(board);
    await drawer.evaluate((to) => window.scene.look({ ...to, scrollY: to.scrollY - 3000 }), view);
    const [x, y] = [400, 300 + round * 10];
    await drawer.keyboard.press('7');
    await drawer.mouse.move(x, y);
    await delay(restMs);
    await ours.page.evaluate(() => window.scene.countUpdates());
    const spent = await spentAboveRest(ours, async () => {
      await drawer.mouse.down();
      for (const [right, down] of path) await drawer.mouse.move(x + right, y + down);
      await drawer.mouse.up();
      await delay(restMs);
    });
    const updates = await ours.page.evaluate(() => window.scene.countedUpdates());
    await drawer.keyboard.press('1');
    await drawer.keyboard.press('v');
    const far = path.map(([right, down]) => [-view.scrollX + right, -view.scrollY + 3000 + down] as const);
    const spentAlone = await spentAboveRest(alone, () =>
      alone.page.evaluate(([along, count]) => window.plain.showStroke(along, count), [far, updates] as const),
    );
    if (round === 0) continue;
    busy.add([spent, spentAlone]);
    each.add([spent / updates, spentAlone / updates]);
  }
  return [
    busy.row(`another's stroke of ${points} points: main thread, ms`, 1),
    each.row('the same, for each update of the scene, ms', 2),
  ];
}

async function spentAboveRest({ thread }: Board, run: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  const before = await thread.busyMs();
  await run();
  const spent = (await thread.busyMs()) - before;
  const passed = performance.now() - begun;
  await delay(restMs);
  const beforeRest = await thread.busyMs();
  await delay(passed);
  return spent - ((await thread.busyMs()) - beforeRest);
}
