/** Excalidraw's toolbar of the selected elements, which follows the end of a gesture in a later task. */

import { expect, test } from '../../processes/instances.ts';

test('the toolbar of a line goes with the selection, however short the click is that ends it', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard('Harbour plan');
  await ada.draw({ tool: 'line', from: [500, 300], to: [600, 380] });
  const button = ada.whiteboard.getByRole('button', { name: 'Edit line' });
  await expect(button).toBeVisible();
  // Within one task, so that React renders nothing in between that may wait.
  await ada.whiteboard.locator('canvas.interactive').evaluate(async (canvas) => {
    const place = { clientX: 900, clientY: 600, pointerId: 1, pointerType: 'mouse', isPrimary: true };
    canvas.dispatchEvent(new PointerEvent('pointerdown', { ...place, bubbles: true, buttons: 1 }));
    await Promise.resolve();
    canvas.dispatchEvent(new PointerEvent('pointerup', { ...place, bubbles: true }));
  });
  await expect(button).toBeHidden();
  await ada.expectElements(1);
});
