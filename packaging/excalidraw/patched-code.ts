/** Excalidraw's code, and that of its converter of Mermaid, as installed and as patched by the build. */

import { readdirSync, readFileSync } from 'node:fs';
import { excalidrawPatches } from '../../scripts/packaging/excalidraw-patches.mjs';

const folder = new URL('../../node_modules/@excalidraw/excalidraw/dist/prod/', import.meta.url);
const converter = new URL(
  '../../node_modules/@excalidraw/mermaid-to-excalidraw/dist/parseMermaid.js',
  import.meta.url,
);

export const code = readdirSync(folder)
  .filter((name) => name.endsWith('.js'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .concat(readFileSync(converter, 'utf8'))
  .join('\n');

export const stylesheet = readFileSync(new URL('index.css', folder), 'utf8');

/** All of it with every patch, which takes about a second: only the tests of several places need it. */
export const patchedCode = (): string =>
  excalidrawPatches.reduce((text, { find, replace }) => text.replace(find, replace), code);

/**
 * @param original a part of the patch's description of Excalidraw's own behaviour.
 * @returns the patched form of the place that the patch matches. @throws if there is no such patch or place.
 */
export function patchedPlace(original: string): string {
  const patch = excalidrawPatches.find((one) => one.original.includes(original));
  const [place] = code.match(patch?.find ?? /$^/) ?? [];
  if (patch === undefined || place === undefined) throw new Error(`there is no such patch: ${original}`);
  return place.replace(patch.find, patch.replace);
}
