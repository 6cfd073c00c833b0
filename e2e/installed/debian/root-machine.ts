/** A Debian under an overlay of the whole file system, entered with `chroot`. Needs root. Chromium's sandbox is the setuid program. */

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../packaging/testing/deb.ts';
import { DebianMachine, layerSize, user } from './debian-machine.ts';

export class RootMachine extends DebianMachine {
  readonly canDownload = true;
  /** In the order in which they were made. */
  readonly #mounts: string[] = [];
  readonly #root = join(this.folder, 'root');

  constructor() {
    super();
    try {
      const layer = join(this.folder, 'layer');
      this.#mount(layer, ['-t', 'tmpfs', '-o', `size=${layerSize}`, 'tmpfs']);
      for (const part of ['upper', 'work']) mkdirSync(join(layer, part));
      const parts = `lowerdir=/,upperdir=${layer}/upper,workdir=${layer}/work`;
      this.#mount(this.#root, ['-t', 'overlay', '-o', parts, 'overlay']);
      for (const place of ['proc', 'sys', 'dev', 'dev/shm', 'tmp/.X11-unix'])
        this.#mount(join(this.#root, place), ['--bind', join('/', place)]);
      this.asRoot('useradd', '--create-home', user);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  override remove(): void {
    for (const place of this.#mounts.splice(0).reverse()) execFileSync('umount', ['--lazy', place]);
    super.remove();
  }

  protected override rootCommand(command: readonly string[]): readonly string[] {
    return ['chroot', this.#root, ...command];
  }

  protected override userCommand(command: readonly string[]): readonly string[] {
    return ['chroot', `--userspec=${user}`, this.#root, ...command];
  }

  #mount(place: string, args: readonly string[]): void {
    mkdirSync(place, { recursive: true });
    run('mount', [...args, place]);
    this.#mounts.push(place);
  }
}
