/** The Debian package on a separate Debian: `dpkg` installs it, and xdg-utils and GIO open links and files with it. */

import { run } from '../../../packaging/testing/deb.ts';
import type { AppProcess } from '../../processes/app-process.ts';
import type { Computer } from '../computer.ts';
import { type DebianMachine, home } from './debian-machine.ts';
import { namesIn } from './package-names.ts';

const program = '/usr/bin/paxboard';
const entry = 'paxboard.desktop';
const linkType = 'x-scheme-handler/paxboard';
const fileType = 'application/vnd.paxboard+json';
const iconSizes = ['16x16', '512x512'];

/** The programs that read the registrations. */
export const toolPackages = ['desktop-file-utils', 'libglib2.0-bin', 'xdg-utils'];

/** The names of the packages that a package needs. */
export function dependenciesOf(deb: string): readonly string[] {
  return namesIn(run('dpkg-deb', ['--field', deb, 'Depends']));
}

export class DebianComputer implements Computer {
  readonly #machine: DebianMachine;

  /** @param machine has the packages of {@link toolPackages} and {@link dependenciesOf}. */
  constructor(machine: DebianMachine) {
    this.#machine = machine;
  }

  async install(installer: string): Promise<void> {
    const inside = '/tmp/paxboard-to-install.deb';
    this.#machine.copy(installer, inside);
    this.#machine.asRoot('dpkg', '--install', inside);
    this.#machine.asRoot('rm', inside);
  }

  version(): string | undefined {
    const [state, version] = this.#machine
      .asUser('dpkg-query', '--show', `--showformat=\${db:Status-Status} \${Version}`, 'paxboard')
      .split(' ');
    return state === 'installed' ? version : undefined;
  }

  opens(): readonly ('links' | 'files')[] {
    const opener = (type: string) => this.#machine.asUser('xdg-mime', 'query', 'default', type).trim();
    return [
      ...(opener(linkType) === entry ? (['links'] as const) : []),
      ...(opener(fileType) === entry ? (['files'] as const) : []),
    ];
  }

  faults(): readonly string[] {
    const found = this.#machine.asUser('desktop-file-validate', `/usr/share/applications/${entry}`).trim();
    const icons = iconSizes.map((size) => `/usr/share/icons/hicolor/${size}/apps/paxboard.png`);
    const missing = icons.filter((icon) => !this.#exists(icon)).map((icon) => `${icon} is missing`);
    return [...(found === '' ? [] : [found]), ...missing];
  }

  start(): AppProcess {
    return this.#machine.start(program, '--listen=127.0.0.1');
  }

  isSandboxed(app: AppProcess): boolean {
    return app.isSandboxed();
  }

  openLink(link: string): void {
    this.#machine.asUser('xdg-open', link);
  }

  openFile(name: string, text: string): void {
    const file = this.#machine.writeAsUser(name, text);
    const type = this.#machine.asUser('gio', 'info', '--attributes=standard::content-type', file);
    if (!type.includes(fileType)) throw new Error(`the type of ${name} is: ${type}`);
    this.#machine.asUser('gio', 'open', file);
  }

  async uninstall(): Promise<void> {
    this.#machine.asRoot('dpkg', '--remove', 'paxboard');
  }

  remains(): readonly string[] {
    return ['/opt/Paxboard', program, `/usr/share/applications/${entry}`].filter((path) =>
      this.#exists(path),
    );
  }

  hasBoards(): boolean {
    return this.#exists(`${home}/.config/Paxboard/IndexedDB`);
  }

  remove(): void {
    this.#machine.remove();
  }

  #exists(path: string): boolean {
    return this.#machine.asUser('sh', '-c', 'if [ -e "$0" ]; then echo yes; fi', path) !== '';
  }
}
