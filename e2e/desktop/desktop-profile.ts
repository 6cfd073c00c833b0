/**
 * The desktop app with a named profile of its own (`--profile`), which outlives the process: it can be started, quit, killed, and
 * started again. All belong to one user of one machine.
 */

import type { Page } from '@playwright/test';
import { ConsoleErrors } from '../page/console-errors.ts';
import type { LaunchedApp } from '../processes/electron-app.ts';
import type { Lab } from './lab.ts';

/** The folder of the person's data: the app keeps each named profile in a folder of its own below it. */
const oneUser = 'all';

export class DesktopProfile {
  readonly errors = new ConsoleErrors();
  readonly #name: string;
  readonly #lab: Lab;
  #running: { readonly app: LaunchedApp; readonly page: Page } | undefined;

  /** @param lab keeps the profile. */
  constructor(name: string, lab: Lab) {
    this.#name = name;
    this.#lab = lab;
  }

  get app(): LaunchedApp {
    return this.#known().app;
  }

  get page(): Page {
    return this.#known().page;
  }

  /** Starts the app. @param args the link or file to open. */
  async start(args: readonly string[]): Promise<void> {
    const app = await this.#lab.launch(oneUser, [`--profile=${this.#name}`, ...args]);
    this.errors.watch(app.context());
    this.#running = { app, page: await app.firstWindow() };
  }

  async quit(): Promise<void> {
    const { app } = this.#known();
    this.#running = undefined;
    await app.evaluate(({ app: running }) => running.quit()).catch(() => undefined);
    await app.ended();
  }

  async kill(): Promise<void> {
    const { app } = this.#known();
    this.#running = undefined;
    app.main.kill('SIGKILL');
    await app.ended();
  }

  #known() {
    if (this.#running === undefined) throw new Error(`no app runs on the profile "${this.#name}"`);
    return this.#running;
  }
}
