/**
 * `npm run dist`: installers for the system that this runs on, in `dist/`. All or nothing: what is made comes to `dist/` when
 * everything is made.
 *
 * A folder with Electron's own zip files (`electron-v<version>-<platform>-<arch>.zip`) in `PAXBOARD_ELECTRON_DIST` is taken instead of
 * fetching them.
 *
 * `npm run dist -- --x64 deb` takes processors (`--x64`, `--arm64`) and kinds (`AppImage`, `deb`, `rpm`, `nsis`, `dmg`, `zip`, or
 * `dir`, which is the app in a folder and no installer).
 */

import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { prepare, root, say } from './environment/prepare.mjs';
import { workplaceIn } from './packaging/all-or-nothing.mjs';
import { missingFor, readOptions, sentenceFor, targetsOf } from './packaging/dist-options.mjs';

const destination = join(root, 'dist');

const options = readOptions(process.argv.slice(2), process.platform);
if (options.problem !== undefined) {
  process.stderr.write(`${options.problem}\n`);
  process.exit(2);
}
const missing = missingFor(options.kinds, isThere);
if (missing !== undefined) {
  process.stderr.write(`${missing}\n`);
  process.exit(1);
}
prepare();
process.exit(await dist(options));

/** @returns the process's exit code. */
async function dist({ archs, kinds }) {
  const work = workplaceIn(destination);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.once(signal, () => {
      work.discard();
      process.stderr.write('\nStopped. Nothing in dist/ was changed.\n');
      process.exit(code);
    });
  }
  try {
    await build(work.folder, archs, kinds);
    const made = work.finish((name) => isWanted(name, kinds));
    say(`\nMade in dist/:\n${made.map((name) => `   ${name}  ${sizeOf(name)}`).join('\n')}`);
    return 0;
  } catch (error) {
    process.stderr.write(
      `\n${sentenceFor(error)}\nNo installer was made, and nothing in dist/ was changed.\n`,
    );
    if (process.env.DEBUG) process.stderr.write(`${error?.stack ?? error}\n`);
    return 1;
  } finally {
    work.discard();
  }
}

async function build(output, archs, kinds) {
  // Loaded only now: before `prepare` it may not be installed.
  const { Arch, build: make, Platform } = await import('electron-builder');
  const electron = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version;
  say(
    `Building for ${archs.join(' and ')}. Electron ${electron} and helper programs are fetched if they are not here yet …`,
  );
  await make({
    projectDir: root,
    targets: targetsOf(Platform, Arch, { archs, kinds }),
    publish: 'never',
    config: {
      directories: { output },
      ...(process.env.PAXBOARD_ELECTRON_DIST && {
        electronDist: resolve(process.env.PAXBOARD_ELECTRON_DIST),
      }),
      // deb and rpm insist on one, and there may be none.
      extraMetadata: { homepage: homepage() },
      ...(process.platform === 'darwin' && !hasMacCertificate() && { mac: { identity: '-' } }),
    },
  });
}

/** Without a certificate macOS still wants a signature, which says nothing: an app without one is "damaged" there. */
function hasMacCertificate() {
  return Boolean(process.env.CSC_LINK || process.env.CSC_NAME);
}

function homepage() {
  const { homepage: written } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  return written ?? (server && repository ? `${server}/${repository}` : 'unknown');
}

function isThere(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Installers, and the folders of `dir`; not the notes that electron-builder keeps for itself. */
function isWanted(name, kinds) {
  if (name.endsWith('-unpacked') || name.startsWith('mac')) return kinds.includes('dir');
  // Block maps are for an updater.
  return name.startsWith('Paxboard-') && !name.endsWith('.blockmap');
}

function sizeOf(name) {
  const stats = statSync(join(destination, name));
  return stats.isDirectory() ? '(folder)' : `${(stats.size / 1e6).toFixed(1)} MB`;
}
