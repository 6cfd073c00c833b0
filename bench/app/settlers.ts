/** Sessions of one board without a window (`pages/settle-page.ts`), each in a Chromium process with a separate profile. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { pageScript } from '../../e2e/page/page-script.ts';
import { BrowserProfile } from '../../e2e/processes/browser-profile.ts';
import { Host } from '../../e2e/processes/host.ts';
import type * as SettlePage from '../pages/settle-page.ts';

declare global {
  interface Window {
    settler: typeof SettlePage;
  }
}

/** Runs `measure` with the pages of three voters, which are ready. Ends all processes after it, also if it throws. */
export async function withThreeSettlers(measure: (pages: readonly Page[]) => Promise<void>): Promise<void> {
  const host = new Host();
  await host.start();
  const folder = await mkdtemp(join(tmpdir(), 'paxboard-bench-'));
  const profiles = ['Ada', 'Ben', 'Cleo'].map((name) => new BrowserProfile(join(folder, name)));
  try {
    const script = await pageScript(join(import.meta.dirname, '../pages/settle-page.ts'), 'settler');
    const pages: Page[] = [];
    for (const profile of profiles) pages.push(await device(profile, host.url, script));
    await connectAll(pages);
    await measure(pages);
  } finally {
    for (const profile of profiles) await profile.quit();
    await host.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function device(profile: BrowserProfile, url: string, script: string): Promise<Page> {
  await profile.start();
  await profile.page.goto(url);
  await profile.page.evaluate(script);
  return profile.page;
}

async function connectAll(pages: readonly Page[]): Promise<void> {
  const [founder, ...others] = pages;
  if (founder === undefined) throw new RangeError('no pages');
  const invite = await founder.evaluate(() => window.settler.create('Ada'));
  for (const page of others) await page.evaluate((to) => window.settler.join(to, 'Another'), invite);
  await allReady(pages);
}

/** Resolves when all vote and are linked, and nothing is pending. */
export async function allReady(pages: readonly Page[]): Promise<void> {
  for (const page of pages)
    await page.waitForFunction(() => window.settler.isReady(), undefined, { polling: 100 });
}
