/** What is in an app's archive. */

import { extractFile, listPackage, statFile } from '@electron/asar';
import { build } from 'esbuild';

/** Paths of its files, with `/` between folders, sorted. */
export function filesIn(asar: string): string[] {
  return listPackage(asar, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
    .filter((path) => !('files' in statFile(asar, path)))
    .sort();
}

export function textIn(asar: string, path: string): string {
  return extractFile(asar, path).toString('utf8');
}

/**
 * Files that are reached from `entry` by the imports in them, and what else they import.
 *
 * @param folder Where the archive was unpacked to.
 */
export async function importsFrom(
  entry: string,
  folder: string,
): Promise<{ files: string[]; packages: Set<string> }> {
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'error',
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  return {
    files: Object.keys(metafile.inputs),
    packages: new Set(imports.filter(({ external }) => external).map(({ path }) => path)),
  };
}
