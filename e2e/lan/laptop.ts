/**
 * A person's laptop on the LAN: a machine with a separate display, session bus and profile, and on it the packaged desktop app,
 * whose window is driven by its DevTools socket.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Display, openDisplay } from '../../scripts/environment/display.mjs';
import { testSandboxFlags } from '../../scripts/environment/test-electron.mjs';
import type { DevToolsWindow, Point } from '../desktop/devtools-window.ts';
import { taskCard } from '../desktop/person.ts';
import { AppProcess } from '../processes/app-process.ts';
import { Forwarder } from './forwarder.ts';
import type { Machine } from './lan.ts';

/** Waits longer than it takes to notice that a link is dead, milliseconds. */
const patience = 45_000;

const health = '[data-testid="health"]';

export class Laptop {
  readonly name: string;
  readonly machine: Machine;
  readonly #program: string;
  readonly #folder: string;
  readonly #display: Display;
  #forwarder: Forwarder | undefined;
  #starts = 0;
  #app: AppProcess | undefined;
  #window: DevToolsWindow | undefined;

  private constructor(name: string, machine: Machine, program: string, folder: string, display: Display) {
    this.name = name;
    this.machine = machine;
    this.#program = program;
    this.#folder = folder;
    this.#display = display;
  }

  /**
   * @param program of the packaged app.
   * @param folder keeps its profile.
   */
  static async open(name: string, machine: Machine, program: string, folder: string): Promise<Laptop> {
    mkdirSync(folder, { recursive: true });
    return new Laptop(name, machine, program, folder, await openDisplay(onMachine(machine)));
  }

  get hasDisplay(): boolean {
    return this.#display.env.DISPLAY !== undefined;
  }

  get window(): DevToolsWindow {
    if (this.#window === undefined) throw new Error(`${this.name}'s app does not run`);
    return this.#window;
  }

  get isRunning(): boolean {
    return this.#window !== undefined;
  }

  /** What the app wrote to its streams. */
  get said(): string {
    return this.#app?.said ?? '';
  }

  /** Starts the app, and enters a name the first time. @param args the link or file to open. */
  async start(...args: readonly string[]): Promise<void> {
    const isFirst = this.#starts === 0;
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
    this.#window = await this.#app.window();
    if (!isFirst) return;
    await this.window.write('input', this.name);
    await this.window.click('button', 'Continue');
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
    this.#window?.close();
    this.#window = undefined;
    this.#forwarder?.close();
    this.#forwarder = undefined;
  }

  /** Waits until the network's own discovery has found the host of another machine. */
  async seeFound(other: Machine): Promise<void> {
    await this.window.click('button[aria-label="Network"]');
    await this.window.see(
      `[data-testid="network-address"][data-address*="${other.address}"]`,
      'Found on the network',
    );
    await this.#closeDialog();
  }

  async createBoard(name: string): Promise<void> {
    await this.window.write('[data-testid="new-board-name"]', name);
    await this.window.click('button', 'Create board');
    await this.seeState('settling');
  }

  /** From the list of boards. */
  async openBoard(name: string): Promise<void> {
    await this.window.click(`button[aria-label="Open ${name}"]`);
    await this.window.see(health);
  }

  /** The link for a browser. */
  async inviteLink(): Promise<string> {
    await this.window.click('button', 'Invite');
    await this.window.see('[data-testid="invite-link"]');
    const link = await this.window.evaluate(`document.querySelector('[data-testid="invite-link"]').value`);
    await this.#closeDialog();
    return String(link);
  }

  /** Answers the dialog about an invite that came as a deep link. */
  async acceptInvite(): Promise<void> {
    await this.window.click('button', 'Join board');
    await this.seeState('settling');
  }

  async seeState(state: 'settling' | 'waiting'): Promise<void> {
    await this.window.see(`${health}[data-state="${state}"]`, '', patience);
  }

  /** Waits until this many devices vote, and all of them are reachable. */
  async seeVoters(count: number): Promise<void> {
    await this.window.see(`${health}[data-voters="${count}"][data-reachable="${count}"]`, '', patience);
  }

  /** Whether a device leads, according to this laptop. */
  async leads(name: string): Promise<boolean> {
    await this.#openPeople();
    const leads = await this.window.has(`[data-person="${name}"][data-leads="true"]`);
    await this.#closeDialog();
    return leads;
  }

  /** Waits until this many people are present. */
  async seePeople(count: number): Promise<void> {
    await this.window.see(`button[aria-label="People: ${count} here"]`, '', patience);
  }

  /** Waits until a peer is connected directly. */
  async seeDirectly(name: string): Promise<void> {
    await this.#openPeople();
    const person = `[data-testid="people-list"] [data-person="${name}"]`;
    await this.window.see(`${person}[data-connected="true"][data-via=""]`, '', patience);
    await this.#closeDialog();
  }

  async hasVote(name: string): Promise<boolean> {
    await this.#openPeople();
    const hasVote = await this.window.has(voteOf(name));
    await this.#closeDialog();
    return hasVote;
  }

  async #openPeople(): Promise<void> {
    await this.window.click('button[aria-label^="People: "]');
    await this.window.see('[data-testid="people-list"] [data-person]');
  }

  /** Waits until no change of this device is pending. */
  async seeSettled(): Promise<void> {
    await this.window.see('[data-testid="pending-count"][data-count="0"]', '', patience);
  }

  /** Waits until it is shown, settled or not. */
  async addTask(title: string): Promise<void> {
    await this.window.click('[role="tab"]', 'Tasks');
    await this.window.write('[aria-label="Add a task to To do"]', title, { enter: true });
    await this.window.see(taskCard, title);
  }

  async seeTask(title: string): Promise<void> {
    await this.window.click('[role="tab"]', 'Tasks');
    await this.window.see(taskCard, title, patience);
  }

  async drawRectangle(from: Point, to: Point): Promise<void> {
    await this.#showWhiteboard();
    await this.window.click('[data-testid="toolbar-rectangle"]');
    await this.window.drag(from, to);
  }

  async seeElements(count: number): Promise<void> {
    await this.#showWhiteboard();
    await this.window.see(`[data-testid="whiteboard"][data-element-count="${count}"]`, '', patience);
  }

  async #showWhiteboard(): Promise<void> {
    await this.window.click('[role="tab"]', 'Whiteboard');
    await this.window.see('[data-testid="whiteboard"][data-ready="true"]');
  }

  async #closeDialog(): Promise<void> {
    await this.window.press('Escape');
    await this.window.gone('[aria-modal="true"]:not(.color-picker-container)');
  }
}

function voteOf(name: string): string {
  return `[data-testid="people-list"] [data-person="${name}"][data-votes="true"]`;
}

function onMachine(machine: Machine): readonly string[] {
  return ['ip', 'netns', 'exec', machine.name];
}
