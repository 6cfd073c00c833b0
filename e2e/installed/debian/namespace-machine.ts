/**
 * A Debian in a user namespace: an ordinary user is root in it. Nothing can be downloaded in it, as the folders of the system's libraries
 * are not writable. Chromium's sandbox makes a user namespace of its own.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DebianMachine, home, layerSize, user } from './debian-machine.ts';

/** Free on most systems: `/etc/passwd` of the machine is a copy of this system's. */
const userId = '54321';

/** As root the tests become this user of Debian, `nobody`. */
const unprivileged = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const asOrdinary = process.getuid?.() === 0 ? unprivileged : [];

const asFakeRoot = ['unshare', '--user', '--map-root-user', '--mount', '--propagation=private'];
const asFakeUser = ['unshare', '--user', `--map-user=${userId}`, `--map-group=${userId}`];

/** @returns why there can be no such machine, undefined if there can be one. */
export function whyNoNamespaces(): string | undefined {
  const [program = '', ...args] = [...asOrdinary, ...asFakeRoot, 'true'];
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return undefined;
  return `an ordinary user may not make namespaces here: ${(stderr || String(error)).trim()}`;
}

export class NamespaceMachine extends DebianMachine {
  readonly canDownload = false;
  readonly #holder: ChildProcess;

  private constructor() {
    super();
    const root = join(this.folder, 'root');
    mkdirSync(root);
    // The ordinary user has to reach it.
    spawnSync('chmod', ['755', this.folder]);
    if (asOrdinary.length > 0) spawnSync('chown', ['65534:65534', root]);
    const script = join(import.meta.dirname, 'make-root.sh');
    const [program = '', ...args] = [
      ...[...asOrdinary, ...asFakeRoot],
      ...['sh', script, root, layerSize, user, userId],
    ];
    this.#holder = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], cwd: '/' });
  }

  /** @throws Error with the reason if it cannot be made. */
  static async open(): Promise<NamespaceMachine> {
    const machine = new NamespaceMachine();
    const { stdout, stderr } = machine.#holder;
    let said = '';
    stderr?.on('data', (bytes) => {
      said += String(bytes);
    });
    const ended = once(machine.#holder, 'exit');
    const isReady =
      stdout === null ? false : await Promise.race([once(stdout, 'data'), ended.then(() => false)]);
    if (isReady === false) {
      machine.remove();
      throw new Error(`the file system of the machine could not be made: ${said}`);
    }
    machine.asRoot('chown', '-R', '0:0', home);
    return machine;
  }

  override remove(): void {
    // Its mounts end with the last process in it.
    this.#holder.stdin?.end();
    super.remove();
  }

  protected override rootCommand(command: readonly string[]): readonly string[] {
    const inside = ['nsenter', `--target=${this.#holder.pid}`, '--user', '--mount', '--preserve-credentials'];
    return [...asOrdinary, ...inside, ...command];
  }

  protected override userCommand(command: readonly string[]): readonly string[] {
    return this.rootCommand([...asFakeUser, ...command]);
  }
}
