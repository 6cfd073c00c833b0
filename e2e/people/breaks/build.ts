/** The window with a break in it, built into a folder of its own, while the source stays as it is. */

import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadConfigFromFile } from 'electron-vite';
import { build, type Plugin } from 'vite';
import { applyEdit } from '../../../simulation/mutants/mutant.ts';
import type { Break } from './break.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/**
 * @param into an empty folder, which becomes the root of a built Paxboard.
 * @throws RangeError if an edit does not fit the present text, or is in no part of the window.
 */
export async function buildBroken({ edits }: Break, into: string): Promise<void> {
  const unused = new Set(edits.map(({ file }) => file));
  const breaking: Plugin = {
    name: 'paxboard:break',
    enforce: 'pre',
    load(id) {
      const file = relative(root, id.split('?')[0] ?? id);
      const own = edits.filter((edit) => edit.file === file);
      if (own.length === 0) return null;
      unused.delete(file);
      return own.reduce(applyEdit, readFileSync(join(root, file), 'utf8'));
    },
  };
  const { config } = await loadConfigFromFile({ command: 'build', mode: 'production' }, undefined, root);
  const window = 'renderer' in config ? config.renderer : undefined;
  if (window === undefined) throw new RangeError('the build has another form now');
  mkdirSync(join(into, 'out'), { recursive: true });
  await build({
    ...window,
    configFile: false,
    logLevel: 'error',
    plugins: [breaking, ...(window.plugins ?? [])],
    // Built often and thrown away: small is not worth the time.
    build: { ...window.build, minify: false, license: false, outDir: join(into, 'out/renderer') },
  });
  const [first] = unused;
  if (first !== undefined) throw new RangeError(`${first} is no part of the window`);
  // Copies: Node follows a link to its main module, and the host serves the window beside its own real place.
  cpSync(join(root, 'out/main'), join(into, 'out/main'), { recursive: true });
  cpSync(join(root, 'package.json'), join(into, 'package.json'));
}
