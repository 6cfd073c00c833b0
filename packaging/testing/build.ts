/** Runs electron-builder with the configuration of `npm run dist`, over a stub of Electron, until it would call other programs. */

import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arch, build, type Platform } from 'electron-builder';

export const root = join(import.meta.dirname, '../..');

/** Creates a temporary folder. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'paxboard-packaging-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

export type Built = {
  /** The unpacked app. */
  folder: string;
  /** The inputs of the program that would build the package, by kind: the arguments of fpm, or the options of the AppImage. */
  packageInputs: Map<string, unknown>;
};

/**
 * @param options.kinds `dir`, or kinds of packages. Their inputs are copied to `output`, because electron-builder deletes its files.
 * @param options.folderName the name that electron-builder gives the unpacked app on that platform.
 */
export async function buildWithStub(options: {
  platform: Platform;
  kinds: readonly string[];
  electron: string;
  output: string;
  folderName: string;
}): Promise<Built> {
  const { packageInputs, effectiveOptionComputed } = capturePackageInputs(options.output);
  await build({
    projectDir: root,
    targets: options.platform.createTarget([...options.kinds], Arch.x64),
    publish: 'never',
    config: {
      electronDist: options.electron,
      directories: { output: options.output },
      extraMetadata: { homepage: 'unknown' },
      // The stub cannot be signed on a Mac.
      mac: { identity: null },
    },
    effectiveOptionComputed,
  });
  return { folder: join(options.output, options.folderName), packageInputs: packageInputs };
}

/**
 * An option of electron-builder that captures the inputs of the programs that build packages.
 *
 * @param folder for copies of the input files, which electron-builder deletes afterwards.
 */
export function capturePackageInputs(folder: string) {
  const packageInputs = new Map<string, unknown>();
  // `true` makes electron-builder skip the rest of the package.
  const effectiveOptionComputed = async (computed: unknown): Promise<boolean> => {
    if (isFpmCall(computed)) {
      const kept = copyInputs(computed[0], join(folder, `inputs-${packageInputs.size}`));
      packageInputs.set(packageKind(kept), kept);
    } else packageInputs.set('AppImage', computed);
    return true;
  };
  return { packageInputs, effectiveOptionComputed };
}

/** For deb and rpm: the arguments of fpm, and the path of the desktop entry. */
function isFpmCall(computed: unknown): computed is [string[], string] {
  return Array.isArray(computed) && Array.isArray(computed[0]);
}

function packageKind(args: readonly string[]): string {
  const file = args[args.indexOf('--package') + 1] ?? '';
  return file.slice(file.lastIndexOf('.') + 1);
}

/** Copies the temporary files named in the arguments. @returns the arguments with the paths of the copies. */
function copyInputs(args: readonly string[], folder: string): string[] {
  return args.map((arg, at) => {
    const isScript = ['--after-install', '--after-remove'].includes(args[at - 1] ?? '');
    const [source = '', target] = isScript ? [arg] : arg.split('=/');
    if ((!isScript && target === undefined) || source.endsWith('/')) return arg;
    const copy = join(folder, String(at));
    cpSync(source, copy);
    return target === undefined ? copy : `${copy}=/${target}`;
  });
}

export type FpmInputs = {
  /** The value of an option such as `--name`. */
  option(name: string): string | undefined;
  /** The values of a repeated option. */
  options(name: string): readonly string[];
  /** The file or folder that is installed at `path`. */
  installedAt(path: string): string | undefined;
  /** Each installed file or folder, with its target path. */
  installed: readonly { source: string; target: string }[];
};

/** @param args from {@link Built.packageInputs} for deb or rpm. @throws Error if `args` is not an array. */
export function fpmInputs(args: unknown): FpmInputs {
  if (!Array.isArray(args)) throw new Error('these are not the arguments of fpm');
  const texts = args.map(String);
  const installed = texts.flatMap((text) => {
    const at = text.indexOf('=/');
    return at < 0 ? [] : [{ source: text.slice(0, at), target: text.slice(at + 1) }];
  });
  return {
    option: (name) => (texts.includes(name) ? texts[texts.indexOf(name) + 1] : undefined),
    options: (name) => texts.filter((_, at) => texts[at - 1] === name),
    installedAt: (path) => installed.find(({ target }) => target === path)?.source,
    installed,
  };
}

/** The sections and keys of a desktop entry. */
export function desktopEntry(text: string): Map<string, string> {
  const lines = text.split('\n').filter((line) => line.includes('='));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

export function readText(file: string): string {
  return readFileSync(file, 'utf8');
}
