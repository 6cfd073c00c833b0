/** The part of a board that a device shows at its first visit, and at later ones. */

import { dropFile } from '../../page/files/dropped-file.ts';
import { liveScene } from '../../page/live-scene.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

const rectangle = { type: 'rectangle', width: 200, height: 100, seed: 1, version: 1, versionNonce: 1 };
/** Far from the origin, and larger than a window at 100 %. */
const places = [
  [20_000, 15_000],
  [23_000, 16_500],
] as const;
const drawing = JSON.stringify({
  type: 'excalidraw',
  elements: places.map(([x, y], at) => ({ ...rectangle, id: `berth-${at}`, x, y })),
});

async function showsAll(one: Instance): Promise<void> {
  await one.expectElements(places.length);
  await expect(async () => {
    const { viewport, elements } = await liveScene(one.page);
    const [left, top, right, bottom] = viewport;
    for (const [x, y] of places) {
      expect(x > left && x + 200 < right && y > top && y + 100 < bottom, `${viewport}`).toBe(true);
    }
    // Not above 100 %.
    expect(right - left).toBeGreaterThan((await one.whiteboard.boundingBox())?.width ?? 0);
    expect(elements).toHaveLength(places.length);
  }).toPass({ timeout: 10_000 });
  await expect(one.page.getByRole('button', { name: 'Scroll back to content' })).toBeHidden();
}

test('a drawing far from the origin is visible at the first visit; the view of a person holds at later ones', async ({
  instances,
}) => {
  const [ada, ben] = await instances.two('Harbour plan');
  const link = await ada.inviteLink();
  await Promise.all([ada.showWhiteboard(), ben.showWhiteboard()]);
  await ben.backToBoards();
  await ben.openBoard('Harbour plan');
  await ben.showWhiteboard();
  await dropFile(ada, 'berths.excalidraw', drawing);
  await ada.page.getByRole('button', { name: 'Add to this board' }).click();

  await test.step('after the file was opened, in a window that showed the empty board, and on a device that joins', async () => {
    await showsAll(ada);
    await showsAll(ben);
    const cleo = await instances.start('Cleo');
    await cleo.join(link);
    await cleo.showWhiteboard();
    await showsAll(cleo);
  });

  await test.step('the view of a person is the same after a reload', async () => {
    const before = (await liveScene(ben.page)).viewport;
    await ben.page.mouse.move(600, 400);
    await ben.page.mouse.wheel(0, 5000);
    await expect.poll(async () => (await liveScene(ben.page)).viewport).not.toEqual(before);
    // Until a smooth scroll has ended.
    let moved = before;
    await expect(async () => {
      const last = moved;
      moved = (await liveScene(ben.page)).viewport;
      expect(moved).toEqual(last);
    }).toPass();
    await ben.page.reload();
    await ben.expectElements(places.length);
    await expect.poll(async () => (await liveScene(ben.page)).viewport).toEqual(moved);
  });
});
