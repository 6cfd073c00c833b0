/** Reads the archive of a packaged app. */

import { extractFile, listPackage, statFile } from '@electron/asar';
import { build } from 'esbuild';

/** The sorted paths of all files, with `/` between folders. */
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
 * The files that `entry` imports, directly and indirectly, and the packages that they import.
 *
 * @param folder the unpacked archive.
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
