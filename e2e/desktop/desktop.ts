/** A person's desktop app with a profile of its own. */

import { BoardPage } from '../page/board-page.ts';
import type { ConsoleErrors } from '../page/console-errors.ts';
import type { LaunchedApp } from '../processes/electron-app.ts';
import { DesktopProfile } from './desktop-profile.ts';
import type { Lab } from './lab.ts';

export class Desktop extends BoardPage {
  readonly name: string;
  readonly #profile: DesktopProfile;

  /** @param lab keeps the profile. */
  constructor(name: string, lab: Lab) {
    const profile = new DesktopProfile(name.toLowerCase(), lab);
    super(profile);
    this.name = name;
    this.#profile = profile;
  }

  get app(): LaunchedApp {
    return this.#profile.app;
  }

  get errors(): ConsoleErrors {
    return this.#profile.errors;
  }

  /**
   * Starts the app, and enters the name the first time.
   *
   * @param args the link or file to open.
   * @returns the time until its window was usable, milliseconds.
   */
  async start(...args: readonly string[]): Promise<number> {
    const begun = performance.now();
    await this.#profile.start(args);
    await this.expectUsable();
    const took = performance.now() - begun;
    await this.enterName(this.name);
    return took;
  }

  /** Opens a board that this device knows, and waits until its changes settle. */
  override async openBoard(name: string): Promise<void> {
    await super.openBoard(name);
    await this.expectState('settling');
  }

  quit(): Promise<void> {
    return this.#profile.quit();
  }

  kill(): Promise<void> {
    return this.#profile.kill();
  }
}
