/** A person's Paxboard in a browser with storage of its own. */

import { BoardPage } from '../page/board-page.ts';
import type { ConsoleErrors } from '../page/console-errors.ts';
import type { PersonsBrowser } from './browsers/persons-browser.ts';

export class Instance extends BoardPage {
  readonly name: string;
  readonly browser: PersonsBrowser;
  readonly #url: string;

  /** @param url the URL of the start screen. */
  constructor(name: string, browser: PersonsBrowser, url: string) {
    super(browser);
    this.name = name;
    this.browser = browser;
    this.#url = url;
  }

  get errors(): ConsoleErrors {
    return this.browser.errors;
  }

  get isRunning(): boolean {
    return this.browser.isRunning;
  }

  /** Starts the browser at the start screen, and enters the name the first time. */
  async start(): Promise<void> {
    await this.browser.start();
    await this.visit(this.#url);
  }

  /** Starts the browser again, and opens a board that this device knows. */
  async restart(board: string): Promise<void> {
    await this.start();
    await this.openBoard(board);
  }

  /** Opens an address, and enters the name if the page asks for it. */
  async visit(url: string): Promise<void> {
    await this.page.goto(url);
    await this.enterName(this.name);
  }

  quit(): Promise<void> {
    return this.browser.quit();
  }

  kill(): Promise<void> {
    return this.browser.kill();
  }

  /** Quits the browser for the last time. */
  end(): Promise<void> {
    return this.browser.end();
  }
}
