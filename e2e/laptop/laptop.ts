/** A person's laptop with the desktop app, and the system services that the app uses on it. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { BoardPage } from '../page/board-page.ts';
import { AppProcess } from '../processes/app-process.ts';
import { argsOf, packagedArgs } from '../processes/electron-app.ts';
import { LoginSession } from './parts/login-session.ts';
import { Screen } from './parts/screen.ts';

/** Longer than the detection of a dead link, milliseconds. */
const patience = 45_000;

/** The app of this checkout under Electron's program, or a packaged one with a program of its own. */
export interface AppProgram {
  readonly program: string;
  readonly isPackaged: boolean;
}

export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

class RunningApp {
  app: AppProcess | undefined;
  current: Page | undefined;

  get page(): Page {
    if (this.current === undefined) throw new Error('the app does not run');
    return this.current;
  }
}

export class Laptop extends BoardPage {
  readonly name: string;
  readonly login: LoginSession;
  #screen: Screen;
  /** Of the app. */
  readonly profile: string;
  readonly #program: AppProgram;
  readonly #running: RunningApp;
  readonly #said: string[] = [];

  private constructor(name: string, program: AppProgram, login: LoginSession, screen: Screen) {
    const running = new RunningApp();
    super(running, patience);
    this.name = name;
    this.login = login;
    this.#screen = screen;
    this.#program = program;
    this.#running = running;
    this.profile = join(login.home, '.config/Paxboard');
  }

  /** @param folder must be new, and its path short. */
  static async open(name: string, program: AppProgram, folder: string): Promise<Laptop> {
    return new Laptop(name, program, await LoginSession.begin(folder), await Screen.open());
  }

  get screen(): Screen {
    return this.#screen;
  }

  /** The screen of the next login, after that of the last one was closed. */
  async reopenScreen(): Promise<void> {
    this.#screen = await Screen.open();
  }

  get app(): AppProcess {
    if (this.#running.app === undefined) throw new Error(`no app runs on ${this.name}'s laptop`);
    return this.#running.app;
  }

  /** The app's output in all its runs. */
  get said(): string {
    return this.#said.join('\n') + (this.#running.app?.said ?? '');
  }

  /** Its page, if there is one that can be seen. */
  get pages(): readonly Page[] {
    const { current } = this.#running;
    return current === undefined || current.isClosed() ? [] : [current];
  }

  /** Starts the app without waiting for a window. */
  spawn({ args = [], env = {} }: StartOptions = {}): AppProcess {
    mkdirSync(this.profile, { recursive: true });
    this.#said.push(this.#running.app?.said ?? '');
    const { program, isPackaged } = this.#program;
    const options = { program, profile: this.profile, args: ['--listen=127.0.0.1', ...args] };
    const commandLine = isPackaged ? packagedArgs(options) : argsOf(options);
    this.#running.app = new AppProcess(program, commandLine, {
      env: { ...this.login.env, ...this.screen.env, ...env },
    });
    return this.#running.app;
  }

  /** Starts the app, and enters the name the first time. */
  async start(options: StartOptions = {}): Promise<void> {
    this.#running.current = await this.spawn(options).page();
    await this.enterName(this.name);
  }

  /** Connects to the page that has replaced a crashed one. */
  async meetPage(): Promise<void> {
    this.#running.current = await this.app.page();
  }

  /** @returns how the app ended: "exit code 0". */
  async quit(): Promise<string> {
    return (await this.#running.app?.quit()) ?? 'never ran';
  }

  async close(): Promise<void> {
    await this.quit();
    this.login.end();
    this.screen.close();
  }
}
