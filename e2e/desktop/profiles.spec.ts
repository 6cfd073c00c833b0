/** Unusable profiles, and a window that cannot be loaded: the app explains why, and a retry helps. */

import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { AppProcess } from '../processes/app-process.ts';
import { windowAt } from '../processes/devtools.ts';
import { argsOf } from '../processes/electron-app.ts';
import { until } from '../processes/until.ts';
import { type Lab, test } from './lab.ts';

test.skip(process.platform !== 'linux', 'disks are made, and processes found, as on Linux');

interface BrokenProfile {
  readonly name: string;
  /** Makes a profile that cannot be used. */
  readonly make: (profile: string) => void;
  readonly mend: (profile: string) => void;
  readonly clear?: (profile: string) => void;
  readonly said: string;
  /** Only root can make it. */
  readonly needsRoot?: true;
}

const brokenProfiles: readonly BrokenProfile[] = [
  {
    name: 'is not a folder',
    make: (profile) => writeFileSync(profile, ''),
    mend: (profile) => rmSync(profile),
    said: 'There is a file in its place.',
  },
  {
    name: 'is read-only',
    make: (profile) => mount(profile, 'ro,size=64m'),
    mend: (profile) => mount(profile, 'remount,rw,size=64m'),
    clear: unmount,
    said: 'It is on a disk that can only be read.',
    needsRoot: true,
  },
  {
    name: 'is on a full disk',
    make: (profile) => {
      mount(profile, 'size=64m');
      // Writes until the disk is full: the command's failure is intended.
      expect(() =>
        execFileSync('dd', ['if=/dev/zero', `of=${profile}/filler`, 'bs=64k'], { stdio: 'ignore' }),
      ).toThrow();
    },
    mend: (profile) => rmSync(join(profile, 'filler')),
    clear: unmount,
    said: 'The disk is full.',
    needsRoot: true,
  },
];

for (const { name, make, mend, clear, said, needsRoot } of brokenProfiles) {
  test(`the app reports a profile that ${name}; trying again opens the window`, async ({ electron, lab }) => {
    test.skip(needsRoot === true && process.getuid?.() !== 0, 'only root can make such a disk');
    const profile = join(lab.folder, 'profile');
    try {
      make(profile);
      const root = buildThatAsks(lab);
      const app = new AppProcess(
        electron,
        argsOf({ program: electron, profile, args: ['--listen=127.0.0.1'], root }),
      );
      lab.own(app);
      const asked = await question(root, app);
      expect(asked).toMatchObject({ buttons: ['Try Again', 'Quit'] });
      expect(asked.detail).toContain(said);
      expect(asked.detail).toContain(profile);
      mend(profile);
      answer(root);
      expect(await app.ended()).toBe('exit code 0');
      await expectStartScreen(await relaunched(profile));
    } finally {
      await endRelaunched(profile);
      clear?.(profile);
    }
  });
}

test('the app reports a window without its page; a retry loads it', async ({ electron, lab }) => {
  const root = buildThatAsks(lab);
  const page = join(root, 'out/renderer/index.html');
  renameSync(page, `${page}.away`);
  const app = new AppProcess(
    electron,
    argsOf({ program: electron, profile: join(lab.folder, 'ada'), args: ['--listen=127.0.0.1'], root }),
  );
  lab.own(app);
  expect(await question(root, app)).toMatchObject({
    message: 'The window of Paxboard could not be loaded',
    buttons: ['Try Again', 'Quit'],
  });
  renameSync(`${page}.away`, page);
  answer(root);
  await expectStartScreen(await app.page());
});

/** @returns the folder of a profile with the board “Harbour”, which no app uses. */
async function profileWithBoard(lab: Lab): Promise<string> {
  const before = lab.spawn('ada');
  const board = await before.window();
  await board.enterName('Ada');
  await board.createBoard('Harbour');
  expect(await before.quit()).toBe('exit code 0');
  return join(lab.folder, 'ada');
}

