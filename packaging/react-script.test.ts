/** React's packages are a script of their own, and run in it (`renderer/react.ts` says why). */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test, vi } from 'vitest';
import { ensureBuilt } from '../scripts/environment/prepare.mjs';
import { root } from './testing/build.ts';

beforeAll(() => ensureBuilt(), 180_000);

test('React runs in a script of its own, which the page loads at once', async () => {
  const renderer = join(root, 'out/renderer');
  const scripts = readdirSync(join(renderer, 'assets')).filter((name) => name.endsWith('.js'));
  const withReact = scripts.filter((name) =>
    readFileSync(join(renderer, 'assets', name), 'utf8').includes('reconcilerVersion:'),
  );
  expect(withReact).toEqual([expect.stringMatching(/^react-/)]);
  const [script = ''] = withReact;
  expect(readFileSync(join(renderer, 'index.html'), 'utf8')).toContain(
    `rel="modulepreload" crossorigin href="./assets/${script}"`,
  );
  // It makes the errors with which React suspends a component.
  const errors = vi.spyOn(globalThis, 'Error');
  await import(/* @vite-ignore */ pathToFileURL(join(renderer, 'assets', script)).href);
  expect(errors).toHaveBeenCalled();
  errors.mockRestore();
});
