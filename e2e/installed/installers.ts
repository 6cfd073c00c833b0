/**
 * The installers of a test: of an older and of a newer version. The newer one is the release's if a variable names the folder with it;
 * the others are built from the same configuration.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { makeDeb } from '../../packaging/testing/deb.ts';
import { packageForDebian } from '../desktop/package-app.ts';
import { installerAmong, type Kind } from './installer-names.ts';

export interface Installers {
  readonly older: string;
  readonly newer: string;
  readonly newerVersion: string;
}

/** A folder with the installers of a release: `dist` after `npm run dist`. */
const installersVariable = 'PAXBOARD_INSTALLERS';

const olderVersion = '0.0.1';
const root = join(import.meta.dirname, '../..');

/** @param folder for the built ones. @throws Error if the named folder has no such installer. */
export async function installersOf(
  kinds: { readonly older: Kind; readonly newer: Kind },
  electron: string,
  folder: string,
): Promise<Installers> {
  const newerVersion = projectVersion();
  const release = releaseInstaller(kinds.newer);
  if (kinds.newer === 'deb') {
    const { inputs } = await packageForDebian(electron, join(folder, 'package'));
    const older = makeDeb(inputs, join(folder, 'older'), olderVersion);
    return { older, newer: release ?? makeDeb(inputs, join(folder, 'newer')), newerVersion };
  }
  const older = await built(kinds.older, olderVersion, join(folder, 'older'));
  const newer = release ?? (await built(kinds.newer, newerVersion, join(folder, 'newer')));
  return { older, newer, newerVersion };
}

function releaseInstaller(kind: Kind): string | undefined {
  const folder = process.env[installersVariable];
  if (!folder) return undefined;
  const place = resolve(root, folder);
  const name = installerAmong(readdirSync(place), kind, process.arch);
  if (name === undefined) throw new Error(`${place} has no ${kind} for ${process.arch}`);
  return join(place, name);
}

/** @returns the path of the installer. */
async function built(kind: Kind, version: string, output: string): Promise<string> {
  await build({
    projectDir: root,
    targets: Platform.current().createTarget([kind], process.arch === 'arm64' ? Arch.arm64 : Arch.x64),
    publish: 'never',
    config: {
      directories: { output },
      // A test does not need a small one.
      compression: 'store',
      extraMetadata: { version, homepage: 'unknown' },
      // As `npm run dist` without a certificate.
      ...(process.platform === 'darwin' && { mac: { identity: '-' } }),
    },
  });
  const name = installerAmong(readdirSync(output), kind, process.arch);
  if (name === undefined) throw new Error(`electron-builder made no ${kind} in ${output}`);
  return join(output, name);
}

function projectVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (typeof version !== 'string') throw new Error('package.json has no version');
  return version;
}
