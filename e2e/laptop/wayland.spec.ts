/** The app under a Wayland compositor, without an X server. */

import { join } from 'node:path';
import { expect, test } from './laptop-test.ts';
import { WaylandScreen } from './parts/wayland.ts';

/** A colour that the app does not use. */
const colour = 0xd0_0d_1e;

test('under Wayland the window opens and draws, and opens again with its board', async ({ laptops }) => {
  const ada = await laptops.open('Ada');
  const screen = await WaylandScreen.open(ada.login, join(laptops.folder, 'picture'));
  // On a machine without a GPU, Chromium 114 draws nothing before it has given up starting one.
  const options = { env: screen.env, args: ['--ozone-platform=wayland', '--disable-gpu'] };
  try {
    await ada.start(options);
    await ada.createBoard('Harbour');
    await ada.draw({ tool: 'rectangle', from: [400, 300], to: [600, 420] });
    await ada.expectElements(1);
    await ada.addTask('Paint the boat');
    await ada.expectSettled();
    expect(screen.pixelsOf(colour)).toBe(0);
    await ada.page.evaluate(cover, colour);
    await expect.poll(() => screen.pixelsOf(colour)).toBeGreaterThan(100_000);
    expect(await ada.quit()).toBe('exit code 0');
    await expect.poll(() => screen.pixelsOf(colour)).toBe(0);

    await ada.start(options);
    await ada.openBoard('Harbour');
    await ada.expectElements(1);
    await ada.showTasks();
    await ada.expectTask('Paint the boat');
    expect(await ada.quit()).toBe('exit code 0');
  } finally {
    screen.close();
  }
});

/** Runs in a page: fills it with a colour. */
function cover(rgb: number): void {
  const cloth = document.createElement('div');
  const background = `#${rgb.toString(16).padStart(6, '0')}`;
  Object.assign(cloth.style, { position: 'fixed', inset: '0', zIndex: '9999', background });
  document.body.append(cloth);
}
