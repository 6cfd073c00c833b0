/** The packaged desktop app on a laptop of the LAN: a machine with a separate display, session bus and profile. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Display, openDisplay } from '../../scripts/environment/display.mjs';
import { testSandboxFlags } from '../../scripts/environment/electron/test-electron.mjs';
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
   * @param program path of the packaged app's program.
   * @param folder holds the profile.
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

  /** Opens a deep link while the app runs, as the desktop does: starts a second instance, which forwards the link. */
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

  /** Quits the app with SIGTERM, as the desktop does at log-off. @returns the result: "exit code 0". */
  async quit(): Promise<string> {
    const app = this.#app;
    this.#forget();
    return app === undefined ? 'was not running' : app.quit();
  }

  /** Pulls the cable, and kills all processes of the app with SIGKILL. */
  async cutPower(): Promise<void> {
    const app = this.#app;
    this.machine.unplug();
    await app?.cutPower();
    this.#forget();
  }

  /**
   * Simulates sleep: stops all processes of the app, and pulls the cable. The app receives no power event.
   *
   * @returns a function that wakes the laptop up.
   */
  sleep(): () => void {
    const resume = this.#app?.freeze();
    this.machine.unplug();
    return () => {
      this.machine.plugInAgain();
      resume?.();
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
