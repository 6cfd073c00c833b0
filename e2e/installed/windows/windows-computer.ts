/** The installer for Windows (NSIS) on this computer, for this user or for all users. It has not run yet. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../packaging/testing/deb.ts';
import { AppProcess } from '../../processes/app-process.ts';
import { until } from '../../processes/until.ts';
import type { Computer } from '../computer.ts';
import { defaultValue, firewallRules, type Installation, installationIn, opensWith } from './registry.ts';

/** The flags of electron-builder's installer. */
export type Mode = 'currentuser' | 'allusers';

const uninstallKey = 'Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall';
const hives: Readonly<Record<Mode, string>> = { currentuser: 'HKCU', allusers: 'HKLM' };
const ruleName = 'Paxboard';

/** The uninstaller works in a copy of itself, and ends before that does, milliseconds. */
const uninstallMilliseconds = 120_000;

export class WindowsComputer implements Computer {
  readonly #mode: Mode;
  readonly #folder = mkdtempSync(join(tmpdir(), 'paxboard-installed-'));
  readonly #data = join(process.env.APPDATA ?? '', 'Paxboard');
  #program = '';

  /** @throws Error if Paxboard or its data are on this computer already: the test would remove them. */
  constructor(mode: Mode) {
    this.#mode = mode;
    if (existsSync(this.#data) || this.#installation() !== undefined)
      throw new Error('a person uses Paxboard on this computer');
  }

  async install(installer: string): Promise<void> {
    // The command ends when the installation has ended.
    run(installer, [`/${this.#mode}`, '/S']);
    const installation = this.#installation();
    if (installation === undefined) throw new Error('Windows lists no Paxboard among its programs');
    this.#program = installation.program;
  }

  version(): string | undefined {
    return this.#installation()?.version;
  }

  opens(): readonly ('links' | 'files')[] {
    const opens = (fileClass: string) =>
      opensWith(registered(`HKCR\\${fileClass}\\shell\\open\\command`), this.#program);
    const fileClass = registered('HKCR\\.paxboard');
    return [
      ...(opens('paxboard') ? (['links'] as const) : []),
      ...(fileClass !== undefined && opens(fileClass) ? (['files'] as const) : []),
    ];
  }

  faults(): readonly string[] {
    if (!existsSync(this.#program)) return [`${this.#program} is missing`];
    const rules = this.#rules();
    if (this.#mode === 'currentuser') return rules.length === 0 ? [] : ['it has changed the firewall'];
    const allows = rules.some(
      (rule) =>
        rule.get('Direction') === 'In' &&
        rule.get('Action') === 'Allow' &&
        rule.get('Profiles') === 'Domain,Private',
    );
    return allows ? [] : ['no rule of the firewall lets others connect'];
  }

  start(): AppProcess {
    return new AppProcess(this.#program, ['--listen=127.0.0.1']);
  }

  isSandboxed(): undefined {
    return undefined;
  }

  openLink(link: string): void {
    open(link);
  }

  openFile(name: string, text: string): void {
    const file = join(this.#folder, name);
    writeFileSync(file, text);
    open(file);
  }

  async uninstall(): Promise<void> {
    const installation = this.#installation();
    if (installation === undefined) return;
    run(installation.uninstaller, installation.uninstallArgs);
    await until(
      'the end of the uninstallation',
      async () => (this.#installation() === undefined && this.remains().length === 0) || undefined,
      uninstallMilliseconds,
    );
  }

  remains(): readonly string[] {
    return [
      ...(existsSync(this.#program) ? [this.#program] : []),
      ...(registered('HKCR\\paxboard\\shell\\open\\command') === undefined ? [] : ['the link handler']),
      ...(this.#rules().length === 0 ? [] : ['a rule of the firewall']),
    ];
  }

  hasBoards(): boolean {
    return existsSync(join(this.#data, 'IndexedDB'));
  }

  remove(): void {
    const installation = this.#installation();
    if (installation !== undefined) spawnSync(installation.uninstaller, installation.uninstallArgs);
    for (const folder of [this.#data, this.#folder])
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #installation(): Installation | undefined {
    return installationIn(output('reg', ['query', `${hives[this.#mode]}\\${uninstallKey}`, '/s']));
  }

  /** Those for the installed program. */
  #rules() {
    const shown = output('netsh', ['advfirewall', 'firewall', 'show', 'rule', `name=${ruleName}`, 'verbose']);
    return firewallRules(shown).filter(
      (rule) => rule.get('Program')?.toLowerCase() === this.#program.toLowerCase(),
    );
  }
}

/** The default value of a key. */
function registered(key: string): string | undefined {
  return defaultValue(output('reg', ['query', key, '/ve']));
}

/** @returns the standard output, also if the command reports that it has found nothing. */
function output(program: string, args: readonly string[]): string {
  const { stdout, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return stdout;
}

/** As Explorer opens a link or a file. A variable needs no quoting. */
function open(item: string): void {
  const { status, stderr } = spawnSync(
    'powershell',
    ['-NoProfile', '-NonInteractive', '-Command', 'Start-Process -FilePath $env:PAXBOARD_ITEM'],
    { encoding: 'utf8', env: { ...process.env, PAXBOARD_ITEM: item } },
  );
  if (status !== 0) throw new Error(`Windows could not open ${item}: ${stderr}`);
}
