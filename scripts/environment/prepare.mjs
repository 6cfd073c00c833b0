/**
 * The first steps of `npm start` and `npm test`, so that a fresh clone needs no other command: they check the version of Node, install
 * the packages and build the app. Plain Node, because it runs before the packages are installed.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acquireLock } from './lock.mjs';
import { isAtLeast } from './versions.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** An error that the person who runs the command can resolve. It is shown without a stack. */
export class PreparationFailed extends Error {
  name = 'PreparationFailed';
}

/** @throws PreparationFailed if Node is older than `engines` in package.json requires. */
export function ensureNodeVersion(version = process.versions.node) {
  const required = readJson('package.json').engines.node.replace('>=', '');
  if (isAtLeast(version, required)) return;
  throw new PreparationFailed(
    `Paxboard needs Node ${required} or newer; this is Node ${version}.\n` +
      'Install a newer one from https://nodejs.org and try again.',
  );
}

/** @throws PreparationFailed if packages are missing and cannot be installed. */
export function ensureInstalled() {
  const missing = missingPackages();
  if (missing === 0) return;
  say(
    existsSync(join(root, 'node_modules'))
      ? `Installing packages: ${missing} are missing or differ from package-lock.json …`
      : 'Installing packages. Only the first start takes this long (about a minute) …',
  );
  if (npm(['ci'])) return;
  throw new PreparationFailed(
    'The packages could not be installed (see the errors of npm above).\n' +
      'The most frequent reason is the network. Try again when it is available.',
  );
}

/** @throws PreparationFailed if the build fails. */
export function ensureBuilt() {
  if (isBuilt()) return;
  // Several tests may start a build at once.
  const lock = join(root, 'node_modules/.paxboard-building');
  const releaseLock = acquireLock(lock);
  if (releaseLock === undefined) {
    throw new PreparationFailed(
      `Another process is still building Paxboard. If there is none, delete ${lock}.`,
    );
  }
  try {
    if (!isBuilt()) build();
  } finally {
    releaseLock();
  }
}

const buildStamp = join(root, 'out/.built-from');

function isBuilt() {
  const fresh = existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === sourceFingerprint();
  return fresh && absentProducts().length === 0;
}

function build() {
  const fingerprint = sourceFingerprint();
  say('Building Paxboard …');
  const builder = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const result = spawnSync(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    throw new PreparationFailed(
      `The build failed (see the errors above).${result.error ? ` ${result.error}` : ''}`,
    );
  }
  const absent = absentProducts();
  if (absent.length > 0) throw new PreparationFailed(`The build did not create ${absent.join(', ')}.`);
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(buildStamp, fingerprint);
}

function absentProducts() {
  return products.filter((product) => !existsSync(join(root, product)));
}

/** Runs `steps`. If one throws PreparationFailed, prints its message and ends the process. */
export function prepare(steps = [ensureNodeVersion, ensureInstalled, ensureBuilt]) {
  try {
    for (const step of steps) step();
  } catch (error) {
    exitIfPreparationFailed(error);
  }
}

/** Prints the message of a PreparationFailed and ends the process with code 1. @throws any other `error` */
export function exitIfPreparationFailed(error) {
  if (!(error instanceof PreparationFailed)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
}

export function say(text) {
  process.stdout.write(`${text}\n`);
}

const products = [
  'out/main/index.cjs',
  'out/main/host.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];

/** The inputs of the build: folders, and files at the root. */
const sourceFolders = ['app', 'keeper', 'main', 'renderer', 'shared'];
const sourceFiles = [
  'electron.vite.config.ts',
  'scripts/packaging/oldest-browsers.mjs',
  'package.json',
  'package-lock.json',
  'postcss.config.mjs',
  'postcss.config.cjs',
  'tsconfig.base.json',
];

/** A hash of the contents, because the times of files change with every checkout. */
function sourceFingerprint() {
  const hash = createHash('sha256');
  const files = [...sourceFiles, ...sourceFolders.flatMap(filesIn)].filter((file) =>
    existsSync(join(root, file)),
  );
  for (const file of files.sort()) {
    const contents = readFileSync(join(root, file));
    hash.update(`${file}\0${contents.length}\0`).update(contents);
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'testing' ? [] : filesIn(path);
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path];
  });
}

/**
 * @returns the number of packages of the lock file that are missing in node_modules or have another version there. Optional packages
 *   do not count: they may be for other systems.
 */
function missingPackages() {
  const required = Object.entries(readJson('package-lock.json').packages).filter(
    ([path, entry]) => path !== '' && !entry.optional && !entry.devOptional,
  );
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return required.length;
  const present = readJson('node_modules/.package-lock.json').packages;
  return required.filter(([path, entry]) => present[path]?.version !== entry.version).length;
}

/** Runs npm in `folder` with its output on the terminal. @returns whether it succeeds. */
export function npm(args, folder = root) {
  const all = [...args, '--no-audit', '--no-fund', '--loglevel=error'];
  // Under `npm start` this is the path of npm's script, which needs no shell on Windows either.
  const program = process.env.npm_execpath;
  const result =
    program !== undefined && /\.[cm]?js$/.test(program)
      ? spawnSync(process.execPath, [program, ...all], { cwd: folder, stdio: 'inherit' })
      : spawnSync(`npm ${all.join(' ')}`, { cwd: folder, stdio: 'inherit', shell: true });
  return result.status === 0;
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
