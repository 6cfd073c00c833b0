/** Finds programs of the system, and installs them where that needs no interaction. */

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './prepare.mjs';

export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns the path of the program `name` in `PATH`, undefined if there is none. */
export function findProgram(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

/** Installs packages as root on Debian and its derivatives. @returns false on other systems, without root, and after an error. */
export function installWithApt(...packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !isProgram('/usr/bin/apt-get'))
    return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return (
    succeeds('apt-get', ['-qq', 'update'], env) &&
    succeeds('apt-get', ['-qq', 'install', '--yes', '--no-install-recommends', ...packages], env)
  );
}

export function succeeds(program, args, env) {
  const result = spawnSync(program, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.error) process.stderr.write(`${program}: ${result.error.message}\n`);
  return result.status === 0;
}
