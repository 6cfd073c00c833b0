/**
 * A private window of a Chromium that several people and tests share: its storage is separate, in memory, and lasts until
 * `end`. It starts without the cost of a browser process, and has no process that could be killed.
 */

import type { Browser, BrowserContext } from '@playwright/test';
import { viewport } from './chromium.ts';
import { PersonsBrowser } from './persons-browser.ts';

export class PrivateWindow extends PersonsBrowser {
  readonly #browser: Browser;
  #context: BrowserContext | undefined;

  constructor(browser: Browser) {
    super();
    this.#browser = browser;
  }

  get processId(): number {
    throw new Error(noProcess);
  }

  kill(): Promise<void> {
    throw new Error(noProcess);
  }

  freeze(): () => void {
    throw new Error(noProcess);
  }

  override async end(): Promise<void> {
    await this.quit();
    await this.#context?.close();
  }

  /** Restarts keep the context, and with it the storage. */
  protected async open(): Promise<BrowserContext> {
    if (this.#context === undefined) {
      this.#context = await this.#browser.newContext({ viewport });
      this.watch(this.#context);
    }
    return this.#context;
  }
}

const noProcess =
  "A private window has no process of its own: this test needs test.use({ browsers: 'separate' }).";
