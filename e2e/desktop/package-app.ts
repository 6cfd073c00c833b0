/** Packages the app with the runtime that the tests have, as `npm run dist -- dir` does, from the same configuration. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Arch, build, Platform } from 'electron-builder';
import { parse } from 'yaml';
import { capturePackageInputs, type FpmInputs, fpmInputs } from '../../packaging/testing/build.ts';

const root = join(import.meta.dirname, '../..');

/** Fuses that Electron 25 does not have, with their names in the project's configuration. */
const laterFuses = { [FuseV1Options.GrantFileProtocolExtraPrivileges]: 'grantFileProtocolExtraPrivileges' };

/** @param electron the program of the runtime. @returns the program of the packaged app. */
export async function packageApp(electron: string, output: string): Promise<string> {
  return (await packageFor(electron, output, ['dir'])).program;
}

/** @returns the program, and the files for a Debian package. */
export async function packageForDebian(
  electron: string,
  output: string,
): Promise<{ readonly program: string; readonly inputs: FpmInputs }> {
  const { program, packageInputs } = await packageFor(electron, output, ['dir', 'deb']);
  return { program, inputs: fpmInputs(packageInputs.get('deb')) };
}

async function packageFor(electron: string, output: string, kinds: readonly string[]) {
  const dist = dirname(electron);
  const description = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
  const known = Object.keys(await getCurrentFuseWire(electron));
  for (const [fuse, name] of Object.entries(laterFuses)) {
    if (!known.includes(fuse)) delete description.electronFuses[name];
  }
  // A separate file: an object would be merged with our configuration, and nothing could be left out.
  mkdirSync(output, { recursive: true });
  const file = join(output, 'description.json');
  writeFileSync(
    file,
    JSON.stringify({
      ...description,
      electronDist: dist,
      electronVersion: readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, ''),
      directories: { ...description.directories, output },
      // deb requires one.
      extraMetadata: { homepage: 'unknown' },
    }),
  );
  const { packageInputs, effectiveOptionComputed } = capturePackageInputs(output);
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget([...kinds], Arch.x64),
    publish: 'never',
    config: file,
    effectiveOptionComputed,
  });
  const folder = join(output, 'linux-unpacked');
  // electron-builder removes it from Electron's own zip file, and not from a folder.
  rmSync(join(folder, 'resources/default_app.asar'), { force: true });
  return { program: join(folder, 'paxboard'), packageInputs };
}
