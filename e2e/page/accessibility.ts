/** Finds barriers to screen readers, keyboards and low vision, with axe. */

import type { Page } from '@playwright/test';
import axe, { type ImpactValue, type RunOptions } from 'axe-core';

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

/**
 * Not applied: a name has to contain all text of its button. Names here contain the label ("Open Harbour plan"); details, initials and the
 * zoom beside it are descriptions.
 */
const unused = { 'label-content-name-mismatch': { enabled: false } };

/** The rules whose result depends on colours: after the light scheme, only these are checked in the dark one. */
const colorRules = ['color-contrast', 'link-in-text-block'];

interface Barrier {
  readonly rule: string;
  readonly impact: ImpactValue | undefined;
  readonly text: string;
  readonly isInExcalidraw: boolean;
}

/** @returns the serious and critical violations on a page in both colour schemes, one per item. */
export async function violations(page: Page, screen: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
    // A colour during the transition belongs to neither scheme.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
    for (const { rule, impact, text, isInExcalidraw } of await barriers(page, {
      resultTypes: ['violations'],
      ...(colorScheme === 'dark' ? { runOnly: colorRules } : { rules: unused }),
    })) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      if (isInExcalidraw && rule in excalidrawExceptions) continue;
      found.push(`${screen}, ${colorScheme}: ${text}`);
    }
  }
  return found;
}

/** Axe is evaluated once in a page: three quarters of the time of a check went into reading it again. The app has no frames. */
async function barriers(page: Page, options: RunOptions): Promise<readonly Barrier[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(
    async ({ options, excalidraw }) => {
      // `axe` is what the source above defines.
      const { violations } = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(
        options,
      );
      return violations.flatMap(({ id, impact, help, nodes }) =>
        nodes.map(({ target, failureSummary }) => {
          const selector = String(target[0]);
          return {
            rule: id,
            impact: impact ?? undefined,
            text: `${help} (${id}): ${selector}: ${failureSummary ?? ''}`,
            isInExcalidraw: document.querySelector(selector)?.closest(excalidraw) != null,
          };
        }),
      );
    },
    { options, excalidraw },
  );
}
