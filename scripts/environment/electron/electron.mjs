/** Finds or downloads Electron's runtime by the package `electron`. Plain Node. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from '../prepare.mjs';

const electronFolder = join(root, 'node_modules/electron');
const failedFetch = join(root, 'node_modules/.paxboard-electron-fetch-failed');
const fetchMilliseconds = 60_000;

/** A variable of the package `electron`: a folder with the runtime to use. */
export const distVariable = 'ELECTRON_OVERRIDE_DIST_PATH';

const programs = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/** @returns the path of the program of the runtime in `folder`, undefined if there is none. */
export function programIn(folder) {
  const program = join(folder, programs[process.platform] ?? 'electron');
  return existsSync(program) ? program : undefined;
}

/** Finds the program without loading the package, which would start a download and throw without a network. */
export function installedElectron() {
  const named = process.env[distVariable];
  if (named) return programIn(named);
  // The package writes this file after all others.
  return existsSync(join(electronFolder, 'path.txt')) ? programIn(join(electronFolder, 'dist')) : undefined;
}

/** Whether an earlier download of this version failed. */
export function hasFailedToFetch() {
  return existsSync(failedFetch) && readFileSync(failedFetch, 'utf8') === electronVersion();
}

/**
 * @returns the path of the program; undefined if the download fails. A file records the failure for
 *   {@link hasFailedToFetch}.
 */
export function fetchElectron() {
  say(`Downloading Electron ${electronVersion()} (once; at most a minute) …`);
  const result = spawnSync(process.execPath, [join(electronFolder, 'install.js')], {
    cwd: root,
    stdio: 'ignore',
    timeout: fetchMilliseconds,
    killSignal: 'SIGKILL',
  });
  const program = result.status === 0 ? installedElectron() : undefined;
  if (program === undefined) writeFileSync(failedFetch, electronVersion());
  else rmSync(failedFetch, { force: true });
  return program;
}

/** Electron does not start for root without `--no-sandbox`. */
export function sandboxFlags() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

function electronVersion() {
  return JSON.parse(readFileSync(join(electronFolder, 'package.json'), 'utf8')).version;
}
