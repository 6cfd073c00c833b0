/** Modes of one person's window, and the command palette. */

import { liveScene } from '../../page/live-scene.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect } from '../../processes/instances.ts';
import { elementsOf, newIn, stateOf } from './scene.ts';

export async function usesModes(
  ada: Instance,
  ben: Instance,
  shot: (name: string) => Promise<unknown>,
): Promise<void> {
  const { keyboard, mouse } = ada.page;
  const is = (name: string) => expect.poll(() => stateOf(ada, name));
  const palette = ada.page.locator('.command-palette-dialog');
  await keyboard.press('Escape');

  await ada.showTasks();
  await keyboard.press('Control+/');
  await expect(palette).toBeHidden();
  await ada.showWhiteboard();
  await keyboard.press('Control+/');
  await expect(palette.getByText('Find on canvas')).toBeVisible();
  await expect(palette.getByText('Clear for everyone…')).toBeVisible();
  for (const gone of ['Reset the canvas', 'Clear canvas', 'Canvas background', 'Text to diagram...'])
    await expect(palette.getByText(gone)).toHaveCount(0);
  for (const colorScheme of ['dark', 'light'] as const) {
    await ada.page.emulateMedia({ colorScheme });
    await shot(`palette-${colorScheme}`);
  }
  await keyboard.type('zen');
  await keyboard.press('Enter');
  await is('zenModeEnabled').toBe(true);
  await keyboard.press('Alt+z');
  await is('zenModeEnabled').toBe(false);

  await keyboard.press('Alt+r');
  await is('viewModeEnabled').toBe(true);
  await expect(ada.whiteboard.getByTestId('toolbar-rectangle')).toHaveCount(0);
  await keyboard.press('Alt+r');
  await expect(ada.whiteboard.getByTestId('toolbar-rectangle')).toHaveCount(1);

  await keyboard.press("Control+'");
  await is('gridModeEnabled').toBe(true);
  const before = (await elementsOf(ada)).length;
  await ada.draw({ tool: 'rectangle', from: [913, 617], to: [1007, 691] });
  const [drawn] = await newIn(ben, ada, before);
  const step = Number(await stateOf(ada, 'gridSize'));
  for (const side of ['x', 'y', 'width', 'height'] as const) expect(Number(drawn?.[side]) % step).toBe(0);
  await keyboard.press("Control+'");
  await keyboard.press('Alt+s');
  await is('objectsSnapModeEnabled').toBe(true);
  await keyboard.press('Alt+s');

  await keyboard.press('k');
  await mouse.move(500, 650);
  await mouse.down();
  await mouse.move(800, 700, { steps: 10 });
  const seen = async () => (await liveScene(ben.page)).others[0]?.pointer?.tool;
  await expect.poll(seen).toBe('laser');
  await mouse.up();
  await keyboard.press('v');
}
