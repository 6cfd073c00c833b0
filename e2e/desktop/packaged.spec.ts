/** The packaged app: one archive, its fuses set. It has no inspector, so Playwright cannot launch it, and connects to its DevTools port. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@playwright/test';
import { AppProcess } from '../processes/app-process.ts';
import { packagedArgs } from '../processes/electron-app.ts';
import { type Lab, test } from './lab.ts';
import { packageApp } from './package-app.ts';

test.skip(process.platform !== 'linux' || process.arch !== 'x64', 'the test makes a package for linux-x64');

test('the packaged app makes a board, another joins it by deep link, and both keep it', async ({
  electron,
  lab,
}) => {
  const program = await packageApp(electron, join(lab.folder, 'package'));
  plantAnotherApp(program);

  const adas = startPackaged(program, lab, 'ada');
  const adasWindow = await adas.app.window();
  await expect(adasWindow.page.getByRole('heading', { name: 'A whiteboard' })).toBeVisible();
  const firstStart = performance.now() - adas.begun;
  expect(await adasWindow.page.evaluate('[location.origin, typeof require]')).toEqual([
    'app://paxboard',
    'undefined',
  ]);
  await adasWindow.enterName('Ada');
  await adasWindow.createBoard('Harbour');
  await adasWindow.addTask('Paint the boat');
  await adasWindow.expectSettled();

  const bens = startPackaged(program, lab, 'ben', await adasWindow.deepLink());
  const bensWindow = await bens.app.window();
  await bensWindow.enterName('Ben');
  await bensWindow.acceptInvite();
  await bensWindow.showTasks();
  await bensWindow.expectTask('Paint the boat');
  await bensWindow.addTask('Sweep the deck');
  await bensWindow.expectSettled();
  await adasWindow.expectTask('Sweep the deck');

  expect(await bens.app.quit()).toBe('exit code 0');
  const again = startPackaged(program, lab, 'ben');
  const window = await again.app.window();
  await expect(window.newBoardName).toBeVisible();
  const secondStart = performance.now() - again.begun;
  await window.openBoard('Harbour');
  await window.showTasks();
  await window.expectTask('Sweep the deck');
  for (const { app } of [adas, again]) expect(await app.quit()).toBe('exit code 0');
  console.log(
    `packaged: start to usable window ${Math.round(firstStart)} ms with a new profile, ${Math.round(secondStart)} ms with a board`,
  );

  // The fuses are set: it does not run as Node, and has no inspector.
  const asNode = spawnSync(program, ['-e', 'console.log("node")', '--profile='], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--inspect=0' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(`${asNode.stdout}${asNode.stderr}`).not.toMatch(/^node$|Debugger listening/m);
});

/** A folder beside the archive, which an Electron without its fuse would prefer. */
function plantAnotherApp(program: string): void {
  const folder = join(dirname(program), 'resources/app');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"name":"another","main":"main.js"}');
  writeFileSync(join(folder, 'main.js'), 'process.exit(7);');
}

function startPackaged(program: string, lab: Lab, name: string, ...args: readonly string[]) {
  const begun = performance.now();
  const profile = join(lab.folder, name);
  const app = new AppProcess(
    program,
    packagedArgs({ program, profile, args: ['--listen=127.0.0.1', ...args] }),
  );
  lab.own(app);
  return { app, begun };
}
