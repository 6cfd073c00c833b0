import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The rooms of `app/` from top to bottom, as docs/architecture.md draws them: each may import those below it. */
const floors = [
  'witness',
  'shelf',
  'exchange',
  'session',
  'replica',
  'blobs',
  'mesh',
  'store',
  'emitter',
  'clock',
];

/** The modules of `app/` that a file imports, by their paths. */
function importsOf(file: string): readonly string[] {
  const code = readFileSync(join(root, file), 'utf8');
  return [...code.matchAll(/\bfrom '(#|\.{1,2}\/)([^']+)'/g)]
    .map(([, start, path = '']) => (start === '#' ? path : join(dirname(file), `${start}${path}`)))
    .filter((path) => path.startsWith('app/'));
}

function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

test('a room of app imports only rooms below it', () => {
  const files = readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$|\btesting\b/.test(name))
    .map((name) => `app/${name}`);
  expect(new Set(files.map(roomOf))).toEqual(new Set(floors));
  const upwards = files.flatMap((file) =>
    importsOf(file)
      .filter((path) => floors.indexOf(roomOf(path)) < floors.indexOf(roomOf(file)))
      .map((path) => `${file} imports ${path}`),
  );
  expect(upwards).toEqual([]);
});
