/** One person's desktop app: the person's actions in a window of Electron. */

import type { BrowserContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { LaunchedApp } from '../processes/electron-app.ts';
import { Instance } from '../processes/instance.ts';
import type { Lab } from './lab.ts';

export class Desktop extends Instance {
  readonly #lab: Lab;
  #app: LaunchedApp | undefined;
  #window: Page | undefined;

  /** @param lab keeps its profile, under its name. */
  constructor(name: string, lab: Lab) {
    super(name, name, 'app://paxboard/');
    this.#lab = lab;
  }

  get app(): LaunchedApp {
    if (this.#app === undefined) throw new Error(`${this.name}'s app does not run`);
    return this.#app;
  }

  override get page(): Page {
    if (this.#window === undefined) throw new Error(`${this.name}'s app has no window`);
    return this.#window;
  }

  override get context(): BrowserContext {
    return this.app.context();
  }

  override get isRunning(): boolean {
    return this.#app !== undefined;
  }

  /** Starts the app, and enters a name the first time. */
  override async start(): Promise<void> {
    await this.startWith();
  }

  /**
   * @param args the link or file to open.
   * @returns the time until its window was usable, milliseconds.
   */
  async startWith(...args: readonly string[]): Promise<number> {
    const begun = performance.now();
    this.#app = await this.#lab.launch(this.name.toLowerCase(), args);
    this.errors.watch(this.#app.context());
    this.#window = await this.#app.firstWindow();
    const name = this.page.getByRole('textbox', { name: 'Your name' });
    await expect(name.or(this.newBoardName).or(this.joinButton).first()).toBeVisible();
    const took = performance.now() - begun;
    if (await name.isVisible()) {
      await name.fill(this.name);
      await this.page.getByRole('button', { name: 'Continue' }).click();
      await expect(this.newBoardName.or(this.joinButton).first()).toBeVisible();
    }
    return took;
  }

  /** The dialog about an invite that came as a deep link. */
  get joinButton() {
    return this.page.getByRole('button', { name: 'Join board' });
  }

  async acceptInvite(): Promise<void> {
    await this.joinButton.click();
    await expect(this.health).toHaveAttribute('data-state', 'settling');
  }

  async leaveToList(): Promise<void> {
    await this.page.getByRole('button', { name: 'Back to boards' }).click();
    await expect(this.newBoardName).toBeVisible();
  }

  async open(board: string): Promise<void> {
    await this.page.getByRole('button', { name: `Open ${board}` }).click();
    await expect(this.health).toHaveAttribute('data-state', 'settling');
  }

  override async quit(): Promise<void> {
    const { app } = this;
    this.#forget();
    await app.evaluate(({ app: running }) => running.quit()).catch(() => undefined);
    await app.ended();
  }

  override async kill(): Promise<void> {
    const { app } = this;
    this.#forget();
    app.main.kill('SIGKILL');
    await app.ended();
  }

  #forget(): void {
    this.#app = undefined;
    this.#window = undefined;
  }
}
