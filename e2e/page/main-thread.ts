/** The processor time of a page's main thread, from Chromium's DevTools. */

import type { CDPSession, Page } from '@playwright/test';

export class MainThread {
  readonly #devtools: CDPSession;

  private constructor(devtools: CDPSession) {
    this.#devtools = devtools;
  }

  static async of(page: Page): Promise<MainThread> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new MainThread(devtools);
  }

  /** Of all its tasks so far, milliseconds. */
  async busyMs(): Promise<number> {
    const { metrics } = await this.#devtools.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  }
}
