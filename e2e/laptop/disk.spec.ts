/** The disk becomes full while a board is open. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './laptop-test.ts';

/** More than fit into the reserved space. */
const maxTasks = 200;

test.skip(process.getuid?.() !== 0, 'only root can make a small disk');

test('the app says that the disk is full, and goes on once there is room', async ({ laptops }) => {
  const ada = await laptops.open('Ada');
  mkdirSync(ada.profile, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', ada.profile]);
  try {
    await ada.start();
    await ada.createBoard('Harbour');
    await ada.addTask('Before');
    await ada.expectSettled();
    const filler = join(ada.profile, 'filler');
    expect(() =>
      execFileSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k'], { stdio: 'ignore' }),
    ).toThrow();
    const stopped = ada.page.getByRole('heading', { name: 'This device cannot store changes' });
    // The first writes go to space that Chromium has already reserved on the disk.
    for (let at = 1; at <= maxTasks && !(await stopped.isVisible()); at += 1) {
      const field = ada.page.getByRole('textbox', { name: 'Add a task to To do' });
      // The board may stop meanwhile.
      await field.fill(`While full ${at} ${'x'.repeat(150)}`, { timeout: 2000 }).catch(() => undefined);
      await field.press('Enter', { timeout: 2000 }).catch(() => undefined);
    }
    await expect(stopped).toBeVisible();
    await expect(ada.page.getByText('check that the disk has room')).toBeVisible();

    rmSync(filler);
    await ada.page.getByRole('button', { name: 'Open it again' }).click();
    await ada.showTasks();
    await ada.expectTask('Before');
    await ada.addTask('After');
    await ada.expectSettled();
    expect(await ada.quit()).toBe('exit code 0');
    await ada.start();
    await ada.openBoard('Harbour');
    await ada.showTasks();
    for (const title of ['Before', 'After']) await ada.expectTask(title);
  } finally {
    await ada.quit();
    execFileSync('umount', ['--lazy', ada.profile]);
  }
});
