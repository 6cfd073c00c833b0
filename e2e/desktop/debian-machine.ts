/**
 * A separate Debian for installing packages: this system's files under a layer in memory, which is removed with it. Nothing
 * outside the layer changes. Needs root.
 */

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../packaging/testing/deb.ts';
import { AppProcess } from '../processes/app-process.ts';

/** Size of the layer, as `mount` takes it. */
const layerSize = '2g';

const user = 'ada';

export class DebianMachine {
  readonly #folder = mkdtempSync(join(tmpdir(), 'paxboard-debian-'));
  /** In the order in which they were made. */
  readonly #mounts: string[] = [];
  readonly #env: Readonly<Record<string, string>>;

  constructor() {
    const display = process.env.DISPLAY ?? '';
    this.#env = {
      HOME: `/home/${user}`,
      USER: user,
      PATH: '/usr/bin:/bin',
      LANG: 'C.UTF-8',
      DISPLAY: display,
    };
    try {
      const layer = join(this.#folder, 'layer');
      this.#mount(layer, ['-t', 'tmpfs', '-o', `size=${layerSize}`, 'tmpfs']);
      for (const part of ['upper', 'work']) mkdirSync(join(layer, part));
      const parts = `lowerdir=/,upperdir=${layer}/upper,workdir=${layer}/work`;
      this.#mount(this.root, ['-t', 'overlay', '-o', parts, 'overlay']);
      for (const place of ['proc', 'sys', 'dev', 'dev/shm', 'tmp/.X11-unix'])
        this.#mount(join(this.root, place), ['--bind', join('/', place)]);
      this.asRoot('useradd', '--create-home', user);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** Its root folder, seen from here. */
  get root(): string {
    return join(this.#folder, 'root');
  }

  /** Installs missing packages of Debian. @throws Error if they cannot be downloaded. */
  add(...packages: readonly string[]): void {
    const missing = packages.filter((name) => !this.#has(name));
    if (missing.length > 0) this.#apt('install', ...missing);
  }

  /** As `apt install ./FILE` does: downloads missing dependencies. @throws Error if that fails. */
  install(deb: string): void {
    const inside = '/tmp/paxboard-to-install.deb';
    copyFileSync(deb, join(this.root, inside));
    try {
      this.asRoot('dpkg', '--install', inside);
    } catch (error) {
      if (!/dependency problems/.test(String(error))) throw error;
      this.#apt('install', '--fix-broken');
    }
    this.asRoot('rm', inside);
  }

  asRoot(program: string, ...args: readonly string[]): string {
    return run('chroot', [this.root, program, ...args]);
  }

  /** As an ordinary user with a display. */
  asUser(program: string, ...args: readonly string[]): string {
    return run('chroot', this.#userArgs(program, args));
  }

  /** Starts a program with a window as the user. */
  start(program: string, ...args: readonly string[]): AppProcess {
    return new AppProcess('chroot', this.#userArgs(program, args));
  }

  writeAsUser(name: string, text: string): string {
    const inside = `/home/${user}/${name}`;
    writeFileSync(join(this.root, inside), text);
    this.asRoot('chown', user, inside);
    return inside;
  }

  remove(): void {
    for (const place of this.#mounts.splice(0).reverse()) execFileSync('umount', ['--lazy', place]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #has(name: string): boolean {
    try {
      return this.asRoot('dpkg-query', '--show', `--showformat=\${db:Status-Status}`, name) === 'installed';
    } catch {
      return false;
    }
  }

  #apt(command: string, ...args: readonly string[]): void {
    this.asRoot('apt-get', '-qq', 'update');
    this.asRoot(
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-qq',
      command,
      '--yes',
      '--no-install-recommends',
      ...args,
    );
  }

  #userArgs(program: string, args: readonly string[]): string[] {
    const variables = Object.entries(this.#env).map(([name, value]) => `${name}=${value}`);
    return [`--userspec=${user}`, this.root, 'env', '-i', ...variables, program, ...args];
  }

  #mount(place: string, args: readonly string[]): void {
    mkdirSync(place, { recursive: true });
    run('mount', [...args, place]);
    this.#mounts.push(place);
  }
}
