/** The desktop app as a process and its children, without Playwright: also packaged, or with a part of it killed. */

import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { DevToolsWindow } from './devtools-window.ts';

const startMilliseconds = 30_000;
const quitMilliseconds = 8000;

export class AppProcess {
  readonly #child: ChildProcess;
  readonly #windows: DevToolsWindow[] = [];
  readonly #ended: Promise<string>;
  readonly #port: Promise<number>;
  #said = '';

  constructor(program: string, args: readonly string[]) {
    this.#child = spawn(program, [...args, '--remote-debugging-port=0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    this.#port = new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${program} ${why}. It said:\n${this.#said}`));
      const timer = setTimeout(
        () => fail(`has no DevTools after ${startMilliseconds / 1000} s`),
        startMilliseconds,
      );
      void this.#ended
        .then((how) => fail(`ended (${how}) before it had a window`))
        .finally(() => clearTimeout(timer));
      for (const stream of [this.#child.stdout, this.#child.stderr]) {
        stream?.on('data', (bytes) => {
          this.#said += String(bytes);
          const port = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(this.#said)?.[1];
          if (port === undefined) return;
          clearTimeout(timer);
          resolve(Number(port));
        });
      }
    });
    // Whoever waits for a window hears of it.
    this.#port.catch(() => undefined);
  }

  /** What it wrote to its streams. */
  get said(): string {
    return this.#said;
  }

  /** Resolves to "exit code 0", or the signal. */
  ended(): Promise<string> {
    return this.#ended;
  }

  /** A new connection to its window. */
  async window(): Promise<DevToolsWindow> {
    const window = await DevToolsWindow.open(await this.#port);
    this.#windows.push(window);
    return window;
  }

  /** Kills its processes of one kind (`renderer`, `gpu-process`), as the system does that is out of memory. @returns how many. */
  killChildren(type: string): number {
    const pids = childrenOf(this.#child.pid).filter((pid) => argumentsOf(pid).includes(`--type=${type}`));
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    return pids.length;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Asks it to quit, and kills it if it does not. @returns how it ended. */
  async quit(): Promise<string> {
    for (const window of this.#windows.splice(0)) window.close();
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), quitMilliseconds);
    const how = await this.#ended;
    clearTimeout(timer);
    return how;
  }
}

/** Its children, and theirs: Chromium's zygote has the renderers. */
function childrenOf(parent: number | undefined): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    // After the program's name, which is in parentheses: state, parent.
    const fields = readOrEmpty(`/proc/${name}/stat`)
      .replace(/^.*\) /s, '')
      .split(' ');
    parents.set(Number(name), Number(fields[1]));
  }
  const below = (pid: number): readonly number[] =>
    [...parents].filter(([, of]) => of === pid).flatMap(([child]) => [child, ...below(child)]);
  return parent === undefined ? [] : below(parent);
}

function argumentsOf(pid: number): readonly string[] {
  // A process that Chromium's zygote forked has its arguments in one piece.
  return readOrEmpty(`/proc/${pid}/cmdline`).split(/[\0 ]/);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It ended between two looks.
    return '';
  }
}
