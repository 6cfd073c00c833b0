/** Builds the window with a break into a separate folder; the source stays unchanged. */

import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadConfigFromFile } from 'electron-vite';
import { build, type Plugin } from 'vite';
import { applyEdit } from '../../../simulation/mutants/mutant.ts';
import type { Break } from './break.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/**
 * @param into an empty folder, which becomes the root of a built Paxboard.
 * @throws RangeError if an edit does not fit the present text, or its file is not part of the window.
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
  if (window === undefined) throw new RangeError('the build has no configuration for the renderer');
  mkdirSync(join(into, 'out'), { recursive: true });
  await build({
    ...window,
    configFile: false,
    logLevel: 'error',
    plugins: [breaking, ...(window.plugins ?? [])],
    // Minifying takes longer than it saves.
    build: { ...window.build, minify: false, license: false, outDir: join(into, 'out/renderer') },
  });
  const [first] = unused;
  if (first !== undefined) throw new RangeError(`${first} is not part of the window`);
  // Copies instead of links: Node resolves a link to the main module, and the host serves the window next to its real path.
  cpSync(join(root, 'out/main'), join(into, 'out/main'), { recursive: true });
  cpSync(join(root, 'package.json'), join(into, 'package.json'));
}
