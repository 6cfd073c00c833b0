import { expect, test } from 'vitest';
import { excalidrawPatches } from '../../scripts/packaging/excalidraw-patches.mjs';
import { code } from './patched-code.ts';

test('each patch matches exactly one place in Excalidraw', () => {
  for (const { original, find } of excalidrawPatches) {
    expect(code.match(find)?.length, original).toBe(1);
  }
});

test('a patch that begins with any name tries each name once, not from each of its characters', () => {
  // The fonts in the code are words of 100,000 characters, which took seconds.
  for (const { original, find } of excalidrawPatches) {
    expect(find.source, original).not.toMatch(/^\(*(?:\?:)?\[\\w\$\]\+/);
  }
});
