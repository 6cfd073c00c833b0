/** Builds a Debian package from the inputs of fpm, the program that electron-builder downloads for it. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type FpmInputs, readText, root } from './build.ts';

/**
 * @param folder for the files of the package. It must not exist.
 * @param version of the package; by default the project's.
 * @returns the path of the package.
 * @throws Error if `dpkg-deb` fails.
 */
export function makeDeb(inputs: FpmInputs, folder: string, version = inputs.option('--version')): string {
  const tree = join(folder, 'tree');
  for (const { source, target } of inputs.installed) cpSync(source, join(tree, target), { recursive: true });
  mkdirSync(join(tree, 'DEBIAN'), { recursive: true });
  for (const [script, option] of [
    ['postinst', '--after-install'],
    ['postrm', '--after-remove'],
  ] as const) {
    const text = readFileSync(inputs.option(option) ?? '', 'utf8');
    writeFileSync(join(tree, 'DEBIAN', script), text, { mode: 0o755 });
  }
  const fields = {
    Package: inputs.option('--name'),
    Version: version,
    Architecture: inputs.option('--architecture'),
    Maintainer: inputs.option('--maintainer'),
    Depends: dependencies().join(', '),
    Description: inputs.option('--description'),
  };
  const control = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  writeFileSync(join(tree, 'DEBIAN/control'), control.join(''));
  const made = join(folder, 'paxboard.deb');
  run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, made]);
  rmSync(tree, { recursive: true });
  return made;
}

/** Those of the configuration: electron-builder adds them after it has handed over the inputs. */
function dependencies(): readonly string[] {
  const { deb } = parse(readText(join(root, 'electron-builder.yml')));
  return deb.depends;
}

/** @returns the standard output. @throws Error if the exit code is not 0. */
export function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr || stdout || error}`);
  return stdout;
}
