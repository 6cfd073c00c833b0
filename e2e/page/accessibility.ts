/** Finds barriers to screen readers, keyboards and low vision, with axe. */

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * Rules that Excalidraw itself violates, with the reason for each exception. They are ignored inside its element only.
 *
 * Source of the rules: https://dequeuniversity.com/rules/axe/.
 */
const excalidrawExceptions: Readonly<Record<string, string>> = {
  'aria-dialog-name': 'Its colour pickers are dialogs without a name, which the page cannot set.',
  'button-name': 'The button of its main menu has only a picture, and the page cannot set a name.',
};

const excalidraw = '.excalidraw';

/** The rules whose result depends on colours: after the light scheme, only these are checked in the dark one. */
const colorRules = ['color-contrast', 'link-in-text-block'];

/** @returns the serious and critical violations on a page in both colour schemes, one per item. */
export async function violations(page: Page, screen: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
    // A colour during the transition belongs to neither scheme.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
    const { violations: broken } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .options({
        resultTypes: ['violations'],
        ...(colorScheme === 'dark' ? { runOnly: colorRules } : {}),
      })
      .analyze();
    for (const { id, impact, help, nodes } of broken) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      for (const { target, failureSummary } of nodes) {
        const selector = String(target[0]);
        const isForeign = await page
          .locator(selector)
          .first()
          .evaluate((element, root) => element.closest(root) !== null, excalidraw);
        if (isForeign && id in excalidrawExceptions) continue;
        found.push(`${screen}, ${colorScheme}: ${help} (${id}): ${selector}: ${failureSummary ?? ''}`);
      }
    }
  }
  return found;
}
