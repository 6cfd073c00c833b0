/**
 * Sessions of one board without a window (`pages/settle-page.ts`), each in a Chromium process with a separate profile.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { pageScript } from '../../e2e/page/page-script.ts';
import { BrowserProfile } from '../../e2e/processes/browsers/browser-profile.ts';
import { Host } from '../../e2e/processes/host.ts';
import type * as SettlePage from '../pages/settle-page.ts';

const people = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eva'];

declare global {
  interface Window {
    settler: typeof SettlePage;
  }
}

/**
 * Runs `measure` with the pages of `count` voters, which are ready. Ends all processes after it, also if it throws.
 *
 * @param count 3 or 5.
 */
export function withSettlers(measure: (pages: readonly Page[]) => Promise<void>, count = 3): Promise<void> {
  return withBrowsers(async (pages, host) => {
    const script = await settlerScript();
    await Promise.all(pages.map((page) => loadAt(page, host.url, script)));
    await connectAll(pages);
    await measure(pages);
  }, count);
}

/**
 * Runs `measure` with an empty page of each of `count` browsers, at most five, and a host. Ends all processes after it,
 * also if it throws.
 */
export async function withBrowsers(
  measure: (pages: readonly Page[], host: Host) => Promise<void>,
  count = 3,
): Promise<void> {
  const host = new Host();
  await host.start();
  const folder = await mkdtemp(join(tmpdir(), 'paxboard-bench-'));
  const profiles = people.slice(0, count).map((name) => new BrowserProfile(join(folder, name)));
  try {
    for (const profile of profiles) await profile.start();
    await measure(
      profiles.map(({ page }) => page),
      host,
    );
  } finally {
    for (const profile of profiles) await profile.quit();
    await host.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export function settlerScript(): Promise<string> {
  return pageScript(join(import.meta.dirname, '../pages/settle-page.ts'), 'settler');
}

/** Opens `url` in the page, instead of what it shows, and runs `script` there. */
export async function loadAt(page: Page, url: string, script: string): Promise<void> {
  await page.goto(url);
  await page.evaluate(script);
}

/** The pages, with {@link settlerScript}, become the voters of a new board. */
export async function connectAll(pages: readonly Page[]): Promise<void> {
  const [founder, ...others] = pages;
  if (founder === undefined) throw new RangeError('no pages');
  const invite = await founder.evaluate(() => window.settler.create('Ada'));
  for (const page of others) await page.evaluate((to) => window.settler.join(to, 'Another'), invite);
  await allReady(pages);
}

/** Resolves when all vote and are linked, and nothing is pending. */
export async function allReady(pages: readonly Page[]): Promise<void> {
  for (const page of pages)
    await page.waitForFunction((voters) => window.settler.isReady(voters), pages.length, { polling: 100 });
}
