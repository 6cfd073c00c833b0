/** The attack together with a broken source in one file, while the source itself stays as it is. */

import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Break } from './breaks.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @throws RangeError if an edit does not fit the present text. */
export async function bundleBroken({ name, edits }: Break, into: string): Promise<string> {
  const outfile = join(into, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.mjs`);
  const contents = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const source = contents.get(file) ?? (await readFile(join(root, file), 'utf8'));
    if (source.split(find).length !== 2) throw new RangeError(`${file} does not hold exactly once:\n${find}`);
    contents.set(
      file,
      source.replace(find, () => replace),
    );
  }
  await build({
    entryPoints: [join(root, 'app/session/testing/attack/attack.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    // Packages that ask for parts of Node do it as CommonJS.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    plugins: [
      {
        name: 'break',
        setup(bundling) {
          bundling.onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const broken = contents.get(relative(root, path).split(sep).join('/'));
            return broken === undefined ? undefined : { contents: broken, loader: 'ts' };
          });
        },
      },
    ],
  });
  return outfile;
}
