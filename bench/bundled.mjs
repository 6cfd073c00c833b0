/**
 * `node bench/bundled.mjs ENTRY [ARGUMENTS]`: runs a benchmark as the product runs, bundled by esbuild.
 *
 * tsx preserves the names of functions by a call for each closure that is made, which costs the engine a fifth of its
 * throughput (https://esbuild.github.io/api/#keep-names).
 */

import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) throw new Error('Usage: node bench/bundled.mjs ENTRY [ARGUMENTS]');

// As deep as the folders of `bench`, so that paths relative to a module stay right.
const outfile = join(import.meta.dirname, '.bundled', `${basename(entry, '.ts')}.mjs`);
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'error',
});
const { status } = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...args], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
