/** The desktop app as a process and its children, without Playwright: also packaged, or with a part of it killed. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { BoardPage } from '../page/board-page.ts';
import { windowAt } from './devtools.ts';

const startMilliseconds = 30_000;
const quitMilliseconds = 8000;

export class AppProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  readonly #port: Promise<number>;
  readonly #reach: (port: number) => Promise<number>;
  #said = '';

  /**
   * @param options.env added to the environment of the tests.
   * @param options.reach maps the DevTools port on the app's machine to a local port that forwards to it.
   */
  constructor(
    program: string,
    args: readonly string[],
    options: {
      readonly env?: Readonly<Record<string, string>>;
      readonly reach?: (port: number) => Promise<number>;
    } = {},
  ) {
    this.#reach = options.reach ?? (async (port) => port);
    this.#child = spawn(program, [...args, '--remote-debugging-port=0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
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
    // Notify the waiting caller.
    this.#port.catch(() => undefined);
  }

  /** The app's output. */
  get said(): string {
    return this.#said;
  }

  /** Resolves to "exit code 0", or the signal. */
  ended(): Promise<string> {
    return this.#ended;
  }

  /** A new connection to its window. */
  async page(): Promise<Page> {
    return windowAt(await this.#reach(await this.#port));
  }

  async window(): Promise<BoardPage> {
    return new BoardPage({ page: await this.page() });
  }

  /** Kills its processes of one kind (`renderer`, `gpu-process`), as the OOM killer does. @returns their number. */
  killChildren(type: string): number {
    const pids = childrenOf(this.#child.pid).filter((pid) => argumentsOf(pid).includes(`--type=${type}`));
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    return pids.length;
  }

  /** All its processes. The kind is Chromium's `--type`, and `main` for the main process. */
  processes(): readonly { readonly kind: string; readonly pid: number }[] {
    const kindOf = (pid: number) =>
      argumentsOf(pid)
        .find((arg) => arg.startsWith('--type='))
        ?.slice('--type='.length) ?? 'unknown';
    const own = this.#child.pid;
    const main = own === undefined ? [] : [{ kind: 'main', pid: own }];
    return [...main, ...childrenOf(own).map((pid) => ({ kind: kindOf(pid), pid }))];
  }

  /** Whether its pages run in Chromium's sandbox: in a separate process namespace, with a filter on system calls. */
  isSandboxed(): boolean {
    const renderers = childrenOf(this.#child.pid).filter((pid) =>
      argumentsOf(pid).includes('--type=renderer'),
    );
    const own = namespaceOf(process.pid);
    return (
      renderers.length > 0 &&
      renderers.every(
        (pid) => namespaceOf(pid) !== own && /^Seccomp:\s+2$/m.test(readOrEmpty(`/proc/${pid}/status`)),
      )
    );
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Kills it and all its processes at once, as a power loss does. Resolves when it has ended. */
  async cutPower(): Promise<void> {
    const children = childrenOf(this.#child.pid);
    this.kill();
    for (const pid of children) signal(pid, 'SIGKILL');
    await this.#ended;
  }

  /** Suspends all its processes, as a sleeping machine does. @returns a function that resumes them. */
  freeze(): () => void {
    const all = [this.#child.pid ?? 0, ...childrenOf(this.#child.pid)].filter((pid) => pid > 0);
    for (const pid of all) signal(pid, 'SIGSTOP');
    return () => {
      for (const pid of all) signal(pid, 'SIGCONT');
    };
  }

  /** As a person, or the system at log-off, quits it. @returns the exit code or signal. */
  quit(): Promise<string> {
    if (process.platform !== 'win32') return this.end('SIGTERM');
    // Windows has no such signal: Node would kill it. This closes its windows.
    spawnSync('taskkill', ['/pid', String(this.#child.pid)]);
    return this.#endWithin(quitMilliseconds);
  }

  /** Sends a signal, and kills all its processes after a timeout, including suspended ones. @returns the exit code or signal. */
  async end(signalName: NodeJS.Signals): Promise<string> {
    this.#child.kill(signalName);
    return this.#endWithin(quitMilliseconds);
  }

  async #endWithin(milliseconds: number): Promise<string> {
    const timer = setTimeout(() => void this.cutPower(), milliseconds);
    const how = await this.#ended;
    clearTimeout(timer);
    return how;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself, as children of an ended process do.
  }
}

/** Its descendants: Chromium's zygote is the parent of the renderers. None where there is no /proc. */
function childrenOf(parent: number | undefined): readonly number[] {
  if (process.platform !== 'linux') return [];
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

function namespaceOf(pid: number): string {
  return readlinkSync(`/proc/${pid}/ns/pid`);
}

function argumentsOf(pid: number): readonly string[] {
  // A process that Chromium's zygote forked has its arguments in one piece.
  return readOrEmpty(`/proc/${pid}/cmdline`).split(/[\0 ]/);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process ended meanwhile.
    return '';
  }
}
