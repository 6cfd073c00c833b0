/** Undo and redo of one's own changes, across others' changes, leaving a board, and a reload. */

import { excalidrawApp } from '../../page/excalidraw-app.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

/** The shapes on the whiteboard, each as its type and its place. */
async function shapes({ page }: Instance): Promise<readonly string[]> {
  const found = await page.evaluateHandle(excalidrawApp);
  return found.evaluate((app) =>
    (app?.getSceneElements() ?? [])
      .map(({ type, x, y }) => `${type} at ${Math.round(x)},${Math.round(y)}`)
      .toSorted(),
  );
}

/** Begins with an empty board. */
export async function undoes(ada: Instance, ben: Instance): Promise<void> {
  const { keyboard } = ada.page;
  const button = (way: 'undo' | 'redo') => ada.whiteboard.getByTestId(`button-${way}`);
  const expectShapes = async (expected: readonly string[]) => {
    for (const one of [ada, ben]) await expect.poll(() => shapes(one)).toEqual(expected);
  };

  await test.step('in the window, around a change of another person', async () => {
    await expect(button('undo')).toBeDisabled();
    await ada.draw({ tool: 'rectangle', from: [400, 300], to: [500, 360] });
    await ben.expectElements(1);
    await ben.draw({ tool: 'diamond', from: [700, 300], to: [800, 360] });
    await ada.expectElements(2);
    const [, rectangle = ''] = await shapes(ada);
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await expect.poll(() => shapes(ben)).not.toContain(rectangle);
    await keyboard.press('Control+z');
    await keyboard.press('Control+z');
    await expect.poll(() => shapes(ben)).toContain(rectangle);
    await button('undo').click();
    await ada.expectElements(1);
    await expect(button('undo')).toBeDisabled();
    await keyboard.press('Control+Shift+z');
    await ben.expectElements(2);
    await ada.addTask('Order rope');
  });

  await test.step('after leaving the board', async () => {
    await ada.backToBoards();
    await ada.openBoard('Harbour plan');
    await ada.showWhiteboard();
    const [diamond = ''] = await shapes(ada);
    await keyboard.press('Control+z');
    await expectShapes([diamond]);
    await ada.showTasks();
    await keyboard.press('Control+z');
    await expect(ada.task('Order rope')).toHaveCount(0);
    await keyboard.press('Control+Shift+z');
    await ben.showTasks();
    await ben.expectTask('Order rope');
    await ben.showWhiteboard();
  });

  await test.step('after a reload, and not what another person changed since', async () => {
    await ada.showWhiteboard();
    await button('redo').click();
    await ben.expectElements(2);
    // Ben moves Ada's rectangle.
    await ben.whiteboard.getByTestId('toolbar-selection').click({ force: true });
    await ben.page.mouse.move(400, 330);
    await ben.page.mouse.down();
    await ben.page.mouse.move(400, 400, { steps: 4 });
    await ben.page.mouse.up();
    const moved = await shapes(ben);
    await expectShapes(moved);
    // Ada paints it, reloads, and takes the colour back: Ben's move stays.
    await ada.page.mouse.click(400, 400);
    await keyboard.press('ArrowRight');
    await expect.poll(() => shapes(ben)).not.toEqual(moved);
    await ada.page.reload();
    await expect(ada.whiteboard).toHaveAttribute('data-ready', 'true');
    await ada.expectElements(2);
    await keyboard.press('Control+z');
    await expectShapes(moved);
    // Redone, and changed by Ben: there is nothing to undo any more.
    await keyboard.press('Control+y');
    await expect.poll(() => shapes(ben)).not.toEqual(moved);
    await ben.page.mouse.click(401, 400);
    await ben.page.keyboard.press('ArrowLeft');
    await ben.page.keyboard.press('ArrowLeft');
    await expectShapes(await shapes(ben));
    const bens = await shapes(ben);
    await keyboard.press('Control+z');
    await expect(ada.page.getByText('Someone else changed the same since')).toBeVisible();
    await expectShapes(bens);
  });
}
