/** A person's laptop on the LAN, with the packaged desktop app. */

import { BoardPage } from '../page/board-page.ts';
import type { Machine } from './lan.ts';
import type { LaptopApp } from './laptop-app.ts';

/** Longer than the detection of a dead link takes, milliseconds. */
const patience = 45_000;

export class Laptop extends BoardPage {
  readonly name: string;
  readonly app: LaptopApp;

  constructor(name: string, app: LaptopApp) {
    super(app, patience);
    this.name = name;
    this.app = app;
  }

  get machine(): Machine {
    return this.app.machine;
  }

  get isRunning(): boolean {
    return this.app.isRunning;
  }

  /** Starts the app, and enters the name the first time. @param args the link or file to open. */
  async start(...args: readonly string[]): Promise<void> {
    await this.app.start(args);
    await this.enterName(this.name);
  }
}
