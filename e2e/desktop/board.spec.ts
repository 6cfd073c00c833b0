/** Three instances of the desktop app on one machine, each with a named profile, and one board. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { Desktop } from './desktop.ts';
import { type Lab, test } from './lab.ts';
import { savedFile } from './saved-file.ts';

test('three desktops join one board by deep link; a leader hands over before it sleeps; the board outlives leaving, kill -9 and quitting', async ({
  lab,
}) => {
  const [ada, ben, cleo] = ['Ada', 'Ben', 'Cleo'].map((name) => new Desktop(name, lab));
  if (ada === undefined || ben === undefined || cleo === undefined) throw new Error('three there are');
  const all = [ada, ben, cleo];
  const starts = [await ada.start()];
  await ada.createBoard('Harbour');
  const link = await ada.deepLink();
  for (const one of [ben, cleo]) {
    starts.push(await one.start(link));
    await one.acceptInvite();
  }
  for (const one of all) await one.expectVoters(3);

  for (const one of all) await one.addTask(`Paint ${one.name}'s boat`);
  await ada.draw({ tool: 'rectangle', from: [400, 300], to: [600, 420] });
  await cleo.draw({ tool: 'ellipse', from: [700, 300], to: [850, 420] });
  const expectAll = async (desktops: readonly Desktop[], tasks: number, elements: number) => {
    for (const one of desktops) {
      await one.showWhiteboard();
      await one.expectElements(elements);
      expect(await one.hasInk()).toBe(true);
      await one.showTasks();
      await expect(one.page.getByTestId('task-card')).toHaveCount(tasks);
      await one.expectSettled();
    }
  };
  await expectAll(all, 3, 2);
  await exportsWithNameOfBoard(ada, ben, lab);

  await ben.backToBoards();
  await ben.openBoard('Harbour');
  await expectAll([ben], 3, 2);

  // The leading device goes to sleep: another leads before it does. It keeps its vote, as it returns.
  for (const one of all) await one.expectVoters(3);
  const { leader } = await ben.people();
  const sleeper = all.find(({ name }) => name === leader);
  await sleeper?.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'), 0);
  await expect(await ben.person(leader ?? '')).toHaveAttribute('data-leads', 'false');
  await ben.closeDialog();
  await sleeper?.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'), 0);
  await expect(ada.health).toHaveAttribute('data-reachable', '3');

  // The founder's app is killed. First Ben's device must vote again: it handed its vote over when it left.
  for (const one of all) await one.expectVoters(3);
  await ada.kill();
  const killedAt = performance.now();
  await ben.addTask('Sweep the deck');
  await ben.expectSettled();
  const settledAfter = performance.now() - killedAt;
  await cleo.draw({ tool: 'diamond', from: [400, 500], to: [520, 600] });
  await expectAll([ben, cleo], 4, 3);

  starts.push(await ada.start());
  await expect(ada.page.getByTestId('last-run')).toHaveAttribute('data-last-run', 'cut-short');
  const cutPixels = await ada.page.locator('.mantine-Notification-root').evaluate((notice) => {
    document.documentElement.style.fontSize = '150%';
    const cut = notice.scrollHeight - notice.clientHeight;
    document.documentElement.style.fontSize = '';
    return cut;
  });
  expect(cutPixels, 'a long notice is shown whole, also with large text').toBeLessThanOrEqual(1);
  const log = join(lab.folder, 'for-a-report.log');
  // A test cannot press the system's own dialog.
  await ada.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, log);
  await ada.page.getByRole('button', { name: 'Save the log…' }).click();
  await expect(ada.page.getByText('The log is saved.')).toBeVisible();
  expect(readFileSync(log, 'utf8').match(/Paxboard \S+ starts/g)).toHaveLength(2);
  await ada.openBoard('Harbour');
  await ada.expectVoters(3);
  await expectAll([ada], 4, 3);

  // Three vote, and stay three overnight: two continue, one alone waits for another.
  const quitAt = performance.now();
  await ada.quit();
  const quitAfter = performance.now() - quitAt;
  await ben.addTask('Coil the ropes');
  await ben.expectSettled();
  await cleo.quit();
  await ben.expectState('waiting');
  await expect(ben.health).toHaveAttribute('data-voters', '3');
  await cleo.start();
  await cleo.openBoard('Harbour');
  await expect(cleo.page.getByTestId('last-run')).toHaveCount(0);
  await expectAll([ben, cleo], 5, 3);

  for (const { errors } of all) {
    // Hosts that ended with their apps are probed again, and dropped.
    errors.expect(/WebSocket connection to .* failed:/);
    expect(errors.unexpected()).toEqual([]);
  }
  console.log(
    `start to usable window: ${starts.map((ms) => `${Math.round(ms)} ms`).join(', ')}; ` +
      `settled after kill -9 of the founder: ${Math.round(settledAfter)} ms; quit after ${Math.round(quitAfter)} ms`,
  );
});

/** Ada saves the whiteboard in each format, and Ben opens her drawing. */
async function exportsWithNameOfBoard(ada: Desktop, ben: Desktop, lab: Lab): Promise<void> {
  await ada.showWhiteboard();
  const { keyboard } = ada.page;
  const drawing = await savedFile(ada.app, lab.folder, () => keyboard.press('Control+s'));
  expect(drawing.name).toBe('Harbour.excalidraw');
  expect(JSON.parse(drawing.content.toString()).elements).toHaveLength(2);
  await keyboard.press('Control+Shift+e');
  const dialog = ada.page.locator('.ImageExportModal');
  for (const [format, begin] of [
    ['PNG', /^.PNG/],
    ['SVG', /^<svg|^<\?xml/],
  ] as const) {
    const picture = await savedFile(ada.app, lab.folder, () =>
      dialog.getByRole('button', { name: format }).first().click(),
    );
    expect(picture.name).toMatch(new RegExp(`^Harbour.*\\.${format.toLowerCase()}$`));
    expect(picture.content.subarray(0, 80).toString('latin1').trim()).toMatch(begin);
  }
  await keyboard.press('Escape');

  await ben.showWhiteboard();
  const choosing = ben.page.waitForEvent('filechooser');
  await ben.whiteboard.getByTestId('main-menu-trigger').click();
  await ben.page.getByText('Open file…').click();
  await (await choosing).setFiles(drawing.path);
  const question = ben.page.getByRole('dialog', { name: 'Open “Harbour.excalidraw”' });
  await expect(question.getByText('The file holds 2 elements.')).toBeVisible();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
}
