/** The runtime of Electron for tests, and the one for people, in copies of the scripts with stubs of the runtimes. */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from './testing/build.ts';

const official = 'node_modules/electron';
const ofRegistry = 'e2e/electron-runtime/unpacked/electron';
const isLinux = process.platform === 'linux' && process.arch === 'x64';

/** The end of `install.js` of the package `electron`. */
const download = `require('node:fs').mkdirSync(__dirname + '/dist', { recursive: true });
require('node:fs').writeFileSync(__dirname + '/dist/electron', '');
require('node:fs').writeFileSync(__dirname + '/path.txt', 'electron');`;

/** @param files their contents by their paths. @returns the folder of a checkout with the scripts and these files. */
function checkout(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'paxboard-electron-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, 'scripts/environment'), join(folder, 'scripts/environment'), { recursive: true });
  for (const [path, text] of Object.entries({
    [`${official}/package.json`]: '{"version":"1.2.3"}',
    ...files,
  })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** @returns the program of a runtime, relative to the checkout. */
function programOf(folder: string, expression: string, env: Readonly<Record<string, string>> = {}): string {
  const code = `const tests = await import('./scripts/environment/electron/test-electron.mjs');
    const people = await import('./scripts/environment/electron/electron.mjs');
    const found = await ${expression};
    console.log('\\nprogram: ' + (found?.program ?? found ?? 'none'));`;
  const { ELECTRON_OVERRIDE_DIST_PATH: _, ...own } = process.env;
  const options = { cwd: folder, env: { ...own, ...env }, encoding: 'utf8' } as const;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], options);
  const program = /^program: (.*)$/m.exec(said)?.[1] ?? '';
  return program === 'none' ? program : relative(folder, program);
}

const all = {
  'named/electron': '',
  [`${official}/dist/electron`]: '',
  [`${official}/path.txt`]: 'electron',
  [`${official}/install.js`]: download,
  [ofRegistry]: '',
};

test.skipIf(!isLinux)(
  'tests take the named runtime, the installed, the downloaded one, that of the registry',
  () => {
    const forTests = 'tests.ensureTestElectron()';
    const complete = checkout(all);
    const named = { ELECTRON_OVERRIDE_DIST_PATH: join(complete, 'named') };
    expect(programOf(complete, forTests, named)).toBe('named/electron');
    expect(programOf(complete, forTests)).toBe(`${official}/dist/electron`);
    const online = checkout({ [`${official}/install.js`]: download, [ofRegistry]: '' });
    expect(programOf(online, forTests)).toBe(`${official}/dist/electron`);
    const offline = checkout({ [`${official}/install.js`]: 'process.exit(1)', [ofRegistry]: '' });
    expect(programOf(offline, forTests)).toBe(ofRegistry);
  },
);

test.skipIf(!isLinux)('people never get the old runtime of the tests', () => {
  const offline = checkout({ [`${official}/install.js`]: 'process.exit(1)', [ofRegistry]: '' });
  expect(programOf(offline, 'people.installedElectron()')).toBe('none');
  expect(programOf(offline, 'people.fetchElectron()')).toBe('none');
  // The variable may name it; the program of `npm start` knows no other way to it.
  const start = modulesOf('scripts/start.mjs');
  expect(start).toContain('scripts/environment/electron/electron.mjs');
  for (const script of ['scripts/start.mjs', 'scripts/dist.mjs'])
    expect(modulesOf(script)).not.toContain('scripts/environment/electron/test-electron.mjs');
});

/** The scripts that a script imports, also through others. */
function modulesOf(path: string, known = new Set<string>()): readonly string[] {
  if (known.has(path)) return [];
  known.add(path);
  const text = readFileSync(join(root, path), 'utf8');
  for (const [, name = ''] of text.matchAll(/from '(\.{1,2}\/[^']+\.mjs)'/g))
    modulesOf(join(dirname(path), name), known);
  return [...known];
}
