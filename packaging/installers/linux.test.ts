/** The app packaged for Linux over a stub of Electron: its contents, and the inputs of deb, rpm and AppImage. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../../scripts/environment/prepare.mjs';
import { filesIn, importsFrom, textIn } from '../testing/asar.ts';
import {
  type Built,
  buildWithStub,
  desktopEntry,
  fpmInputs,
  readText,
  temporaryFolder,
} from '../testing/build.ts';
import { makeDeb, run } from '../testing/deb.ts';
import { stubLinuxElectron } from '../testing/stub-electron.ts';

/** Bound of the app without Electron, bytes. */
const maxAppBytes = 25_000_000;

const folder = temporaryFolder();
let built: Built;
let asar: string;
/** The extracted archive, for programs that cannot read an asar. */
const unpacked = join(folder.path, 'archive');

beforeAll(async () => {
  ensureBuilt();
  built = await buildWithStub({
    platform: Platform.LINUX,
    kinds: ['dir', 'deb', 'rpm', 'AppImage'],
    electron: stubLinuxElectron(join(folder.path, 'electron')),
    output: join(folder.path, 'output'),
    folderName: 'linux-unpacked',
  });
  asar = join(built.folder, 'resources/app.asar');
  extractAll(asar, unpacked);
}, 180_000);

afterAll(() => folder.remove());

describe('the archive', () => {
  const inWindow = (path: string) => path.startsWith('out/renderer/');

  test('contains the modules of the main process and the preload, the window, and nothing else', async () => {
    const main = await importsFrom('out/main/index.cjs', unpacked);
    const wanted = [
      'LICENSE',
      'package.json',
      'out/main/licences.md',
      'out/preload/preload.cjs',
      ...main.files,
    ];
    expect(filesIn(asar).filter((path) => !inWindow(path))).toEqual(wanted.sort());
  });

  test('imports no package at runtime', async () => {
    const { packages } = await importsFrom('out/main/index.cjs', unpacked);
    // `ws` has two optional native accelerators and works without them.
    const provided = ['electron', 'bufferutil', 'utf-8-validate', ...builtinModules];
    const foreign = [...packages].filter((name) => !name.startsWith('node:') && !provided.includes(name));
    expect(foreign).toEqual([]);
    const preload = await importsFrom('out/preload/preload.cjs', unpacked);
    expect([...preload.packages]).toEqual(['electron']);
    expect(filesIn(asar).filter((path) => path.includes('node_modules'))).toEqual([]);
  });

  test('contains every file that the page of the window refers to', () => {
    const names = filesIn(asar).filter(inWindow);
    expect(names).toContain('out/renderer/index.html');
    const references = [
      ...textIn(asar, 'out/renderer/index.html').matchAll(/(?:src|href)="\.?\/?([^":#]+)"/g),
    ].map((match) => `out/renderer/${match[1]}`);
    expect(references.length).toBeGreaterThan(1);
    for (const reference of references) expect(names).toContain(reference);
    expect(names.some((name) => /excalidraw-assets\/fonts\/.+\.woff2$/.test(name))).toBe(true);
  });

  test('has no sources, tests or source maps', () => {
    const unwanted = filesIn(asar).filter((path) => /\.(?:map|ts|tsx)$|\.test\.|(?:^|\/)\.[^/]/.test(path));
    expect(unwanted).toEqual([]);
  });

  test('contains the licences of the bundled packages and of Electron', () => {
    expect(textIn(asar, 'out/main/licences.md')).toMatch(/^## ws - .*\(MIT\)$/m);
    const inBrowser = textIn(asar, 'out/renderer/licences.md');
    for (const name of ['@excalidraw/excalidraw', 'react-dom', 'simple-peer', 'valibot']) {
      expect(inBrowser).toContain(`\n## ${name} - `);
    }
    expect(textIn(asar, 'LICENSE')).toContain('MIT');
    expect(existsSync(join(built.folder, 'LICENSE.electron.txt'))).toBe(true);
  });

  test('has a package.json that starts the main process and sets the name of the window', () => {
    const metadata: unknown = JSON.parse(textIn(asar, 'package.json'));
    expect(metadata).toMatchObject({
      name: 'paxboard',
      productName: 'Paxboard',
      main: 'out/main/index.cjs',
      type: 'module',
      desktopName: 'paxboard.desktop',
    });
    expect(metadata).not.toHaveProperty('devDependencies');
    expect(metadata).not.toHaveProperty('scripts');
  });

  test(`is smaller than ${maxAppBytes / 1e6} MB`, () => {
    expect(statSync(asar).size).toBeLessThan(maxAppBytes);
    expect(existsSync(join(built.folder, 'resources/app.asar.unpacked'))).toBe(false);
    expect(existsSync(join(built.folder, 'resources/app-update.yml'))).toBe(false);
  });
});

test('each fuse of the program is set', async () => {
  const wire = await getCurrentFuseWire(join(built.folder, 'paxboard'));
  const [off, on] = ['0', '1'].map((state) => state.charCodeAt(0));
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.EnableCookieEncryption]: off,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
    [FuseV1Options.EnableNodeCliInspectArguments]: off,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
  });
});

