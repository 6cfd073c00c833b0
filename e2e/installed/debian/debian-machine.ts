/** A separate Debian for installing packages, made of this system's files under a layer in memory, which is removed with it. */

import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../packaging/testing/deb.ts';
import { AppProcess } from '../../processes/app-process.ts';
import { installedNames, packageFormat } from './package-names.ts';

/** Size of the layer, as `mount` takes it. */
export const layerSize = '2g';

/** The ordinary user, and the folder of the user's files. */
export const user = 'ada';
export const home = `/home/${user}`;

/** The environment of each program in it; nothing of the tests' own. */
const variables = ['PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=C.UTF-8'];

export abstract class DebianMachine {
  protected readonly folder = mkdtempSync(join(tmpdir(), 'paxboard-debian-'));

  /** Whether missing packages of Debian can be installed in it. */
  abstract readonly canDownload: boolean;

  /** The command line that runs another one as root of the machine. */
  protected abstract rootCommand(command: readonly string[]): readonly string[];

  /** As {@link rootCommand}, as the ordinary user. */
  protected abstract userCommand(command: readonly string[]): readonly string[];

  asRoot(program: string, ...args: readonly string[]): string {
    return runAll(this.#asRoot([program, ...args]));
  }

  /** As the ordinary user with a display. */
  asUser(program: string, ...args: readonly string[]): string {
    return runAll(this.#asUser([program, ...args]));
  }

  /** Starts a program with a window as the user. */
  start(program: string, ...args: readonly string[]): AppProcess {
    const [first = '', ...others] = this.#asUser([program, ...args]);
    return new AppProcess(first, others);
  }

  /** Copies a file of the tests into the machine. */
  copy(file: string, inside: string): void {
    const input = openSync(file, 'r');
    try {
      const [program = '', ...args] = this.#asRoot(['sh', '-c', 'cat > "$0"', inside]);
      const { status, stderr } = spawnSync(program, args, { stdio: [input, 'ignore', 'pipe'] });
      if (status !== 0) throw new Error(`${inside} could not be written: ${stderr}`);
    } finally {
      closeSync(input);
    }
  }

  /** @returns the path of a file of the user. */
  writeAsUser(name: string, text: string): string {
    const file = `${home}/${name}`;
    this.asUser('sh', '-c', 'printf %s "$1" > "$0"', file, text);
    return file;
  }

  /** The packages of Debian in the list that are not installed. */
  missing(packages: readonly string[]): readonly string[] {
    const known = installedNames(this.asRoot('dpkg-query', '--show', `--showformat=${packageFormat}`));
    return packages.filter((name) => !known.has(name));
  }

  /** @throws Error if they cannot be downloaded. */
  download(packages: readonly string[]): void {
    const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'] as const;
    this.asRoot(...quiet, 'update');
    this.asRoot(...quiet, 'install', '--yes', '--no-install-recommends', ...packages);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #asRoot(command: readonly string[]): readonly string[] {
    return this.rootCommand(['env', '-i', ...variables, ...command]);
  }

  #asUser(command: readonly string[]): readonly string[] {
    const own = [`HOME=${home}`, `USER=${user}`, `DISPLAY=${process.env.DISPLAY ?? ''}`];
    return this.userCommand(['env', '-i', ...variables, ...own, ...command]);
  }
}

function runAll([program = '', ...args]: readonly string[]): string {
  return run(program, args);
}