test('an older version does not open a profile that a newer one has used, and deletes no board', async ({
  electron,
  lab,
}) => {
  const profile = await profileWithBoard(lab);
  const record = join(profile, 'engine.json');
  const ownRecord = readFileSync(record);
  writeFileSync(record, '{"chromium":9999}');
  const root = buildThatAsks(lab);
  const args = argsOf({ program: electron, profile, args: ['--listen=127.0.0.1'], root });
  const older = new AppProcess(electron, args);
  lab.own(older);
  try {
    expect(await question(root, older)).toMatchObject({
      message: 'A newer Paxboard has used the folder of your boards',
      detail: expect.stringContaining('would delete the boards'),
    });
    // As after the installation of the newer version.
    writeFileSync(record, ownRecord);
    // That of the app that asks.
    rmSync(join(profile, 'DevToolsActivePort'));
    answer(root);
    expect(await older.ended()).toBe('exit code 0');
    const page = await relaunched(profile);
    await expect(page.getByRole('button', { name: 'Open Harbour' })).toBeVisible();
  } finally {
    await endRelaunched(profile);
  }
});

test('a profile whose databases are damaged: the app starts, and names the boards that are gone', async ({
  lab,
}) => {
  const databases = join(await profileWithBoard(lab), 'IndexedDB');
  const files = readdirSync(databases, { recursive: true, encoding: 'utf8' })
    .map((name) => join(databases, name))
    .filter((file) => lstatSync(file).isFile());
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) writeFileSync(file, 'not a database any more');

  const after = lab.spawn('ada');
  const window = await after.window();
  // The name was in the same databases.
  await window.enterName('Ada');
  const lost = window.page.getByTestId('lost-boards');
  await expect(lost).toContainText('“Harbour”');
  await lost.getByRole('button', { name: 'Understood' }).click();
  await window.createBoard('Second harbour');
  expect(await after.quit()).toBe('exit code 0');
  const again = await lab.spawn('ada').window();
  await expect(again.page.getByRole('button', { name: 'Open Second harbour' })).toBeVisible();
  await expect(again.page.getByTestId('lost-boards')).toHaveCount(0);
});

async function expectStartScreen(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'A whiteboard' })).toBeVisible();
}

/** This checkout's build, with dialogs that a test answers: it cannot press the system's buttons. */
function buildThatAsks(lab: Lab): string {
  const root = join(lab.folder, 'asking');
  const built = join(import.meta.dirname, '../../out');
  mkdirSync(join(root, 'out'), { recursive: true });
  symlinkSync(join(built, 'main'), join(root, 'out/main'));
  symlinkSync(join(built, 'preload'), join(root, 'out/preload'));
  cpSync(join(built, 'renderer'), join(root, 'out/renderer'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"name":"asking","main":"main.cjs"}');
  writeFileSync(
    join(root, 'main.cjs'),
    `const { dialog } = require('electron');
    const { existsSync, rmSync, writeFileSync } = require('node:fs');
    dialog.showMessageBox = async (options) => {
      writeFileSync(__dirname + '/asked.json', JSON.stringify(options));
      while (!existsSync(__dirname + '/answered')) await new Promise((resolve) => setTimeout(resolve, 50));
      rmSync(__dirname + '/answered');
      return { response: 0, checkboxChecked: false };
    };
    require('./out/main/index.cjs');`,
  );
  return root;
}

async function question(root: string, app: AppProcess): Promise<{ detail: string }> {
  const file = join(root, 'asked.json');
  await Promise.race([
    until('a question', async () => existsSync(file) || undefined),
    app.ended().then((how) => {
      throw new Error(`the app ended (${how}), and said:\n${app.said}`);
    }),
  ]);
  return until('the question', async () => JSON.parse(readFileSync(file, 'utf8')));
}

/** @returns the window of an app that restarted itself. */
async function relaunched(profile: string): Promise<Page> {
  const port = await until('a port of DevTools', async () => {
    // The first instance may have left the file empty.
    const [line] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
    return Number(line) || undefined;
  });
  return windowAt(port);
}

/** An app that restarted itself is no longer a child of the test. */
async function endRelaunched(profile: string): Promise<void> {
  const lock = join(profile, 'SingletonLock');
  // A link to nothing, whose text is the machine's name and the process.
  if (!lstatSync(lock, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const pid = Number(readlinkSync(lock).split('-').at(-1));
  if (!existsSync(`/proc/${pid}`)) return;
  process.kill(pid, 'SIGTERM');
  await until('its end', async () => !existsSync(`/proc/${pid}`) || undefined);
}

/** "Try Again". */
function answer(root: string): void {
  writeFileSync(join(root, 'answered'), '');
}

function mount(profile: string, options: string): void {
  mkdirSync(profile, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', profile]);
}

function unmount(profile: string): void {
  execFileSync('umount', ['--lazy', profile]);
}
