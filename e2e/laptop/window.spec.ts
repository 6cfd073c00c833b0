/** The window's position and size under a window manager, from one start to the next, and on a smaller screen. */

import type { Laptop } from './laptop.ts';
import { expect, test } from './laptop-test.ts';
import type { Box } from './parts/screen.ts';
import { Tray } from './parts/tray.ts';

const corner: Box = { x: 880, y: 640, width: 660, height: 480 };

test('the window opens where it was, maximized if it was, and on a smaller screen where it can be seen', async ({
  laptops,
}) => {
  const ada = await laptops.open('Ada');
  await ada.start();
  await ada.screen.place(corner);
  const placed = await ada.screen.box();
  expect(placed).toMatchObject({ width: corner.width, height: corner.height });

  for (const start of ['second', 'third']) {
    await test.step(`the ${start} start`, async () => {
      expect(await ada.quit()).toBe('exit code 0');
      await ada.start();
      // It must not creep by the width of its frame.
      await expect.poll(() => ada.screen.box()).toEqual(placed);
    });
  }

  await test.step('maximized, and back to its size', async () => {
    await ada.screen.maximize();
    await expect.poll(async () => (await ada.screen.box()).width).toBe(1600);
    expect(await ada.quit()).toBe('exit code 0');
    await ada.start();
    await expect.poll(async () => (await ada.screen.box()).width).toBe(1600);
    await ada.screen.maximize();
    await expect.poll(() => ada.screen.box()).toEqual(placed);
  });

  await test.step('on a smaller screen', async () => {
    expect(await ada.quit()).toBe('exit code 0');
    await ada.screen.resize(1024, 640);
    await ada.start();
    await expectOnScreen(ada, 1024, 640);
    expect(await ada.quit()).toBe('exit code 0');
    await ada.screen.resize(600, 440);
    await ada.start();
    await expectOnScreen(ada, 600, 440);
  });
});

test('a window that was hidden in the tray opens on the screen that is left', async ({ laptops }) => {
  const ada = await laptops.open('Ada');
  const tray = await Tray.start(ada.login);
  await ada.start();
  await ada.page.evaluate(() => Reflect.get(globalThis, 'paxboard').changeSettings({ stayInTray: true }));
  await ada.screen.place(corner);
  await ada.screen.press('alt+F4');
  await expect.poll(() => ada.screen.hasWindow()).toBe(false);
  await ada.screen.resize(800, 600);
  await tray.click();
  await expect.poll(() => ada.screen.hasWindow()).toBe(true);
  await expectOnScreen(ada, 800, 600);
});

/** Enough of its title bar to drag it. */
async function expectOnScreen(laptop: Laptop, width: number, height: number): Promise<void> {
  await expect
    .poll(async () => {
      const box = await laptop.screen.box();
      const isHeld = box.x + box.width >= 100 && box.x <= width - 100 && box.y >= 0 && box.y <= height - 32;
      return isHeld || box;
    })
    .toBe(true);
}
