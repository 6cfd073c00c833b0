/** The browser of one person: its storage is separate from everybody else's, and lasts from one start to the next. */

import type { BrowserContext, Page } from '@playwright/test';
import { ConsoleErrors } from '../../page/console-errors.ts';
import { ForeignRequests } from '../../page/foreign-requests.ts';

export abstract class PersonsBrowser {
  readonly errors = new ConsoleErrors();
  readonly foreign = new ForeignRequests();
  #running: { readonly context: BrowserContext; readonly page: Page } | undefined;

  get page(): Page {
    return this.known().page;
  }

  get context(): BrowserContext {
    return this.known().context;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Starts the browser with one page. */
  async start(): Promise<void> {
    const context = await this.open();
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
    const { context, page: before } = this.known();
    this.#running = { context, page };
    await before.close();
  }

  /** Quits the browser, as a person does: its pages receive their events. */
  async quit(): Promise<void> {
    const context = this.#running?.context;
    this.#running = undefined;
    if (context === undefined) return;
    for (const page of context.pages()) await page.close();
  }

  /** The id of its main process. */
  abstract get processId(): number;

  /** Kills the browser, as a power loss does: its pages receive no event. */
  abstract kill(): Promise<void>;

  /** Stops all its processes. @returns a function that resumes them. */
  abstract freeze(): () => void;

  /** Quits the browser for the last time. */
  async end(): Promise<void> {
    await this.quit();
  }

  /** @returns the context of this start, whose errors and requests are watched. */
  protected abstract open(): Promise<BrowserContext>;

  protected watch(context: BrowserContext): void {
    this.errors.watch(context);
    this.foreign.watch(context);
  }

  protected known(): { readonly context: BrowserContext; readonly page: Page } {
    if (this.#running === undefined) throw new Error('this browser does not run');
    return this.#running;
  }

  /** Its processes have ended. */
  protected forget(): void {
    this.#running = undefined;
  }
}
