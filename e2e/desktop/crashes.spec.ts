/** Parts of the app are killed, as by the OOM killer: the window returns, and nothing is lost. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type DevToolsWindow, until } from './devtools-window.ts';
import { test } from './lab.ts';
import { addTask, createBoard, sayName, taskCard } from './person.ts';

test.skip(process.platform !== 'linux', 'the processes of an app are found in /proc');

test('a window whose process is killed is reloaded, with its board; after three times it asks', async ({
  lab,
}) => {
  const app = lab.spawn('ada');
  await boardWithTask(await app.window(), 'Paint the boat');
  expect(app.killChildren('renderer')).toBe(1);
  const again = await app.window();
  await again.see(taskCard, 'Paint the boat');
  await addTask(again, 'Sweep the deck');

  expect(app.killChildren('renderer')).toBe(1);
  await (await app.window()).see(taskCard, 'Sweep the deck');
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
  await addTask(window, 'Sweep the deck');
  await window.see(taskCard, 'Paint the boat');
});

async function boardWithTask(window: DevToolsWindow, title: string): Promise<void> {
  await sayName(window, 'Ada');
  await createBoard(window, 'Harbour');
  await addTask(window, title);
}
