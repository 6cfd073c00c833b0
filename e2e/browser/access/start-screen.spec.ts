/** Boards in the list of the start screen: "Open now", and the actions of their menu, which open a board in the background. */

import { writeFileSync } from 'node:fs';
import { violations } from '../../page/accessibility.ts';
import { dropOnPage } from '../../page/files/dropped-file.ts';
import { dropImage, expectColour, magenta } from '../../page/files/images.ts';
import { holdDatabases, releaseDatabases } from '../../page/held-database.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

async function choose(one: Instance, board: string, action: string) {
  await one.page.getByRole('button', { name: `Actions for the board ${board}`, exact: true }).click();
  await one.page.getByRole('menuitem', { name: action }).click();
  return one.page.getByRole('dialog');
}

async function openFile(one: Instance, path: string) {
  const chooser = one.page.waitForEvent('filechooser');
  await one.page.getByRole('button', { name: 'Open file…' }).click();
  await (await chooser).setFiles(path);
  return one.page.getByRole('dialog');
}

const entry = (one: Instance, board: string) =>
  one.recentBoards.filter({ has: one.page.getByRole('button', { name: `Open ${board}`, exact: true }) });

test('a board in the list shows that another device has it open, and is renamed, duplicated and left from there', async ({
  instances,
}, info) => {
  const ada = await instances.start('Ada');
  await ada.createBoard('Harbour plan');
  await ada.draw({ tool: 'rectangle', from: [420, 340], to: [640, 460] });
  await ada.addTask('Order rope');
  const link = await ada.inviteLink();
  const ben = await instances.start('Ben');
  await ben.join(link);
  await ben.showTasks();
  await ben.claim('Order rope');
  await expect(ada.task('Order rope')).toHaveAttribute('data-claimed-by', 'Ben');
  await ben.expectSettled();

  await test.step('the whiteboard is loaded while the storage is still read', async () => {
    await ben.showWhiteboard();
    await ben.page.addInitScript(holdDatabases, 'paxboard-board-');
    const loaded = ben.page.waitForResponse(/\/Whiteboard-[^/]*\.js$/, { timeout: 20_000 });
    await ben.page.reload();
    await loaded;
    await expect(ben.page.getByText('Opening the board')).toBeVisible();
    await ben.page.evaluate(releaseDatabases);
    await ben.expectElements(1);
  });

  await test.step('“Open now”, while another device has the board open', async () => {
    await ben.backToBoards();
    await expect(entry(ben, 'Harbour plan').getByText('Open now')).toBeVisible();
  });

  await test.step('a new name is for everyone; an empty one is refused', async () => {
    const dialog = await choose(ben, 'Harbour plan', 'Rename…');
    const name = dialog.getByRole('textbox', { name: 'Board name' });
    await name.fill(' ');
    await name.press('Enter');
    await expect(dialog).toContainText('Please give the board a name.');
    await name.fill('Harbour festival');
    await name.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(entry(ben, 'Harbour festival')).toBeVisible();
    await expect(
      ben.page.getByRole('button', { name: 'Actions for the board Harbour festival' }),
    ).toBeFocused();
    await expect(ada.page.getByRole('button', { name: 'Harbour festival: rename the board' })).toBeVisible();
  });

  await test.step('a copy has the drawing and the cards, and no other people', async () => {
    const dialog = await choose(ben, 'Harbour festival', 'Duplicate…');
    await expect(dialog.getByRole('textbox', { name: 'Board name' })).toHaveValue('Harbour festival (copy)');
    await dialog.getByRole('button', { name: 'Duplicate' }).click();
    await expect(dialog).toBeHidden();
    await expect(ben.recentBoards).toHaveCount(2);
    await expect(entry(ben, 'Harbour festival (copy)').getByTestId('board-picture')).toHaveAttribute(
      'data-has-picture',
      'true',
    );
    await ben.page.getByRole('button', { name: 'Open Harbour festival (copy)', exact: true }).click();
    await ben.expectElements(1);
    await ben.expectPeople(1);
    await ben.showTasks();
    await expect(ben.task('Order rope')).toBeVisible();
    await expect(ben.task('Order rope')).not.toHaveAttribute('data-claimed-by', 'Ben');
    await ben.backToBoards();
  });

  await test.step('without another device a board cannot be left, and nothing changes', async () => {
    const dialog = await choose(ben, 'Harbour festival (copy)', 'Leave…');
    await dialog.getByRole('button', { name: 'Leave board' }).click();
    await expect(dialog.getByRole('alert')).toContainText('none can take over the vote');
    await ben.closeDialog();
    await expect(ben.recentBoards).toHaveCount(2);
  });

  await test.step('leaving removes the person from the list of people, and the board from their own list', async () => {
    const dialog = await choose(ben, 'Harbour festival', 'Leave…');
    await dialog.getByRole('button', { name: 'Leave board' }).click();
    await expect(ben.page.getByText('You left “Harbour festival”.')).toBeVisible();
    await expect(ben.recentBoards).toHaveCount(1);
    await expect(entry(ben, 'Harbour festival (copy)')).toBeVisible();
    await expect.poll(async () => (await ada.people()).all).toEqual(['Ada']);
  });

  await test.step('a saved board is opened from its file as a new one, with its images and comments', async () => {
    await ada.showWhiteboard();
    await dropImage(ada, { x: 820, y: 300 });
    await ada.expectElements(2);
    await ada.showTasks();
    await ada.task('Order rope').getByRole('button', { name: 'Order rope', exact: true }).click();
    const card = ada.page.getByRole('dialog');
    await card.getByRole('textbox', { name: 'Write a comment' }).fill('Forty metres');
    await card.getByRole('button', { name: 'Comment', exact: true }).click();
    await expect(card).toContainText('Forty metres');
    await ada.closeDialog();
    await ada.page.getByRole('button', { name: 'More for the task list' }).click();
    const saving = ada.page.waitForEvent('download');
    await ada.page.getByRole('menuitem', { name: 'JSON (the whole board)' }).click();
    const saved = await saving;
    await expect(
      ada.page.getByText('“Open file…” on the start screen makes a new board of it.'),
    ).toBeVisible();

    const dialog = await openFile(ben, await saved.path());
    await expect(dialog).toContainText('The new board gets 2 elements, 1 card and 1 image or file.');
    const name = dialog.getByRole('textbox', { name: 'Board name' });
    await expect(name).toHaveValue('Harbour festival');
    await expect(name).toBeFocused();
    await ben.page.keyboard.press('End');
    await ben.page.keyboard.type(', saved');
    await ben.page.keyboard.press('Enter');
    await ben.expectElements(2);
    await expectColour(ben, magenta);
    await ben.expectPeople(1);
    await ben.page.keyboard.press('Control+z');
    await ben.expectElements(2);
    await ben.showTasks();
    await ben.task('Order rope').getByRole('button', { name: 'Order rope', exact: true }).click();
    await expect(ben.page.getByRole('dialog')).toContainText(/Ada.*Forty metres/s);
    await ben.closeDialog();
    await ben.backToBoards();
    await expect(ben.recentBoards).toHaveCount(2);
  });

  await test.step('a damaged file is refused, by the button and by a drop, and costs nothing', async () => {
    const half = info.outputPath('half.paxboard.json');
    writeFileSync(half, '{"app": "paxboard", "version": 3, "elements": [{');
    const dialog = await openFile(ben, half);
    await expect(dialog.getByRole('alert')).toContainText('This file is damaged');
    await ben.page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(ben.page.getByRole('button', { name: 'Open file…' })).toBeFocused();
    await openFile(ben, half);
    await expect(dialog.getByRole('alert')).toContainText('This file is damaged');
    await ben.closeDialog();
    await dropOnPage(ben, 'notes.json', 'not JSON', async () => {
      await expect(ben.page.getByText('Drop the file to open it as a new board')).toBeVisible();
    });
    await expect(dialog.getByRole('alert')).toContainText('Paxboard cannot open this file');
    await ben.closeDialog();
    await expect(ben.recentBoards).toHaveCount(2);
  });
});

