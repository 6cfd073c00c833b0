/** The app packaged for Windows over a stub of Electron, and `build/installer.nsh`. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Platform } from 'electron-builder';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../../scripts/environment/prepare.mjs';
import { type Built, buildWithStub, readText, root, temporaryFolder } from '../testing/build.ts';
import { stubWindowsElectron } from '../testing/stub-electron.ts';

const folder = temporaryFolder();
let built: Built;

beforeAll(async () => {
  ensureBuilt();
  built = await buildWithStub({
    platform: Platform.WINDOWS,
    kinds: ['dir'],
    electron: stubWindowsElectron(join(folder.path, 'electron')),
    output: join(folder.path, 'output'),
    folderName: 'win-unpacked',
  });
}, 180_000);

afterAll(() => folder.remove());

describe('the program', () => {
  const resources = () =>
    NtExecutableResource.from(NtExecutable.from(readFileSync(join(built.folder, 'Paxboard.exe'))));

  test('has the name Paxboard for the task manager and the dialog of the firewall', () => {
    const [version] = Resource.VersionInfo.fromEntries(resources().entries);
    const language = version?.getAllLanguagesForStringValues()[0];
    expect(language && version?.getStringValues(language)).toMatchObject({
      ProductName: 'Paxboard',
      FileDescription: 'Paxboard',
    });
  });

  test('has the icon of Paxboard from 16 to 256 pixels', () => {
    const [group] = Resource.IconGroupEntry.fromEntries(resources().entries);
    const widths = group?.icons.map(({ width }) => width || 256);
    expect(widths).toEqual(expect.arrayContaining([16, 32, 48, 256]));
  });

  test('contains the hash of the archive, and the fuse that verifies it is set', async () => {
    const entry = resources().entries.find(({ type }) => type === 'INTEGRITY');
    expect(JSON.parse(new TextDecoder().decode(entry?.bin))).toEqual([
      { file: 'resources\\app.asar', alg: 'SHA256', value: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    const wire = await getCurrentFuseWire(join(built.folder, 'Paxboard.exe'));
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: '0'.charCodeAt(0),
      [FuseV1Options.OnlyLoadAppFromAsar]: '1'.charCodeAt(0),
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: '1'.charCodeAt(0),
    });
  });
});

describe('the installer’s script', () => {
  const program = `$INSTDIR\\\${APP_EXECUTABLE_FILENAME}`;
  const script = readText(join(root, 'build/installer.nsh'));
  const install = macro('customInstall');
  const uninstall = macro('customUnInstall');
  const forget = macro('forgetFirewallRules');

  function macro(name: string): string {
    const found = new RegExp(`^!macro ${name}\\n([\\s\\S]*?)^!macroend`, 'm').exec(script)?.[1];
    if (found === undefined) throw new Error(`no macro ${name}`);
    return found;
  }

  test('opens the firewall only for this program, on private and domain networks', () => {
    const [rule, ...others] = install.match(/add rule .*/g) ?? [];
    expect(others).toEqual([]);
    expect(rule).toContain('dir=in action=allow');
    expect(rule).toContain('profile=private,domain ');
    expect(rule).toContain(`program="${program}"`);
  });

  test('removes its firewall rules before it adds them and at uninstallation', () => {
    expect(forget).toContain(`delete rule name=all dir=in program="${program}"`);
    expect(install.indexOf('!insertmacro forgetFirewallRules')).toBeGreaterThan(-1);
    expect(install.indexOf('!insertmacro forgetFirewallRules')).toBeLessThan(install.indexOf('add rule'));
    expect(uninstall).toContain('!insertmacro forgetFirewallRules');
  });

  test('changes the firewall only in an installation for all users', () => {
    for (const text of [install, uninstall]) {
      const conditions: string[] = [];
      for (const line of text.split('\n').map((each) => each.trim())) {
        if (/^\$\{if\}/.test(line)) conditions.push(line.replace(/^\$\{if\} /, ''));
        else if (/^\$\{endif\}/.test(line)) conditions.pop();
        else if (/forgetFirewallRules|FIREWALL/.test(line)) {
          expect(conditions, line).toContain('$installMode == "all"');
        }
      }
    }
  });

  test('removes each registry key that it writes', () => {
    const written = [...install.matchAll(/WriteRegStr SHELL_CONTEXT "([^"\\]+)/g)].map((match) => match[1]);
    expect(written.length).toBeGreaterThan(0);
    for (const key of new Set(written)) expect(uninstall).toContain(`DeleteRegKey SHELL_CONTEXT "${key}"`);
  });

  test('registers the program for invite links, with the link as one argument', () => {
    expect(script).toContain('!define INVITE_KEY "Software\\Classes\\paxboard"');
    expect(install).toContain(`"\${INVITE_KEY}" "URL Protocol" ""`);
    expect(install).toContain(`'"${program}" "%1"'`);
  });

  test.skipIf(!hasMakensis())("compiles (needs makensis of Debian's nsis)", () => {
    const file = join(folder.path, 'harness.nsi');
    // The parts of electron-builder's script that the macros need.
    writeFileSync(
      file,
      [
        'Unicode true',
        '!include LogicLib.nsh',
        '!define APP_EXECUTABLE_FILENAME "Paxboard.exe"',
        'Var installMode',
        `!include "${join(root, 'build/installer.nsh')}"`,
        'Name "Paxboard"',
        `OutFile "${join(folder.path, 'PaxboardSetup.exe')}"`,
        `Icon "${join(root, 'build/icon.ico')}"`,
        'RequestExecutionLevel user',
        'Section',
        'StrCpy $installMode "all"',
        `WriteUninstaller "${'$INSTDIR'}\\uninstall.exe"`,
        '!insertmacro customInstall',
        'SectionEnd',
        'Section un.x',
        '!insertmacro customUnInstall',
        'SectionEnd',
      ].join('\n'),
    );
    const { status, stdout, stderr } = spawnSync('makensis', ['-WX', '-V2', file], { encoding: 'utf8' });
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
    expect(existsSync(join(folder.path, 'PaxboardSetup.exe'))).toBe(true);
  });
});

function hasMakensis(): boolean {
  return spawnSync('makensis', ['-VERSION']).status === 0;
}
