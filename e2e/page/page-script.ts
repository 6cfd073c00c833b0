/** Bundles a module and its imports to a script for a page. */

import { build } from 'vite';

/** @returns a script that assigns the exports of the module at `entry` to `globalThis[name]`. */
export async function pageScript(entry: string, name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    // Exactly this name: y-webrtc imports the same file by its path.
    resolve: { alias: [{ find: /^simple-peer$/, replacement: 'simple-peer/simplepeer.min.js' }] },
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !('output' in output)) throw new Error('nothing was built');
  const [chunk] = output.output;
  return `${chunk.code}\nglobalThis.${name} = ${name};`;
}
