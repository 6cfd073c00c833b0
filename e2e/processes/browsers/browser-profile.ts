/** A Chromium with a separate profile, which outlives the process: it can be started, quit, killed, and restarted. */

import type { BrowserContext } from '@playwright/test';
import { browserProcess, freezeChromium, killChromium, launchChromium } from './chromium.ts';
import { PersonsBrowser } from './persons-browser.ts';

export interface BrowserOptions {
  /** The program to run; the installed Chromium by default. */
  readonly chromium?: string | undefined;
  /** Called after each start of the browser, before it opens a page. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

export class BrowserProfile extends PersonsBrowser {
  readonly #folder: string;
  readonly #options: BrowserOptions;

  /** @param folder holds the profile. */
  constructor(folder: string, options: BrowserOptions = {}) {
    super();
    this.#folder = folder;
    this.#options = options;
  }

  get processId(): number {
    this.known();
    return browserProcess(this.#folder);
  }

  override async quit(): Promise<void> {
    const context = this.isRunning ? this.context : undefined;
    await super.quit();
    await context?.close();
  }

  async kill(): Promise<void> {
    const { context } = this.known();
    this.forget();
    await killChromium(context, this.#folder);
  }

  freeze(): () => void {
    return freezeChromium(this.#folder);
  }

  protected async open(): Promise<BrowserContext> {
    const context = await launchChromium(this.#folder, { program: this.#options.chromium });
    this.watch(context);
    await this.#options.prepare?.(context);
    return context;
  }
}
