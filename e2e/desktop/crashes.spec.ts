/** Parts of the app are killed, as by the OOM killer: the window returns, and nothing is lost. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { BoardPage } from '../page/board-page.ts';
import type { AppProcess } from '../processes/app-process.ts';
import { until } from '../processes/until.ts';
import { test } from './lab.ts';

test.skip(process.platform !== 'linux', 'the processes of an app are found in /proc');

test('a window whose process is killed is reloaded, with its board; after three times it asks', async ({
  lab,
}) => {
  const app = lab.spawn('ada');
  const first = await app.window();
  await boardWithTask(first, 'Paint the boat');
  const second = await crash(app, first);
  await second.expectTask('Paint the boat');
  await second.addTask('Sweep the deck');
  await second.expectSettled();

  const third = await crash(app, second);
  await third.expectTask('Sweep the deck');
  expect(app.killChildren('renderer')).toBe(1);
  const log = join(lab.folder, 'ada/logs/paxboard.log');
  await until('the third crash in the log', async () => {
    return readFileSync(log, 'utf8').match(/The page is gone: killed/g)?.length === 3 || undefined;
  });
  // The app asks whether to reload it; the dialog explains what is safe.
  expect(app.killChildren('renderer')).toBe(0);
});

test('after a kill of the GPU process the window continues', async ({ lab }) => {
  const app = lab.spawn('ada');
  const window = await app.window();
  await boardWithTask(window, 'Paint the boat');
  expect(app.killChildren('gpu-process')).toBe(1);
  await window.addTask('Sweep the deck');
  await window.expectSettled();
  await window.expectTask('Paint the boat');
});

async function boardWithTask(window: BoardPage, title: string): Promise<void> {
  await window.enterName('Ada');
  await window.createBoard('Harbour');
  await window.addTask(title);
  await window.expectSettled();
}

/** Kills the process of its page. @returns the window with the page that replaces it: Playwright drops a crashed one. */
async function crash(app: AppProcess, window: BoardPage): Promise<BoardPage> {
  const crashed = window.page.waitForEvent('crash');
  expect(app.killChildren('renderer')).toBe(1);
  await crashed;
  return app.window();
}
