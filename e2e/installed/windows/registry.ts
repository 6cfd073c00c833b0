/** Reads the output of Windows' `reg` and `netsh`. Pure. */

import { win32 } from 'node:path';

export interface RegistryKey {
  readonly path: string;
  /** By their names; that of the default value depends on the language of Windows. */
  readonly values: ReadonlyMap<string, string>;
}

/** @param text the output of `reg query`. https://learn.microsoft.com/windows-server/administration/windows-commands/reg-query */
export function parseRegistry(text: string): readonly RegistryKey[] {
  const keys: { path: string; values: Map<string, string> }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ''] = /^ {4}(.*?) {4}REG_[A-Z_]+(?: {4}(.*))?$/.exec(line) ?? [];
    if (name !== undefined) keys.at(-1)?.values.set(name, value);
    else if (line.startsWith('HKEY_')) keys.push({ path: line, values: new Map() });
  }
  return keys;
}

/** @param text the output of `reg query KEY /ve`. @returns the default value; undefined if it is not set. */
export function defaultValue(text: string): string | undefined {
  const [value] = parseRegistry(text)[0]?.values.values() ?? [];
  // Windows shows a value that is not set in parentheses, in its language.
  return value === undefined || /^\(.*\)$/.test(value) ? undefined : value;
}

export interface Installation {
  readonly version: string;
  readonly program: string;
  readonly uninstaller: string;
  /** The arguments for an uninstallation without questions. */
  readonly uninstallArgs: readonly string[];
}

/** @param text the output of `reg query …\Uninstall /s`. @returns that of Paxboard; undefined if it is not installed. */
export function installationIn(text: string): Installation | undefined {
  const found = parseRegistry(text).find(({ values }) => /^Paxboard\b/.test(values.get('DisplayName') ?? ''));
  const command = splitCommand(found?.values.get('QuietUninstallString') ?? '');
  if (found === undefined || command === undefined) return undefined;
  return {
    version: found.values.get('DisplayVersion') ?? '',
    program: win32.join(win32.dirname(command.program), 'Paxboard.exe'),
    uninstaller: command.program,
    uninstallArgs: command.args,
  };
}

/** Splits a command line with a quoted program, and arguments without spaces. */
export function splitCommand(text: string): { program: string; args: readonly string[] } | undefined {
  const [, program, rest = ''] = /^"([^"]+)"(.*)$/.exec(text) ?? [];
  if (program === undefined) return undefined;
  return { program, args: rest.split(' ').filter((arg) => arg !== '') };
}

/** Whether a command of the registry opens the item `%1` with this program, as one argument. */
export function opensWith(command: string | undefined, program: string): boolean {
  const split = splitCommand(command ?? '');
  if (split === undefined) return false;
  return split.program.toLowerCase() === program.toLowerCase() && split.args.join(' ') === '"%1"';
}

/** @param text the output of `netsh advfirewall firewall show rule name=… verbose`, in English. @returns the rules, by their fields. */
export function firewallRules(text: string): readonly ReadonlyMap<string, string>[] {
  const rules: Map<string, string>[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, field, value = ''] = /^([A-Z][\w ]*):\s*(.*?)\s*$/.exec(line) ?? [];
    if (field === 'Rule Name') rules.push(new Map());
    if (field !== undefined) rules.at(-1)?.set(field, value);
  }
  return rules;
}
