/** The Debian package, installed with dpkg and used by an ordinary user with Chromium's sandbox on. */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { makeDeb } from '../../packaging/testing/deb.ts';
import { findProgram } from '../../scripts/environment/programs.mjs';
import { DebianMachine } from './debian-machine.ts';
import { test } from './lab.ts';
import { packageForDebian } from './package-app.ts';

const program = '/usr/bin/paxboard';
const listen = '--listen=127.0.0.1';

test.skip(
  process.platform !== 'linux' || process.arch !== 'x64' || process.getuid?.() !== 0,
  'installing a package needs root, and the test makes it for linux-x64',
);
test.skip(findProgram('apt-get') === undefined, 'this is not a Debian');

test('the Debian package installs, opens links and files, keeps boards over an upgrade, and keeps them after its removal', async ({
  electron,
  lab,
}) => {
  const { inputs } = await packageForDebian(electron, join(lab.folder, 'package'));
  const deb = makeDeb(inputs, join(lab.folder, 'deb'));
  const newer = makeDeb(inputs, join(lab.folder, 'newer'), '999.0.0');
  const machine = new DebianMachine();
  try {
    machine.add('desktop-file-utils', 'libglib2.0-bin', 'xdg-utils');
    machine.install(deb);
    const entry = '/usr/share/applications/paxboard.desktop';
    expect(machine.asUser('desktop-file-validate', entry)).toBe('');
    expect(machine.asUser('xdg-mime', 'query', 'default', 'x-scheme-handler/paxboard').trim()).toBe(
      'paxboard.desktop',
    );
    for (const size of ['16x16', '512x512'])
      statSync(join(machine.root, `usr/share/icons/hicolor/${size}/apps/paxboard.png`));

    await test.step('an ordinary user starts it, with the sandbox on', async () => {
      const app = machine.start(program, listen);
      lab.own(app);
      const window = await app.window();
      await window.enterName('Ada');
      await window.createBoard('Harbour');
      await window.addTask('Paint the boat');
      await window.expectSettled();
      expect(app.isSandboxed()).toBe(true);
      const deepLink = await window.deepLink();

      // The board is open here: its own invite opens a dialog, and so does a file's.
      const question = window.page.getByRole('dialog').filter({ hasText: 'Join “Harbour”?' });
      machine.asUser('xdg-open', deepLink);
      await expect(question).toBeVisible();
      await window.page.keyboard.press('Escape');
      await expect(window.page.getByRole('dialog')).toHaveCount(0);
      const file = machine.writeAsUser(
        'Harbour.paxboard',
        JSON.stringify({ format: 'paxboard-invite', version: 1, board: 'Harbour', link: deepLink }),
      );
      expect(machine.asUser('gio', 'info', '--attributes=standard::content-type', file)).toContain(
        'application/vnd.paxboard+json',
      );
      machine.asUser('gio', 'open', file);
      await expect(question).toBeVisible();
      expect(await app.quit()).toBe('exit code 0');
    });

    await test.step('an upgrade keeps the boards', async () => {
      machine.install(newer);
      expect(machine.asUser('dpkg-query', '--show', 'paxboard').trim()).toBe('paxboard\t999.0.0');
      const app = machine.start(program, listen);
      lab.own(app);
      const window = await app.window();
      await window.openBoard('Harbour');
      await window.showTasks();
      await window.expectTask('Paint the boat');
      expect(await app.quit()).toBe('exit code 0');
    });

    await test.step('removing it keeps the boards, and nothing of the app', () => {
      machine.asRoot('dpkg', '--remove', 'paxboard');
      expect(machine.asUser('ls', '/home/ada/.config/Paxboard')).toContain('IndexedDB');
      expect(machine.asUser('sh', '-c', 'ls -d /opt/Paxboard /usr/bin/paxboard 2>/dev/null || true')).toBe(
        '',
      );
      expect(machine.asUser('xdg-mime', 'query', 'default', 'x-scheme-handler/paxboard').trim()).toBe('');
    });
  } finally {
    machine.remove();
  }
});
