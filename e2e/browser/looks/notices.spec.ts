/** A notice at the bottom of the window covers no control, and the focused one stays in sight. */

import type { Locator, Page } from '@playwright/test';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

const sizes = [
  ['wide', 1280, 720],
  ['narrow', 900, 640],
  ['phone', 390, 760],
  ['low', 760, 390],
] as const;

const themes = ['light', 'dark'] as const;

test('a notice covers no control of People and of Tasks, in any size and theme', async ({ instances }) => {
  test.setTimeout(120_000);
  const ada = await instances.start('Ada');
  await ada.createBoard('Harbour plan');
  await ada.showTasks();
  for (let at = 0; at < 9; at += 1) await ada.addTask(`Order rope ${at}`);
  await ada.expectSettled();
  const { page } = ada;
  for (const [name, width, height] of sizes) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      const shot = (what: string) =>
        page.screenshot({ path: test.info().outputPath(`${what} ${name} ${colorScheme}.png`) });
      await test.step(`Tasks, ${name}, ${colorScheme}`, async () => {
        const last = ada.task('Order rope 8').getByRole('button', { name: 'Order rope 8', exact: true });
        await last.focus();
        const notice = await aNotice(ada);
        await last.focus();
        await shot('tasks');
        expect(await covered(page, '.pb-tasks')).toEqual([]);
        await expect(last).toBeFocused();
        await expect(last).toBeInViewport({ ratio: 0.9 });
        await close(notice);
      });
      await test.step(`People, ${name}, ${colorScheme}`, async () => {
        const notice = await aNotice(ada);
        await page.getByRole('button', { name: /^People/ }).click();
        await expect(page.locator('.mantine-Drawer-content')).toBeVisible();
        // It slides into the window.
        await page.evaluate(() =>
          Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined))),
        );
        await page.locator('.mantine-Drawer-body').evaluate((body) => body.parentElement?.scrollTo(0, 1e5));
        await shot('people');
        expect(await covered(page, '.mantine-Drawer-content')).toEqual([]);
        await ada.closeDialog();
        await close(notice);
      });
    }
  }
});

/** Saves a template, which a notice confirms. */
async function aNotice(ada: Instance): Promise<Locator> {
  await ada
    .task('Order rope 8')
    .getByRole('button', { name: /^Actions/ })
    .click();
  await ada.page.getByRole('menuitem', { name: 'Save as a template' }).click();
  const notice = ada.page.locator('.mantine-Notification-root');
  await expect(notice).toHaveCount(1);
  await expect(notice).toHaveCSS('opacity', '1');
  // It stays while the pointer is on it.
  await notice.hover();
  return notice;
}

async function close(notice: Locator): Promise<void> {
  await notice.getByRole('button').click();
  await expect(notice).toHaveCount(0);
}

/** The controls below a notice at their middle, of those that no list hides. */
function covered(page: Page, scope: string): Promise<readonly string[]> {
  return page.evaluate((within) => {
    const isInSight = (control: Element, x: number, y: number): boolean => {
      for (let around = control.parentElement; around !== null; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue;
        const { left, right, top, bottom } = around.getBoundingClientRect();
        if (x < left || x > right || y < top || y > bottom) return false;
      }
      return true;
    };
    const controls = document.querySelectorAll(
      `${within} :is(button, input, textarea, a[href], [tabindex="0"])`,
    );
    return [...controls].flatMap((control) => {
      const { left, width, top, height } = control.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      if (width === 0 || !isInSight(control, x, y)) return [];
      const notice = document.elementFromPoint(x, y)?.closest('.mantine-Notifications-root') ?? null;
      return notice !== null ? [control.getAttribute('aria-label') ?? control.textContent ?? ''] : [];
    });
  }, scope);
}