describe.each(['deb', 'rpm'])('%s', (kind) => {
  const inputs = () => fpmInputs(built.packageInputs.get(kind));

  test('has a menu entry that opens files and invite links', () => {
    const file = inputs().installedAt('/usr/share/applications/paxboard.desktop') ?? '';
    const entry = desktopEntry(readText(file));
    expect(entry.get('Exec')).toBe('/opt/Paxboard/paxboard %U');
    expect(entry.get('MimeType')?.split(';')).toEqual(
      expect.arrayContaining(['application/vnd.paxboard+json', 'x-scheme-handler/paxboard']),
    );
    expect(entry.get('StartupWMClass')).toBe('paxboard');
    expect(entry.get('Icon')).toBe('paxboard');
  });

  test('registers the file type .paxboard', () => {
    const types = readText(inputs().installedAt('/usr/share/mime/packages/paxboard.xml') ?? '');
    expect(types).toContain('<mime-type type="application/vnd.paxboard+json">');
    expect(types).toContain('<glob pattern="*.paxboard"/>');
  });

  test('installs icons from 16 to 512 pixels', () => {
    const icons = inputs().installed.filter(({ target }) => target.endsWith('/apps/paxboard.png'));
    const sizes = icons.map(({ target }) => Number(/(\d+)x\d+/.exec(target)?.[1]));
    expect(sizes).toEqual(expect.arrayContaining([16, 32, 48, 128, 256, 512]));
  });

  test('has the name and version of the project', () => {
    expect(inputs().option('--name')).toBe('paxboard');
    expect(inputs().option('--version')).toMatch(/^\d+\.\d+\.\d+/);
    expect(inputs().option('--license')).toBe('MIT');
    expect(inputs().option('--package')).toMatch(/\/Paxboard-[\d.]+-linux-(?:amd64|x86_64)\.(?:deb|rpm)$/);
  });
});

test('the AppImage runs in the sandbox and opens files and invite links', () => {
  const computed = built.packageInputs.get('AppImage');
  expect(computed).toMatchObject({ desktopFileName: 'paxboard.desktop' });
  const text = JSON.stringify(computed);
  expect(text).toContain('Exec=AppRun %U');
  expect(text).not.toContain('no-sandbox');
  expect(text).toContain('application/vnd.paxboard+json;x-scheme-handler/paxboard;');
});

test.skipIf(!has('desktop-file-validate'))(
  "the menu entry is valid (needs Debian's desktop-file-utils)",
  () => {
    const file = join(folder.path, 'paxboard.desktop');
    copyFileSync(
      fpmInputs(built.packageInputs.get('deb')).installedAt('/usr/share/applications/paxboard.desktop') ?? '',
      file,
    );
    const { stdout, stderr } = spawnSync('desktop-file-validate', [file], { encoding: 'utf8' });
    expect(stdout + stderr).toBe('');
  },
);

test.skipIf(!has('dpkg-deb'))(
  'a deb built from the inputs installs each file at its path (needs dpkg-deb)',
  () => {
    const inputs = fpmInputs(built.packageInputs.get('deb'));
    const made = makeDeb(inputs, join(folder.path, 'deb'));

    expect(run('dpkg-deb', ['--field', made, 'Depends'])).toMatch(/^libgtk-3-0, .*\bxdg-utils\b/);
    const contents = run('dpkg-deb', ['--contents', made]);
    expect(contents).toMatch(/^-rwxr-xr-x root\/root .* \.\/opt\/Paxboard\/paxboard$/m);
    expect(contents).toContain('./opt/Paxboard/resources/app.asar');
    expect(contents).toContain('./usr/share/applications/paxboard.desktop');
    const again = join(folder.path, 'deb-unpacked');
    run('dpkg-deb', ['--raw-extract', made, again]);
    expect(readText(join(again, 'usr/share/applications/paxboard.desktop'))).toContain(
      'x-scheme-handler/paxboard',
    );
    const afterInstall = readText(join(again, 'DEBIAN/postinst'));
    expect(afterInstall).toContain('update-mime-database');
    expect(afterInstall).toContain('update-desktop-database');
    for (const script of ['postinst', 'postrm']) run('bash', ['-n', join(again, 'DEBIAN', script)]);
  },
);

function has(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((place) => existsSync(join(place, program)));
}
