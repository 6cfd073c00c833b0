/**
 * The window of an app that Playwright has not launched (packaged: its inspector is disabled; restarted by itself; on another machine), by
 * its DevTools port. https://chromedevtools.github.io/devtools-protocol/
 */

import { chromium, type Page } from '@playwright/test';
import { until } from './until.ts';

/**
 * Connects to the app's first page of its own. The connection ends with the app.
 *
 * @param port of `--remote-debugging-port`.
 * @throws Error if there is none after 20 s.
 */
export function windowAt(port: number): Promise<Page> {
  return until('a page of Paxboard', async () => {
    // Electron has none of the defaults: it rejects the management of contexts.
    const app = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
    const page = app
      .contexts()
      .flatMap((context) => context.pages())
      .find((one) => one.url().startsWith('app://'));
    if (page === undefined) await app.close();
    return page;
  });
}