test('a list of nine boards is searched, and a name in Hebrew stays beside its picture', async ({
  instances,
}, info) => {
  const ada = await instances.start('Ada');
  const { page } = ada;
  const field = page.getByRole('searchbox', { name: 'Search boards' });
  const names = page.getByRole('region', { name: 'Your boards' }).getByRole('button', { name: /^Open / });
  const hebrew = 'תוכנית הנמל';
  const older = ['Harbour plan', ...[1, 2, 3, 4, 5, 6].map((number) => `Quay ${number}`), 'Harbour fest'];
  for (const name of older) {
    await ada.createBoard(name);
    await ada.backToBoards();
  }
  await expect(names).toHaveCount(8);
  await expect(field).toHaveCount(0);
  await ada.createBoard(hebrew);
  await ada.backToBoards();
  await expect(names).toHaveCount(9);

  await test.step('by keyboard: into a board, and back to its row', async () => {
    const row = page.getByRole('button', { name: 'Open Quay 3' });
    // Excalidraw is not loaded yet.
    await page.reload();
    await row.press('Enter');
    await expect(ada.whiteboard.locator('.excalidraw')).toBeFocused();
    await page.goBack();
    await expect(row).toBeFocused();
    await row.press('Enter');
    await page.getByRole('tab', { name: 'Tasks' }).press('Enter');
    await page.getByRole('button', { name: 'Back to boards' }).press('Enter');
    await expect(row).toBeFocused();
    // A board that is not in the list has no row.
    await page.evaluate(() => window.location.assign('#board=unknown'));
    await page.getByRole('button', { name: 'Back to boards' }).press('Enter');
    await expect(ada.newBoardName).toBeFocused();
    await ada.newBoardName.blur();
  });

  await test.step('a slash, or typing in the list, starts a search; Escape clears it', async () => {
    await page.keyboard.press('/');
    await expect(field).toBeFocused();
    await page.keyboard.type('HARB');
    await expect(names).toHaveText([/Harbour fest/, /Harbour plan/]);
    await page.keyboard.press('Escape');
    await expect(field).toHaveValue('');
    await expect(names).toHaveCount(9);
    await names.first().focus();
    await page.keyboard.type('quay 3');
    await expect(names).toHaveText([/Quay 3/]);
    await field.fill('boat');
    await expect(page.getByText('No board is called “boat”.')).toBeVisible();
    await expect(names).toHaveCount(0);
  });

  await test.step('in the dark, at 400 px', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 400, height: 800 });
    await page.screenshot({ path: info.outputPath('no-board.png'), fullPage: true });
    await field.fill('');
    expect(await violations(page, 'a long list of boards')).toEqual([]);
    await page.screenshot({ path: info.outputPath('boards.png'), fullPage: true });
    await page.setViewportSize({ width: 1200, height: 800 });
    await page.screenshot({ path: info.outputPath('boards-wide.png'), fullPage: true });
  });

  await test.step('the name in Hebrew begins where the row does', async () => {
    const leftOf = (name: string): Promise<number> =>
      page.getByText(name, { exact: true }).evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        return range.getBoundingClientRect().left;
      });
    expect(Math.abs((await leftOf(hebrew)) - (await leftOf('Harbour plan')))).toBeLessThan(4);
  });
});
