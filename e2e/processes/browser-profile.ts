/** A Chromium with a profile of its own, which outlives the process: it can be started, quit, killed, and started again. */

import type { BrowserContext, Page } from '@playwright/test';
import { ConsoleErrors } from '../page/console-errors.ts';
import { killChromium, launchChromium } from './chromium.ts';

export interface BrowserOptions {
  /** The program to run, where that is not the usual one. */
  readonly chromium?: string | undefined;
  /** Runs each time the browser has started, before any page is opened in it. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

export class BrowserProfile {
  readonly errors = new ConsoleErrors();
  readonly #folder: string;
  readonly #options: BrowserOptions;
  #running: { readonly context: BrowserContext; readonly page: Page } | undefined;

  /** @param folder keeps the profile. */
  constructor(folder: string, options: BrowserOptions = {}) {
    this.#folder = folder;
    this.#options = options;
  }

  get page(): Page {
    return this.#known().page;
  }

  get context(): BrowserContext {
    return this.#known().context;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Starts the browser with one page. */
  async start(): Promise<void> {
    const context = await launchChromium(this.#folder, { program: this.#options.chromium });
    this.errors.watch(context);
    await this.#options.prepare?.(context);
    this.#running = { context, page: context.pages()[0] ?? (await context.newPage()) };
  }

  /** Another tab of the same browser. */
  async newTab(url: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(url);
    return page;
  }

  /** Continues in another tab, and closes the one before. */
  async moveTo(page: Page): Promise<void> {
    const { context, page: before } = this.#known();
    this.#running = { context, page };
    await before.close();
  }

  /** As a person quits it: its pages receive the event. */
  async quit(): Promise<void> {
    const context = this.#running?.context;
    this.#running = undefined;
    if (context === undefined) return;
    for (const page of context.pages()) await page.close();
    await context.close();
  }

  /** As a power cut ends it: its pages receive no event. */
  async kill(): Promise<void> {
    const { context } = this.#known();
    this.#running = undefined;
    await killChromium(context, this.#folder);
  }

  #known() {
    if (this.#running === undefined) throw new Error(`no browser runs on ${this.#folder}`);
    return this.#running;
  }
}
