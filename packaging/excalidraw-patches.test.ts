import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { excalidrawPatches } from '../scripts/packaging/excalidraw-patches.mjs';

const folder = new URL('../node_modules/@excalidraw/excalidraw/dist/prod/', import.meta.url);

test('each patch matches exactly one place in Excalidraw', () => {
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  for (const { original, find } of excalidrawPatches) {
    expect(code.match(find)?.length, original).toBe(1);
  }
});
