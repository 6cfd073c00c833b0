/** Start at login on Linux: a file in the XDG autostart folder. On Windows and macOS, Electron does this. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * @param id the entry's name; one per profile.
 * @param program undefined removes the entry.
 * @throws Error of the file system.
 */
export function setLinuxLoginStart(configFolder: string, id: string, program: Program | undefined): void {
  const folder = join(configFolder, 'autostart');
  const file = join(folder, `${id}.desktop`);
  if (program === undefined) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, autostartEntry(program));
}

/** Source: Desktop Entry Specification 1.5, "The Exec key". */
export function autostartEntry({ file, args }: Program): string {
  const command = [file, ...args].map(quoted).join(' ');
  return `[Desktop Entry]\nType=Application\nName=Paxboard\nExec=${command}\nTerminal=false\n`;
}

/** Quotes an argument of Exec, then escapes it as a value of the file. A percent sign begins a field code. */
function quoted(text: string): string {
  const inner = text.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return `"${inner.replaceAll('\\', '\\\\')}"`;
}
