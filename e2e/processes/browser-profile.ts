/** A Chromium with a separate profile, which outlives the process: it can be started, quit, killed, and restarted. */

import type { BrowserContext, Page } from '@playwright/test';
import { ConsoleErrors } from '../page/console-errors.ts';
import { ForeignRequests } from '../page/foreign-requests.ts';
import { browserProcess, freezeChromium, killChromium, launchChromium } from './chromium.ts';

export interface BrowserOptions {
  /** The program to run; the installed Chromium by default. */
  readonly chromium?: string | undefined;
  /** Called after each start of the browser, before it opens a page. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

export class BrowserProfile {
  readonly errors = new ConsoleErrors();
  readonly foreign = new ForeignRequests();
  readonly #folder: string;
  readonly #options: BrowserOptions;
  #running: { readonly context: BrowserContext; readonly page: Page } | undefined;

  /** @param folder holds the profile. */
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

  /** The browser's main process. */
  get processId(): number {
    this.#known();
    return browserProcess(this.#folder);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Starts the browser with one page. */
  async start(): Promise<void> {
    const context = await launchChromium(this.#folder, { program: this.#options.chromium });
    this.errors.watch(context);
    this.foreign.watch(context);
    await this.#options.prepare?.(context);
    this.#running = { context, page: context.pages()[0] ?? (await context.newPage()) };
  }

  /** Another tab of the same browser. */
  async newTab(url: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(url);
    return page;
  }

  /** Makes another tab the current one, and closes the previous one. */
  async moveTo(page: Page): Promise<void> {
    const { context, page: before } = this.#known();
    this.#running = { context, page };
    await before.close();
  }

  /** Quits the browser, as a person does: its pages receive their events. */
  async quit(): Promise<void> {
    const context = this.#running?.context;
    this.#running = undefined;
    if (context === undefined) return;
    for (const page of context.pages()) await page.close();
    await context.close();
  }

  /** Kills the browser, as a power loss does: its pages receive no event. */
  async kill(): Promise<void> {
    const { context } = this.#known();
    this.#running = undefined;
    await killChromium(context, this.#folder);
  }

  /** Stops all its processes. @returns a function that resumes them. */
  freeze(): () => void {
    return freezeChromium(this.#folder);
  }

  #known() {
    if (this.#running === undefined) throw new Error(`no browser runs on ${this.#folder}`);
    return this.#running;
  }
}
