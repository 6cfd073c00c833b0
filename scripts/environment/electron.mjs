/** Electron's runtime for people: the one that the package `electron` has fetched, or fetches now. Plain Node. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './prepare.mjs';

const electronFolder = join(root, 'node_modules/electron');
const failedFetch = join(root, 'node_modules/.paxboard-electron-fetch-failed');
const fetchMilliseconds = 60_000;

/** Electron's own variable: a folder with a runtime to take instead. */
export const distVariable = 'ELECTRON_OVERRIDE_DIST_PATH';

const programs = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/** @returns the program of the runtime in `folder`, undefined if there is none. */
export function programIn(folder) {
  const program = join(folder, programs[process.platform] ?? 'electron');
  return existsSync(program) ? program : undefined;
}

/** Looked for, not required: requiring the package would start a download, and throw without a network. */
export function installedElectron() {
  const named = process.env[distVariable];
  if (named) return programIn(named);
  // Written when all of it is there.
  return existsSync(join(electronFolder, 'path.txt')) ? programIn(join(electronFolder, 'dist')) : undefined;
}

/** Whether fetching this version failed before. */
export function hasFailedToFetch() {
  return existsSync(failedFetch) && readFileSync(failedFetch, 'utf8') === electronVersion();
}

/** @returns the program; undefined if it could not be fetched, which is remembered. */
export function fetchElectron() {
  say(`Fetching Electron's runtime ${electronVersion()} (once; at most a minute) …`);
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

/** Chromium's sandbox does not work for root, and Electron refuses to start without `--no-sandbox` then. */
export function sandboxFlags() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

function electronVersion() {
  return JSON.parse(readFileSync(join(electronFolder, 'package.json'), 'utf8')).version;
}
