/** The texts follow the formats of Windows 11's programs. They are written by hand: the tests have not run on Windows yet. */

import { describe, expect, test } from 'vitest';
import { defaultValue, firewallRules, installationIn, opensWith, parseRegistry } from './registry.ts';

const lines = (...all: readonly string[]) => ['', ...all, '', ''].join('\r\n');

const uninstall = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall';
const folder = 'C:\\Users\\Ada Byron\\AppData\\Local\\Programs\\Paxboard';
const installed = lines(
  `${uninstall}\\Another app`,
  '    DisplayName    REG_SZ    Another app',
  '    QuietUninstallString    REG_SZ    "C:\\Another\\uninstall.exe" /S',
  '',
  `${uninstall}\\7f2d0a3e-5b0e-5f7e-8f50-1c2b5c6f6a10`,
  '    DisplayName    REG_SZ    Paxboard 1.2.3',
  `    UninstallString    REG_SZ    "${folder}\\Uninstall Paxboard.exe" /currentuser`,
  `    QuietUninstallString    REG_SZ    "${folder}\\Uninstall Paxboard.exe" /currentuser /S`,
  '    DisplayVersion    REG_SZ    1.2.3',
  '    Publisher    REG_SZ    ',
  '    NoModify    REG_DWORD    0x1',
);

describe('the registry', () => {
  test('has keys and values, also empty ones', () => {
    const [other, own] = parseRegistry(installed);
    expect(other?.path).toBe(`${uninstall}\\Another app`);
    expect(own?.values.get('NoModify')).toBe('0x1');
    expect(own?.values.get('Publisher')).toBe('');
    expect(parseRegistry('')).toEqual([]);
  });

  test('names the version, the program and the uninstaller of Paxboard', () => {
    expect(installationIn(installed)).toEqual({
      version: '1.2.3',
      program: `${folder}\\Paxboard.exe`,
      uninstaller: `${folder}\\Uninstall Paxboard.exe`,
      uninstallArgs: ['/currentuser', '/S'],
    });
  });

  test('without Paxboard has no installation of it', () => {
    expect(
      installationIn(lines(`${uninstall}\\Another app`, '    DisplayName    REG_SZ    Another app')),
    ).toBe(undefined);
    expect(installationIn('')).toBe(undefined);
  });

  test('has default values in any language', () => {
    const key = 'HKEY_CLASSES_ROOT\\paxboard\\shell\\open\\command';
    const command = `"${folder}\\Paxboard.exe" "%1"`;
    expect(defaultValue(lines(key, `    (Default)    REG_SZ    ${command}`))).toBe(command);
    expect(defaultValue(lines(key, `    (Standard)    REG_SZ    ${command}`))).toBe(command);
    expect(defaultValue(lines(key, '    (Default)    REG_SZ    (value not set)'))).toBe(undefined);
    expect(defaultValue('')).toBe(undefined);
  });
});

test.each([
  [`"${folder}\\Paxboard.exe" "%1"`, true],
  [`"${folder.toUpperCase()}\\paxboard.exe" "%1"`, true],
  // Another program could smuggle flags into it.
  [`"${folder}\\Paxboard.exe" %1`, false],
  ['"C:\\Other.exe" "%1"', false],
  [undefined, false],
])('whether %s opens an item as one argument: %s', (command, expected) => {
  expect(opensWith(command, `${folder}\\Paxboard.exe`)).toBe(expected);
});

test('the rules of the firewall are read', () => {
  const rules = firewallRules(
    lines(
      'Rule Name:                            Paxboard',
      '----------------------------------------------------------------------',
      'Enabled:                              Yes',
      'Direction:                            In',
      'Profiles:                             Domain,Private',
      'Grouping:                             ',
      'Program:                              C:\\Program Files\\Paxboard\\Paxboard.exe',
      'Action:                               Allow',
      'Ok.',
    ),
  );
  expect(rules).toHaveLength(1);
  expect(Object.fromEntries(rules[0] ?? [])).toMatchObject({
    Direction: 'In',
    Profiles: 'Domain,Private',
    Grouping: '',
    Program: 'C:\\Program Files\\Paxboard\\Paxboard.exe',
    Action: 'Allow',
  });
  expect(firewallRules('\r\nNo rules match the specified criteria.\r\n')).toEqual([]);
});
