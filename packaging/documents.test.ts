import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../', import.meta.url);
const rooms = [
  'app',
  'bench',
  'build',
  'docs',
  'e2e',
  'main',
  'packaging',
  'renderer',
  'scripts',
  'shared',
  'simulation',
];
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(new URL('docs/', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Files and folders of all rooms, each after a slash; folders end with one. */
const paths = rooms
  .flatMap((room) => [
    `/${room}/`,
    ...readdirSync(new URL(`${room}/`, root), { recursive: true, withFileTypes: true }).map(
      (entry) =>
        `/${`${entry.parentPath}/${entry.name}`.slice(root.pathname.length)}${entry.isDirectory() ? '/' : ''}`,
    ),
  ])
  .join('\n');

/** Folders that commands make. */
const outputs = ['dist/', 'test-results/'];

const isSource = /^[\w@.-]+(\/[\w@.-]+)*\.(ts|tsx|mjs|css|html|svg)$/;
const isFolder = /^[\w@.-]+(\/[\w@.-]+)*\/$/;

function pathsIn(text: string): readonly string[] {
  const named = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return named.filter((code) => isSource.test(code) || isFolder.test(code));
}

/** A path of a room is named from the root; any other may leave out its first folders. */
function isThere(path: string): boolean {
  const [first = ''] = path.split('/');
  if (path.includes('/') && rooms.includes(first)) return existsSync(new URL(path, root));
  return `${paths}\n`.includes(`/${path}\n`);
}

test.each(documents)('%s names only files and folders that are there', (name) => {
  const text = readFileSync(new URL(name, root), 'utf8');
  const missing = pathsIn(text).filter(
    (path) => !isThere(path) && !outputs.some((output) => path.startsWith(output)),
  );
  expect([...new Set(missing)]).toEqual([]);
});

test('the table of rooms names only parts of each room', () => {
  const text = readFileSync(new URL('docs/architecture.md', root), 'utf8');
  const rows = [...text.matchAll(/^\| `([\w/]+\/)` \| (.*) \| [^|]* \|$/gm)];
  expect(rows.length).toBeGreaterThan(30);
  for (const [, room = '', contents = ''] of rows) {
    const missing = pathsIn(contents).filter((path) => {
      if (rooms.includes(path.split('/')[0] ?? '')) return false;
      return !`${paths}\n`.match(new RegExp(`^/${room}(.*/)?${path.replaceAll('.', '\\.')}$`, 'm'));
    });
    expect(missing, room).toEqual([]);
  }
});
