/** `app`: readiness, paths, switches, the lock of the one instance, and how it ends. */

import { EventEmitter } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { noted, preventable } from './calls.ts';

const flagOf = (name: string) =>
  process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const appRoot = process.env.PAXBOARD_DOUBLE_ROOT ?? process.cwd();

export const switches = new Map<string, string>();

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = {
    appendSwitch: (name: string, value = '') => void switches.set(name, value),
    getSwitchValue: (name: string) => switches.get(name) ?? '',
  };
  readonly setAsDefaultProtocolClient = noted('setAsDefaultProtocolClient', true);
  readonly setLoginItemSettings = noted('setLoginItemSettings', undefined);
  readonly setAboutPanelOptions = noted('setAboutPanelOptions', undefined);
  readonly showAboutPanel = noted('showAboutPanel', undefined);
  readonly #paths = new Map<string, string>();
  #ready = false;
  #lock: Server | undefined;
  #handingOver = Promise.resolve();
  #exiting = false;
  /** As `windows.ts` has it; resolves to whether all are closed. */
  closeWindows = (): Promise<boolean> => Promise.resolve(true);

  constructor() {
    super();
    const data = flagOf('user-data-dir');
    if (data !== undefined) this.#paths.set('userData', data);
  }

  becomeReady(): void {
    this.#ready = true;
    this.emit('ready');
  }

  isReady(): boolean {
    return this.#ready;
  }

  whenReady(): Promise<void> {
    return this.#ready ? Promise.resolve() : new Promise((resolve) => this.once('ready', () => resolve()));
  }

  getAppPath(): string {
    return appRoot;
  }

  getVersion(): string {
    return '0.0.0-double';
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? join(homedir(), '.config');
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  /** As Chromium does it on Linux and macOS: a socket in the profile, and the one who has it. */
  requestSingleInstanceLock(): boolean {
    const socket = join(this.getPath('userData'), 'lock.sock');
    const owner = join(this.getPath('userData'), 'lock.pid');
    if (isAlive(owner)) {
      this.#handingOver = handOver(socket);
      return false;
    }
    writeFileSync(owner, String(process.pid));
    rmSync(socket, { force: true });
    this.#lock = createServer((connection) => {
      let said = '';
      connection.on('data', (bytes) => {
        said += String(bytes);
      });
      connection.on('end', () => {
        const [args, folder]: [string[], string] = JSON.parse(said);
        this.emit('second-instance', {}, args, folder, undefined);
      });
    });
    this.#lock.listen(socket);
    return true;
  }

  quit(): void {
    if (this.#exiting) return;
    const { event, isPrevented } = preventable();
    this.emit('before-quit', event);
    if (isPrevented()) return;
    void this.#closeAllAndExit();
  }

  async #closeAllAndExit(): Promise<void> {
    this.#exiting = true;
    if (!(await this.closeWindows())) {
      this.#exiting = false;
      return;
    }
    await this.#handingOver;
    this.emit('will-quit', preventable().event);
    this.exit(0);
  }

  exit(code = 0): void {
    this.#lock?.close();
    process.exit(code);
  }
}

function isAlive(owner: string): boolean {
  try {
    return process.kill(Number(readFileSync(owner, 'utf8')), 0);
  } catch {
    // No file, or no such process.
    return false;
  }
}

function handOver(socket: string): Promise<void> {
  return new Promise((resolve) => {
    const other = connect(socket, () => other.end(JSON.stringify([process.argv, process.cwd()])));
    other.on('close', () => resolve());
    other.on('error', () => resolve());
  });
}

export const app = new App();
