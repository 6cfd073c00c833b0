import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assetFor } from './asset.ts';

const root = join('/', 'opt', 'paxboard', 'out', 'renderer');

test.each([
  ['app://paxboard/', 'index.html', '/'],
  ['app://paxboard', 'index.html', '/'],
  ['app://paxboard/?x=1#join=abc', 'index.html', '/'],
  ['app://paxboard/assets/main-abc.js', 'assets/main-abc.js', '/assets/main-abc.js'],
  ['app://paxboard/a%20b.png', 'a b.png', '/a b.png'],
  ['app://paxboard/assets/../index.html', 'index.html', '/index.html'],
])('%s maps to %s', (url, file, path) => {
  expect(assetFor(root, 'GET', url)).toEqual({ ok: true, file: join(root, file), path });
  expect(assetFor(root, 'HEAD', url).ok).toBe(true);
});

test.each([
  ['app://paxboard/%2e%2e%2fmain%2findex.js', 404],
  ['app://paxboard/..%2f..%2f..%2fetc/passwd', 404],
  ['app://paxboard/%2e%2e/%2e%2e/secret', 200],
  ['app://paxboard/a%2f..%2f', 404],
  ['app://paxboard/..%5cmain', 400],
  ['app://paxboard/c:%5cwindows', 400],
  ['app://paxboard/c:/windows', 400],
  ['app://paxboard/a%00b', 400],
  ['app://paxboard/%', 400],
  ['app://other/index.html', 404],
  ['app://user@paxboard/index.html', 404],
  ['file:///etc/passwd', 404],
  ['nonsense', 404],
])('%s is rejected, or resolved inside the folder (%i)', (url, status) => {
  const asset = assetFor(root, 'GET', url);
  // The URL parser resolves these inside the folder.
  if (status === 200) expect(asset).toMatchObject({ ok: true, file: join(root, 'secret') });
  else expect(asset).toEqual({ ok: false, status });
});

test('only GET and HEAD are allowed', () => {
  expect(assetFor(root, 'POST', 'app://paxboard/')).toEqual({ ok: false, status: 405 });
});
