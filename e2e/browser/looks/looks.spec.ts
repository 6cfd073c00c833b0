/**
 * `npm run test:looks`: pictures of every screen in every look, in `test-results/looks`, and measurements of their
 * layout.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fingerSize, layoutProblems } from '../../page/layout.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';
import { fillBoard, visitScreens } from './screens.ts';

const folder = join(import.meta.dirname, '../../../test-results/looks');

interface Look {
  readonly width: number;
  readonly dark?: boolean;
  readonly forced?: boolean;
  readonly rtl?: boolean;
  /** The browser's text size, CSS pixels. */
  readonly text?: number;
  readonly minTarget?: number;
}

const looks: Readonly<Record<string, Look>> = {
  light: { width: 1280 },
  dark: { width: 1280, dark: true },
  'right-to-left': { width: 1280, rtl: true },
  'text-200': { width: 1280, text: 32 },
  'text-200-narrow': { width: 800, text: 32 },
  forced: { width: 1280, forced: true, dark: true },
  'forced-light': { width: 1280, forced: true },
  phone: { width: 400, minTarget: fingerSize },
  'phone-dark': { width: 400, minTarget: fingerSize, dark: true },
  'phone-right-to-left': { width: 400, minTarget: fingerSize, rtl: true },
};

for (const [name, look] of Object.entries(looks)) {
  test(`the look "${name}": nothing is cut, overlaps, or is too small`, async ({ instances }) => {
    mkdirSync(join(folder, name), { recursive: true });
    const [ada, ben] = await instances.two('Harbour festival');
    await fillBoard(ada, ben);
    ada.page.setDefaultTimeout(8_000);
    await change(ada, look);
    await visitScreens(ada, async (screen) => {
      await atRest(ada);
      await ada.page.screenshot({ path: join(folder, name, `${screen}.png`), animations: 'disabled' });
      const problems = await layoutProblems(ada.page, { minTarget: look.minTarget ?? 0 });
      expect.soft(problems, `${name}, ${screen}`).toEqual([]);
    });
  });
}

async function change({ page, browser }: Instance, look: Look): Promise<void> {
  await page.emulateMedia({
    colorScheme: look.dark === true ? 'dark' : 'light',
    forcedColors: look.forced === true ? 'active' : 'none',
    reducedMotion: 'reduce',
  });
  if (look.text !== undefined) {
    const devtools = await browser.context.newCDPSession(page);
    await devtools.send('Page.setFontSizes', { fontSizes: { standard: look.text, fixed: look.text } });
  }
  if (look.rtl === true) {
    await page.getByRole('button', { name: 'Appearance' }).click();
    await page.getByRole('menuitem', { name: 'Right to left' }).click();
  }
  await page.setViewportSize({ width: look.width, height: 800 });
}

/** Without a tooltip, a notice or a transition. */
async function atRest({ page }: Instance): Promise<void> {
  await page.mouse.move(2, 798);
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  await page.waitForTimeout(150);
}
