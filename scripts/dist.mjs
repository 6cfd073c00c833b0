/**
 * `npm run dist`: builds installers for the current system into `dist/`. It moves them there after all of them are built, or leaves
 * `dist/` unchanged.
 *
 * If `PAXBOARD_ELECTRON_DIST` names a folder with Electron's zip files (`electron-v<version>-<platform>-<arch>.zip`), they are not
 * downloaded.
 *
 * Arguments select architectures (`--x64`, `--arm64`) and kinds (`AppImage`, `deb`, `rpm`, `nsis`, `dmg`, `zip`, or `dir` for the
 * unpacked app without an installer): `npm run dist -- --x64 deb`.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { prepare, root, say } from './environment/prepare.mjs';
import { failureMessage, missingRequirement, readOptions, targetsOf } from './packaging/dist-options.mjs';
import { createStagingFolder } from './packaging/staging-folder.mjs';

const destination = join(root, 'dist');

const options = readOptions(process.argv.slice(2), process.platform);
if (options.problem !== undefined) {
  process.stderr.write(`${options.problem}\n`);
  process.exit(2);
}
const missing = missingRequirement(options.kinds, isInstalled);
if (missing !== undefined) {
  process.stderr.write(`${missing}\n`);
  process.exit(1);
}
prepare();
process.exit(await dist(options));

/** @returns the process's exit code. */
async function dist({ archs, kinds }) {
  const staging = createStagingFolder(destination);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.once(signal, () => {
      staging.discard();
      process.stderr.write('\nStopped. dist/ is unchanged.\n');
      process.exit(code);
    });
  }
  try {
    await build(staging.folder, archs, kinds);
    const built = staging.finish((name) => isWanted(name, kinds));
    say(`\nBuilt in dist/:\n${built.map((name) => `   ${name}  ${sizeOf(name)}`).join('\n')}`);
    return 0;
  } catch (error) {
    process.stderr.write(`\n${failureMessage(error)}\nNo installer was built, and dist/ is unchanged.\n`);
    if (process.env.DEBUG) process.stderr.write(`${error?.stack ?? error}\n`);
    return 1;
  } finally {
    staging.discard();
  }
}

async function build(output, archs, kinds) {
  // Before `prepare` the package may not be installed.
  const { Arch, build: make, Platform } = await import('electron-builder');
  const electron = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version;
  say(
    `Building for ${archs.join(' and ')}. Electron ${electron} and helper programs are downloaded if they are missing …`,
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
      // deb and rpm require a homepage, and the project may have none.
      extraMetadata: { homepage: homepage() },
      ...(process.platform === 'darwin' && !hasMacCertificate() && { mac: { identity: '-' } }),
    },
  });
}

/** Without a certificate the app gets an ad-hoc signature: macOS reports an unsigned app as damaged. */
function hasMacCertificate() {
  return Boolean(process.env.CSC_LINK || process.env.CSC_NAME);
}

function homepage() {
  const { homepage: declared } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  return declared ?? (server && repository ? `${server}/${repository}` : 'unknown');
}

function isInstalled(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Installers, and the folders of `dir`; not electron-builder's metadata files. */
function isWanted(name, kinds) {
  if (name.endsWith('-unpacked') || name.startsWith('mac')) return kinds.includes('dir');
  // Block maps are for an updater.
  return name.startsWith('Paxboard-') && !name.endsWith('.blockmap');
}

function sizeOf(name) {
  const stats = statSync(join(destination, name));
  return stats.isDirectory() ? '(folder)' : `${(stats.size / 1e6).toFixed(1)} MB`;
}
