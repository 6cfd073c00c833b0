/**
 * Connects to the window of an app that Playwright did not launch, through its DevTools port: a packaged app (its inspector
 * is disabled), one that restarted itself, or one on another machine. https://chromedevtools.github.io/devtools-protocol/
 */

import { chromium, type Page } from '@playwright/test';
import { until } from './until.ts';

/**
 * Connects to the app's first page with its own scheme. The connection ends with the app.
 *
 * @param port the port of `--remote-debugging-port`.
 * @throws Error if there is none after 20 s.
 */
export function windowAt(port: number): Promise<Page> {
  return until('a page of Paxboard', async () => {
    // Electron rejects the management of contexts, which the defaults need.
    const app = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
    const page = app
      .contexts()
      .flatMap((context) => context.pages())
      .find((one) => one.url().startsWith('app://'));
    if (page === undefined) await app.close();
    return page;
  });
}
