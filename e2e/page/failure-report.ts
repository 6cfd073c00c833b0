/** Saves the screens of all windows when a test fails, next to the test result; `npm test` prints the texts. */

import { writeFile } from 'node:fs/promises';
import type { Page, TestInfo } from '@playwright/test';

/** The longest wait for a page that hangs or has crashed, milliseconds. */
const timeout = 5000;

export interface ReportedWindow {
  readonly name: string;
  readonly isRunning: boolean;
  /** Available only while the window is running. */
  readonly page: Page;
}

export function attachInstances(info: TestInfo, instances: readonly ReportedWindow[]): Promise<void> {
  const running = instances.filter(({ isRunning }) => isRunning);
  return attachPages(
    info,
    running.map(({ name, page }) => [name, page]),
  );
}

/** @param pages each with a valid file name. */
export async function attachPages(
  info: TestInfo,
  pages: readonly (readonly [string, Page])[],
): Promise<void> {
  for (const [name, page] of pages) {
    const text = info.outputPath(`${name}.txt`);
    await writeFile(text, `${page.url().replace(/#join=.*/, '#join=…')}\n${await read(page)}\n`);
    await info.attach(`what ${name} saw`, { path: text, contentType: 'text/plain' });
    await page.screenshot({ path: info.outputPath(`${name}.png`), timeout }).catch(() => undefined);
  }
}

async function read(page: Page): Promise<string> {
  try {
    return await page.locator('body').ariaSnapshot({ timeout });
  } catch (error) {
    return `The page cannot be read: ${String(error)}`;
  }
}
