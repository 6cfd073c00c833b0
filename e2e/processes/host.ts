/** Runs the host in a separate process, as `npm start` does without Electron. */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Outgoing, outgoingWatch } from './outgoing.ts';

const ownRoot = join(import.meta.dirname, '../..');

const startMilliseconds = 15_000;

export class Host {
  #process: ChildProcess | undefined;
  #url = '';

  readonly #discovery: string;
  readonly #program: string;
  readonly #outgoing: Outgoing | undefined;
  readonly #flags: readonly string[];

  /**
   * @param discovery the value of `--discovery`: hosts of different tests must not discover each other.
   * @param root the folder of a built Paxboard; this repository by default.
   * @param outgoing records the requests of the host.
   * @param flags further ones.
   */
  constructor(discovery = 'off', root = ownRoot, outgoing?: Outgoing, flags: readonly string[] = []) {
    this.#flags = flags;
    this.#discovery = discovery;
    this.#program = join(root, 'out/main/host.js');
    this.#outgoing = outgoing;
  }

  /** `http://localhost:<port>`, the same for the life of this object: a browser's storage is bound to it. */
  get url(): string {
    return this.#url;
  }

  get port(): number {
    return Number(new URL(this.#url).port);
  }

  /** Starts it, on a free port the first time, and on the same port later. @throws Error if it does not start. */
  async start(): Promise<void> {
    if (!existsSync(this.#program))
      throw new Error('Paxboard is not built. Run "npm run build" first, or "npm test".');
    const port = this.#url === '' ? 0 : this.port;
    const child = spawn(
      process.execPath,
      [
        ...(this.#outgoing === undefined ? [] : ['-r', outgoingWatch]),
        this.#program,
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--no-open',
        '--discovery',
        this.#discovery,
        ...this.#flags,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.#outgoing?.env } },
    );
    this.#process = child;
    this.#url = await readyUrl(child);
  }

  /** Kills it, as a power loss does: it sends no mDNS goodbye. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }
}

/** Reads the output of a starting host. @throws Error if it does not start. */
export function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => {
      clearTimeout(deadline);
      reject(new Error(`The host ${why}. Its output:\n${output}`));
    };
    const deadline = setTimeout(() => fail('did not start'), startMilliseconds);
    const listen = (text: Buffer) => {
      output += text.toString('utf8');
      const url = /ready at (http:\/\/\S+)/.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(deadline);
      resolve(url);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => fail(`ended with exit code ${code}`));
  });
}
