import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../', import.meta.url);
const rooms = [
  'app',
  'bench',
  'build',
  'docs',
  'e2e',
  'keeper',
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

/** Files and folders of all rooms, one per line, each after a slash; folders end with a slash. */
const paths = rooms
  .flatMap((room) => [
    `/${room}/`,
    ...readdirSync(new URL(`${room}/`, root), { recursive: true, withFileTypes: true }).map(
      (entry) =>
        `/${`${entry.parentPath}/${entry.name}`.slice(root.pathname.length)}${entry.isDirectory() ? '/' : ''}`,
    ),
  ])
  .join('\n');

/** Folders that commands create. */
const outputs = ['dist/', 'test-results/'];

const isSource = /^[\w@.-]+(\/[\w@.-]+)*\.(ts|tsx|mjs|css|html|svg)$/;
const isFolder = /^[\w@.-]+(\/[\w@.-]+)*\/$/;

function pathsIn(text: string): readonly string[] {
  const named = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return named.filter((code) => isSource.test(code) || isFolder.test(code));
}

/** A path that starts with a room is relative to the root; any other path may omit its first folders, or is a file at the root. */
function existsInRepository(path: string): boolean {
  const [first = ''] = path.split('/');
  if (path.includes('/') && rooms.includes(first)) return existsSync(new URL(path, root));
  return `${paths}\n`.includes(`/${path}\n`) || existsSync(new URL(path, root));
}

test.each(documents)('%s names only existing files and folders', (name) => {
  const text = readFileSync(new URL(name, root), 'utf8');
  const missing = pathsIn(text).filter(
    (path) => !existsInRepository(path) && !outputs.some((output) => path.startsWith(output)),
  );
  expect([...new Set(missing)]).toEqual([]);
});

const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(new URL('package.json', root), 'utf8'),
);

/** Commands of npm that are not scripts of package.json. */
const npmCommands = ['ci', 'install', 'audit', 'sbom', 'version'];

test.each(documents)('%s names only existing npm scripts', (name) => {
  const text = readFileSync(new URL(name, root), 'utf8');
  const code = [...text.matchAll(/```[\s\S]*?```|`[^`]+`/g)].join('\n');
  const named = [...code.matchAll(/\bnpm\s+(?:run\s+)?([a-z][\w:-]*)/g)].map(([, script = '']) => script);
  expect(named.filter((script) => !(script in scripts) && !npmCommands.includes(script))).toEqual([]);
});

test('CONTRIBUTING.md describes each benchmark', () => {
  const text = readFileSync(new URL('CONTRIBUTING.md', root), 'utf8');
  const benchmarks = Object.keys(scripts).filter((script) => script.startsWith('bench:'));
  expect(benchmarks.filter((script) => !text.includes(`\`npm run ${script}\``))).toEqual([]);
});

test('the table of rooms names only files and folders of each room', () => {
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
