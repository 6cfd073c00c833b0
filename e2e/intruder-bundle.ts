/** `intruder.ts` as one script for a page, with the very mesh that the app has. */

import { join } from 'node:path';
import { build } from 'vite';

/** @returns a script that leaves `globalThis.intruder` behind. */
export async function intruderScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { 'simple-peer': 'simple-peer/simplepeer.min.js' } },
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'intruder.ts'), formats: ['iife'], name: 'intruder' },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !('output' in output)) throw new Error('nothing was built');
  const [chunk] = output.output;
  return `${chunk.code}\nglobalThis.intruder = intruder;`;
}
