/** Bundles the attack with a broken source into one file; the source itself stays unchanged. */

import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { applyEdit } from '../../simulation/mutants/mutant.ts';
import type { Break } from './breaks.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @throws RangeError if an edit does not fit the present text, or its file is not part of the attack. */
export async function bundleBroken({ name, edits }: Break, into: string): Promise<string> {
  const outfile = join(into, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.mjs`);
  const contents = new Map<string, string>();
  for (const edit of edits) {
    const source = contents.get(edit.file) ?? (await readFile(join(root, edit.file), 'utf8'));
    contents.set(edit.file, applyEdit(source, edit));
  }
  const unused = new Set(contents.keys());
  await build({
    entryPoints: [join(root, 'app/session/testing/attack/attack.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    // Packages load Node's modules by `require`.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    plugins: [
      {
        name: 'break',
        setup(bundling) {
          bundling.onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const file = relative(root, path).split(sep).join('/');
            const broken = contents.get(file);
            unused.delete(file);
            return broken === undefined ? undefined : { contents: broken, loader: 'ts' };
          });
        },
      },
    ],
  });
  const [first] = unused;
  if (first !== undefined) throw new RangeError(`${first} is not part of the attack`);
  return outfile;
}
