/**
 * What `npm start` and `npm test` do before anything else, so that a fresh clone needs no other command: the right Node,
 * everything installed, everything built. Plain Node, because nothing is installed yet when this runs.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeTurn } from './turn.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Something that a person can act on: shown without a stack. */
export class PreparationFailed extends Error {
  name = 'PreparationFailed';
}

/** @throws PreparationFailed if this Node is older than `engines` in package.json asks for. */
export function ensureNodeVersion(version = process.versions.node) {
  const wanted = readJson('package.json').engines.node.replace('>=', '');
  if (isAtLeast(version, wanted)) return;
  throw new PreparationFailed(
    `Paxboard needs Node ${wanted} or newer, and this is Node ${version}.\n` +
      'Get a newer one from https://nodejs.org and try again.',
  );
}

/** @throws PreparationFailed if something is missing and cannot be installed. */
export function ensureInstalled() {
  const missing = missingPackages();
  if (missing === 0) return;
  say(
    existsSync(join(root, 'node_modules'))
      ? `Installing: ${missing} packages are missing or of another version than package-lock.json says …`
      : 'Installing what Paxboard is made of. Only the first start takes this long (a minute or so) …',
  );
  if (npm(['ci'])) return;
  throw new PreparationFailed(
    'What Paxboard is made of could not be installed; npm says why above.\n' +
      'Most often the network is the reason. Nothing else was changed: try again when it is back.',
  );
}

/** @throws PreparationFailed if the build fails. */
export function ensureBuilt() {
  if (isBuilt()) return;
  // Several tests may want it at once, or a test and a start.
  const turn = join(root, 'node_modules/.paxboard-building');
  const endTurn = takeTurn(turn);
  if (endTurn === undefined) {
    throw new PreparationFailed(
      `Another process is building Paxboard, and does not finish. If there is none, delete ${turn}.`,
    );
  }
  try {
    if (!isBuilt()) build();
  } finally {
    endTurn();
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
      `The build failed; the reason is above.${result.error ? ` ${result.error}` : ''}`,
    );
  }
  const absent = absentProducts();
  if (absent.length > 0) throw new PreparationFailed(`The build did not make ${absent.join(', ')}.`);
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(buildStamp, fingerprint);
}

function absentProducts() {
  return products.filter((product) => !existsSync(join(root, product)));
}

/** Runs `steps`; says what went wrong and ends the process if a person can act on it. */
export function prepare(steps = [ensureNodeVersion, ensureInstalled, ensureBuilt]) {
  try {
    for (const step of steps) step();
  } catch (error) {
    if (!(error instanceof PreparationFailed)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  }
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
const sourceFolders = ['app', 'main', 'renderer', 'shared'];
const sourceFiles = [
  'electron.vite.config.ts',
  'scripts/packaging/oldest-browsers.mjs',
  'package.json',
  'package-lock.json',
  'postcss.config.mjs',
  'postcss.config.cjs',
  'tsconfig.base.json',
];

/** Of contents, not of times: those change with every checkout. */
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
 * How many packages of the lock file are not in node_modules, or in another version. Optional ones may be for other
 * systems, and do not count.
 */
function missingPackages() {
  const wanted = Object.entries(readJson('package-lock.json').packages).filter(
    ([path, entry]) => path !== '' && !entry.optional && !entry.devOptional,
  );
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return wanted.length;
  const present = readJson('node_modules/.package-lock.json').packages;
  return wanted.filter(([path, entry]) => present[path]?.version !== entry.version).length;
}

/** @returns whether it succeeded. What it says is shown. */
export function npm(args, folder = root) {
  const all = [...args, '--no-audit', '--no-fund', '--loglevel=error'];
  // Under `npm start` this is npm's own program; it needs no shell, on Windows either.
  const program = process.env.npm_execpath;
  const result =
    program !== undefined && /\.[cm]?js$/.test(program)
      ? spawnSync(process.execPath, [program, ...all], { cwd: folder, stdio: 'inherit' })
      : spawnSync(`npm ${all.join(' ')}`, { cwd: folder, stdio: 'inherit', shell: true });
  return result.status === 0;
}

function isAtLeast(version, wanted) {
  const have = version.split('.').map(Number);
  const need = wanted.split('.').map(Number);
  for (let at = 0; at < need.length; at += 1) {
    const difference = (have[at] ?? 0) - need[at];
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
