/** The app for macOS on this computer, from a disk image or an archive. It has not run yet. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../packaging/testing/deb.ts';
import { AppProcess } from '../../processes/app-process.ts';
import type { Computer } from '../computer.ts';
import { type Bundle, openedBy, openersScript, readBundle } from './bundle.ts';

const app = '/Applications/Paxboard.app';

/** Tells the system about an app, as the Finder does when it copies one. */
const register =
  '/System/Library/Frameworks/CoreServices.framework/Frameworks/LaunchServices.framework/Support/lsregister';

export class MacComputer implements Computer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'paxboard-installed-'));
  readonly #data = join(homedir(), 'Library/Application Support/Paxboard');

  /** @throws Error if Paxboard or its data are on this computer already: the test would remove them. */
  constructor() {
    if (existsSync(app) || existsSync(this.#data)) throw new Error('a person uses Paxboard on this computer');
  }

  async install(installer: string): Promise<void> {
    const source = join(this.#folder, 'source');
    mkdirSync(source, { recursive: true });
    const isImage = installer.endsWith('.dmg');
    if (isImage) run('hdiutil', ['attach', '-nobrowse', '-readonly', '-mountpoint', source, installer]);
    else run('ditto', ['-x', '-k', installer, source]);
    try {
      // The Finder replaces an older version as a whole.
      rmSync(app, { recursive: true, force: true });
      run('ditto', [join(source, 'Paxboard.app'), app]);
    } finally {
      if (isImage) run('hdiutil', ['detach', source, '-force']);
      rmSync(source, { recursive: true, force: true });
    }
    run(register, ['-f', app]);
  }

  version(): string | undefined {
    return existsSync(app) ? this.#bundle().version : undefined;
  }

  opens(): readonly ('links' | 'files')[] {
    const file = this.#write('opens.paxboard', '');
    return openedBy(
      run('osascript', ['-l', 'JavaScript', '-e', openersScript, 'paxboard://join/x', file]),
      app,
    );
  }

  faults(): readonly string[] {
    const { schemes, extensions } = this.#bundle();
    const signature = spawnSync('codesign', ['--verify', '--deep', '--strict', app], { encoding: 'utf8' });
    return [
      ...(schemes.includes('paxboard') ? [] : ['it does not declare its links']),
      ...(extensions.includes('paxboard') ? [] : ['it does not declare its files']),
      ...(signature.status === 0 ? [] : [`macOS would call it damaged: ${signature.stderr}`]),
    ];
  }

  start(): AppProcess {
    // An unsigned app of another version would have to ask for its key in the keychain.
    return new AppProcess(join(app, 'Contents/MacOS/Paxboard'), [
      '--listen=127.0.0.1',
      '--use-mock-keychain',
    ]);
  }

  isSandboxed(): undefined {
    return undefined;
  }

  openLink(link: string): void {
    run('open', [link]);
  }

  openFile(name: string, text: string): void {
    run('open', [this.#write(name, text)]);
  }

  async uninstall(): Promise<void> {
    spawnSync(register, ['-u', app]);
    rmSync(app, { recursive: true, force: true });
  }

  remains(): readonly string[] {
    return existsSync(app) ? [app] : [];
  }

  hasBoards(): boolean {
    return existsSync(join(this.#data, 'IndexedDB'));
  }

  remove(): void {
    spawnSync(register, ['-u', app]);
    for (const place of [app, this.#data, this.#folder]) rmSync(place, { recursive: true, force: true });
  }

  #bundle(): Bundle {
    return readBundle(run('plutil', ['-convert', 'json', '-o', '-', join(app, 'Contents/Info.plist')]));
  }

  #write(name: string, text: string): string {
    const file = join(this.#folder, name);
    writeFileSync(file, text);
    return file;
  }
}
