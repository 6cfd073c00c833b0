import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { excalidrawPatches } from '../scripts/packaging/excalidraw-patches.mjs';

const folder = new URL('../node_modules/@excalidraw/excalidraw/dist/prod/', import.meta.url);
const converter = new URL(
  '../node_modules/@excalidraw/mermaid-to-excalidraw/dist/parseMermaid.js',
  import.meta.url,
);

test('each patch matches exactly one place in Excalidraw', () => {
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .concat(readFileSync(converter, 'utf8'))
    .join('\n');
  for (const { original, find } of excalidrawPatches) {
    expect(code.match(find)?.length, original).toBe(1);
  }
});

test('the name of the library comes from the catalogs of texts', () => {
  const patch = excalidrawPatches.find(({ original }) => original.includes('library'));
  if (patch === undefined) throw new Error('there is no such patch');
  const code = `labels = {${'personalLib:"Personal Library"'.replace(patch.find, patch.replace)}}`;
  const context = { labels: { personalLib: '' }, PAXBOARD_EXCALIDRAW_TEXTS: { personalLib: 'Bibliothek' } };
  runInNewContext(code, context);
  expect(context.labels.personalLib).toBe('Bibliothek');
  expect(code.match(/"[^"]*"/g)).toEqual(['"Personal Library"']);
});
