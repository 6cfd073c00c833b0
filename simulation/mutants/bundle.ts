/** Bundles the simulator with a mutated engine into one file; the engine's source stays unchanged. */

import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { applyEdit, type Mutant } from './mutant.ts';

const here = dirname(fileURLToPath(import.meta.url));
const shared = join(here, '..', '..', 'shared');

/** @throws RangeError if an edit of `mutant` does not fit the engine's present source. */
export async function bundleMutant(mutant: Mutant, into: string): Promise<string> {
  const unused = new Set(mutant.edits.map(({ file }) => file));
  for (const { file } of mutant.edits) applyAll(mutant, file, await readFile(join(shared, file), 'utf8'));
  const outfile = join(into, `${mutant.name.replaceAll(/[^a-z0-9]+/gi, '-')}.mjs`);
  await build({
    entryPoints: [join(here, 'hunt.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutate',
        setup(bundling) {
          bundling.onLoad({ filter: /[\\/]shared[\\/].*\.ts$/ }, async ({ path }) => {
            const file = relative(shared, path);
            unused.delete(file);
            return { contents: applyAll(mutant, file, await readFile(path, 'utf8')), loader: 'ts' };
          });
        },
      },
    ],
  });
  const [first] = unused;
  if (first !== undefined) throw new RangeError(`${basename(first)} is not part of the simulated device`);
  return outfile;
}

function applyAll(mutant: Mutant, file: string, source: string): string {
  return mutant.edits.filter((edit) => edit.file === file).reduce(applyEdit, source);
}
