/** Runs electron-builder as `npm run dist` does, over a stub of Electron, up to where it would call other programs. */

import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arch, build, type Platform } from 'electron-builder';

export const root = join(import.meta.dirname, '../..');

/** A folder of its own for one test file, and how to be rid of it. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'paxboard-packaging-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

export type Built = {
  /** The app as it would be installed. */
  folder: string;
  /** What would have been handed to the program that makes the package, by its kind. */
  handedOver: Map<string, unknown>;
};

/**
 * @param kinds `dir`, or kinds of packages. What they are made of is kept in `output`, as electron-builder deletes its own.
 * @param folderName What electron-builder calls the unpacked app on that platform.
 */
export async function buildWithStub(options: {
  platform: Platform;
  kinds: readonly string[];
  electron: string;
  output: string;
  folderName: string;
}): Promise<Built> {
  const { handedOver, effectiveOptionComputed } = keepHandedOver(options.output);
  await build({
    projectDir: root,
    targets: options.platform.createTarget([...options.kinds], Arch.x64),
    publish: 'never',
    config: {
      electronDist: options.electron,
      directories: { output: options.output },
      extraMetadata: { homepage: 'unknown' },
      // On a Mac the stub would be signed, which it is not fit for.
      mac: { identity: null },
    },
    effectiveOptionComputed,
  });
  return { folder: join(options.output, options.folderName), handedOver };
}

/**
 * An option of electron-builder that keeps what would be handed to the programs that make packages.
 *
 * @param folder for the files that electron-builder makes for them, and deletes afterwards.
 */
export function keepHandedOver(folder: string) {
  const handedOver = new Map<string, unknown>();
  // Answering `true` ends the work on that package.
  const effectiveOptionComputed = async (computed: unknown): Promise<boolean> => {
    if (isFpmCall(computed)) {
      const kept = keepInputs(computed[0], join(folder, `inputs-${handedOver.size}`));
      handedOver.set(packageKind(kept), kept);
    } else handedOver.set('AppImage', computed);
    return true;
  };
  return { handedOver, effectiveOptionComputed };
}

/** For deb and rpm: the arguments of fpm, and the path of the desktop entry. */
function isFpmCall(computed: unknown): computed is [string[], string] {
  return Array.isArray(computed) && Array.isArray(computed[0]);
}

function packageKind(args: readonly string[]): string {
  const file = args[args.indexOf('--package') + 1] ?? '';
  return file.slice(file.lastIndexOf('.') + 1);
}

/** Copies the files that arguments name from where they are temporary, and names the copies instead. */
function keepInputs(args: readonly string[], folder: string): string[] {
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
  /** Values of options such as `--name`. */
  option(name: string): string | undefined;
  /** Values of an option that comes several times. */
  options(name: string): readonly string[];
  /** The file or folder that is installed at `path`. */
  installedAt(path: string): string | undefined;
  /** Pairs of what is installed and where. */
  installed: readonly { source: string; target: string }[];
};

/** @throws Error if `args` is not what `buildWithStub` keeps for deb or rpm. */
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
