/**
 * The installers, each on a computer of its system: the package for Debian on a separate Debian, as root and as an ordinary user; those
 * for Windows and macOS on the computer itself, which has to be a disposable one.
 */

import { expect } from '@playwright/test';
import { findProgram } from '../../scripts/environment/programs.mjs';
import { type Lab, test } from '../desktop/lab.ts';
import type { Computer } from './computer.ts';
import { DebianComputer, dependenciesOf, toolPackages } from './debian/debian-computer.ts';
import type { DebianMachine } from './debian/debian-machine.ts';
import { NamespaceMachine, whyNoNamespaces } from './debian/namespace-machine.ts';
import { RootMachine } from './debian/root-machine.ts';
import { type Installers, installersOf } from './installers.ts';
import { MacComputer } from './macos/mac-computer.ts';
import { WindowsComputer } from './windows/windows-computer.ts';

/** Two installers of Windows or macOS are built first. */
if (process.platform !== 'linux') test.setTimeout(1_200_000);

/** Allows the tests to install the app on this computer, and to remove it and its data. */
const permission = 'PAXBOARD_MAY_INSTALL';

const isRoot = process.getuid?.() === 0;
const story =
  'installs, opens links and files, keeps boards over an upgrade, and keeps them after its removal';

const debians = [
  { name: 'installed by root', needsRoot: true, open: async () => new RootMachine() },
  { name: 'in a user namespace', needsRoot: false, open: () => NamespaceMachine.open() },
] as const;

for (const { name, needsRoot, open } of debians) {
  // One of the two is enough for `npm test`: that for the user who runs it.
  const tag = isRoot && !needsRoot ? ['@long'] : [];
  test(`the Debian package ${story} (${name})`, { tag }, async ({ electron, lab }) => {
    test.skip(
      process.platform !== 'linux' || process.arch !== 'x64',
      'the test makes its packages for Debian on x64',
    );
    test.skip(findProgram('dpkg') === undefined, 'this is not a Debian');
    test.skip(needsRoot && !isRoot, 'the other test installs it without root');
    const whyNot = needsRoot ? undefined : whyNoNamespaces();
    test.skip(whyNot !== undefined, whyNot);
    const installers = await installersOf({ older: 'deb', newer: 'deb' }, electron, lab.folder);
    const machine = await open();
    try {
      const missing = machine.missing([...toolPackages, ...dependenciesOf(installers.newer)]);
      const failure = missing.length === 0 ? undefined : whyNotDownloaded(machine, missing);
      test.skip(failure !== undefined, `packages of Debian are missing (${missing.join(', ')}): ${failure}`);
      await tryInstallation(new DebianComputer(machine), installers, lab);
    } finally {
      machine.remove();
    }
  });
}

for (const mode of ['currentuser', 'allusers'] as const) {
  test(`the installer for Windows ${story} (${mode})`, async ({ electron, lab }) => {
    test.skip(process.platform !== 'win32', 'this is not Windows');
    skipWithoutPermission();
    const computer = new WindowsComputer(mode);
    try {
      const installers = await installersOf({ older: 'nsis', newer: 'nsis' }, electron, lab.folder);
      await tryInstallation(computer, installers, lab);
    } finally {
      computer.remove();
    }
  });
}

test(`the app for macOS, from the archive and then from the disk image, ${story}`, async ({
  electron,
  lab,
}) => {
  test.skip(process.platform !== 'darwin', 'this is not macOS');
  skipWithoutPermission();
  const computer = new MacComputer();
  try {
    const installers = await installersOf({ older: 'zip', newer: 'dmg' }, electron, lab.folder);
    await tryInstallation(computer, installers, lab);
  } finally {
    computer.remove();
  }
});

async function tryInstallation(computer: Computer, installers: Installers, lab: Lab): Promise<void> {
  const { older, newer, newerVersion } = installers;
  await computer.install(older);
  expect(computer.faults()).toEqual([]);
  expect(computer.opens()).toEqual(['links', 'files']);
  expect(computer.version()).not.toBe(newerVersion);

  await test.step('an ordinary user starts it, and opens a link and a file in it', async () => {
    const app = computer.start();
    lab.own(app);
    const window = await app.window();
    await window.enterName('Ada');
    await window.createBoard('Harbour');
    await window.addTask('Paint the boat');
    await window.expectSettled();
    expect(computer.isSandboxed(app)).not.toBe(false);
    const link = await window.deepLink();

    // The board is open here: its own invite opens a dialog, and so does a file's.
    const question = window.page.getByRole('dialog').filter({ hasText: '“Harbour” is open already' });
    computer.openLink(link);
    await expect(question).toBeVisible();
    await window.page.keyboard.press('Escape');
    await expect(window.page.getByRole('dialog')).toHaveCount(0);
    const invite = { format: 'paxboard-invite', version: 1, board: 'Harbour', link };
    computer.openFile('Harbour.paxboard', JSON.stringify(invite));
    await expect(question).toBeVisible();
    expect(await app.quit()).toBe('exit code 0');
  });

  await test.step('an upgrade keeps the boards', async () => {
    await computer.install(newer);
    expect(computer.version()).toBe(newerVersion);
    expect(computer.faults()).toEqual([]);
    const app = computer.start();
    lab.own(app);
    const window = await app.window();
    await window.openBoard('Harbour');
    await window.showTasks();
    await window.expectTask('Paint the boat');
    expect(await app.quit()).toBe('exit code 0');
  });

  await test.step('its removal keeps the boards, and nothing of the app', async () => {
    await computer.uninstall();
    expect(computer.hasBoards()).toBe(true);
    expect(computer.remains()).toEqual([]);
    expect(computer.opens()).toEqual([]);
  });
}

/** @returns undefined once the packages are installed. */
function whyNotDownloaded(machine: DebianMachine, packages: readonly string[]): string | undefined {
  if (!machine.canDownload) return 'only root can install them';
  try {
    machine.download(packages);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function skipWithoutPermission(): void {
  test.skip(
    process.env[permission] !== 'yes',
    `the test installs Paxboard on this computer, and removes it with its data: ${permission}=yes allows it`,
  );
}
