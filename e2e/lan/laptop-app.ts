/** The packaged desktop app on a laptop of the LAN: a machine with a separate display, session bus and profile. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Display, openDisplay } from '../../scripts/environment/display.mjs';
import { testSandboxFlags } from '../../scripts/environment/test-electron.mjs';
import { AppProcess } from '../processes/app-process.ts';
import { Forwarder } from './forwarder.ts';
import type { Machine } from './lan.ts';

export class LaptopApp {
  readonly machine: Machine;
  readonly #program: string;
  readonly #folder: string;
  readonly #display: Display;
  #forwarder: Forwarder | undefined;
  #starts = 0;
  #app: AppProcess | undefined;
  #page: Page | undefined;

  private constructor(machine: Machine, program: string, folder: string, display: Display) {
    this.machine = machine;
    this.#program = program;
    this.#folder = folder;
    this.#display = display;
  }

  /**
   * @param program of the packaged app.
   * @param folder keeps its profile.
   */
  static async open(machine: Machine, program: string, folder: string): Promise<LaptopApp> {
    mkdirSync(folder, { recursive: true });
    return new LaptopApp(machine, program, folder, await openDisplay(onMachine(machine)));
  }

  get hasDisplay(): boolean {
    return this.#display.env.DISPLAY !== undefined;
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error(`no app runs on ${this.machine.name}`);
    return this.#page;
  }

  get isRunning(): boolean {
    return this.#page !== undefined;
  }

  /** The app's output. */
  get said(): string {
    return this.#app?.said ?? '';
  }

  /** Starts the app. @param args the link or file to open. */
  async start(args: readonly string[]): Promise<void> {
    this.#starts += 1;
    const [program = '', ...all] = this.#commandLine(args);
    this.#app = new AppProcess(program, all, {
      env: this.#display.env,
      reach: async (port) => {
        this.#forwarder = await Forwarder.open(
          this.machine,
          port,
          join(this.#folder, `devtools-${this.#starts}`),
        );
        return this.#forwarder.port;
      },
    });
    this.#page = await this.#app.page();
  }

  /** Opens a deep link while the app runs, as the desktop does it: starts a second instance, which passes the link on. */
  async openLink(link: string): Promise<void> {
    const [program = '', ...args] = this.#commandLine([link]);
    const second = spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...this.#display.env } });
    const [code] = await once(second, 'exit');
    if (code !== 0) throw new Error(`a second instance ended with ${code}`);
  }

  #commandLine(args: readonly string[]): readonly string[] {
    const profile = `--user-data-dir=${join(this.#folder, 'profile')}`;
    return [...onMachine(this.machine), this.#program, ...testSandboxFlags(), profile, ...args];
  }

  /** As a person quits it, or the desktop at log-off. @returns how it ended: "exit code 0". */
  async quit(): Promise<string> {
    const app = this.#app;
    this.#forget();
    return app === undefined ? 'was not running' : app.quit();
  }

  /** `kill -9` of all its processes, and a dead cable. */
  async cutPower(): Promise<void> {
    const app = this.#app;
    this.machine.unplug();
    await app?.cutPower();
    this.#forget();
  }

  /**
   * Its lid is shut: nothing on it runs, and no packet reaches it. The app gets no power event, as without a power service.
   *
   * @returns a function that wakes it up.
   */
  sleep(): () => void {
    const goOn = this.#app?.freeze();
    this.machine.unplug();
    return () => {
      this.machine.plugInAgain();
      goOn?.();
    };
  }

  async close(): Promise<void> {
    await this.quit();
    this.#display.stop();
  }

  #forget(): void {
    this.#app = undefined;
    this.#page = undefined;
    this.#forwarder?.close();
    this.#forwarder = undefined;
  }
}

function onMachine(machine: Machine): readonly string[] {
  return ['ip', 'netns', 'exec', machine.name];
}
