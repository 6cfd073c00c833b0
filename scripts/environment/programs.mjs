/** Programs of the system that tests need: whether they are here, and installing them where nothing is asked for it. */

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './prepare.mjs';

export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us to run: either way it is of no use.
    return false;
  }
}

/** @returns the path of a program by its name, undefined if the system has none. */
export function findProgram(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

/** On Debian and what descends from it, with the right to. @returns whether it worked. */
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
