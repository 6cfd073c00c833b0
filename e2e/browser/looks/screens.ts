/** Every screen and dialog of the app, one after the other, on a board with cards in all states. */

import { dropFile, dropOnPage } from '../../page/files/dropped-file.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect } from '../../processes/instances.ts';

/** Cards with long, short and right-to-left titles, in columns of their own. */
const cards = `Title,Notes,Column,Labels,Due,Checklist
Ask the harbour office for a permit,"Ring before noon. **Ask for Jonas**, or write to the office.",To do,"Urgent, Office",2020-01-01,
إصلاح القارب الكبير قبل المهرجان,ملاحظات بالعربية,To do,Boats,2031-05-01,
Find a band that plays on deck and brings its own amplifiers and enough cable for the whole quay,,To do,Music,,
Pneumonoultramicroscopicsilicovolcanoconiosis-Donaudampfschifffahrtsgesellschaftskapitän,,To do,,,
Order rope and fenders,,Doing,"Boats, Urgent",,
Count the life jackets,,Doing,,,
Choose a date,,Done,,,
`;

/** One image to which it refers is not in it, and one of its cards has no title. */
const savedBoard = JSON.stringify({
  app: 'paxboard',
  version: 3,
  name: 'Harbour plan',
  tasks: [{ id: 'a', title: 'Order rope', column: 'todo' }, { id: 'b' }],
  elements: [{ id: 'image', type: 'image', x: 0, y: 0, width: 30, height: 30, fileId: 'A'.repeat(43) }],
});

/** A board of Ada and Ben, with a drawing, cards of all kinds, and a template. */
export async function fillBoard(ada: Instance, ben: Instance): Promise<void> {
  const { page } = ada;
  await ada.draw({ tool: 'rectangle', from: [420, 340], to: [640, 460] });
  await page.mouse.dblclick(530, 400);
  await page.keyboard.type('Permit');
  await page.keyboard.press('Escape');
  await ada.draw({ tool: 'ellipse', from: [720, 340], to: [880, 460] });
  await page.keyboard.press('Escape');
  await ada.showTasks();
  await chooseFile(ada, 'cards.csv', cards);
  await page.getByRole('button', { name: 'Import 7 cards' }).click();
  await expect(page.getByRole('dialog')).toContainText(/7 cards/);
  await ada.closeDialog();
  await ada.expectTask('Choose a date');
  await ada.expectSettled();
  await ada.claim('Order rope and fenders');
  await ben.showTasks();
  await ben.claim('Count the life jackets');
  await page.getByRole('button', { name: /^Actions for .*Order rope/ }).click();
  await page.getByRole('menuitem', { name: 'Save as a template' }).click();
  await expect(page.locator('.mantine-Notification-root')).toHaveCount(0);
}

async function chooseFile(ada: Instance, name: string, text: string): Promise<void> {
  const { page } = ada;
  await page.getByRole('button', { name: 'More for the task list' }).click();
  await page.getByRole('menuitem', { name: 'Import cards…' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

/** Shows each screen. @param see is called while one is shown. */
export async function visitScreens(ada: Instance, see: (screen: string) => Promise<void>): Promise<void> {
  const { page } = ada;
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const menu = async (name: string | RegExp, entry?: string | RegExp) => {
    await button(name).first().click();
    await expect(page.getByRole('menu')).toBeVisible();
    if (entry !== undefined) await page.getByRole('menuitem', { name: entry }).click();
  };
  const dialog = async (name: string) => {
    await expect(page.locator('[aria-modal="true"]').last()).toBeVisible();
    await see(name);
    await ada.closeDialog();
  };
  const overlay = async (name: string) => {
    await see(name);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
  };

  await ada.showTasks();
  await see('tasks');
  await menu(/^Actions for .*permit/);
  await overlay('tasks-card-menu');
  await menu('Actions for the column To do');
  await overlay('tasks-column-menu');
  await menu('More for the task list');
  await overlay('tasks-more-menu');
  await button('Filter').click();
  await expect(page.getByRole('combobox', { name: 'Sort by' })).toBeVisible();
  await see('tasks-filter');
  await page.keyboard.press('Escape');
  await ada
    .task('Ask the harbour office')
    .getByRole('button', { name: /^Ask the harbour/ })
    .click();
  await dialog('card');
  await menu('Actions for the column To do', 'Name, colour, limit…');
  await dialog('column');
  await menu('More for the task list', 'Templates…');
  await dialog('templates');
  await menu('More for the task list', 'Templates…');
  await button(/^Edit the template/).click();
  await expect(page.getByRole('dialog', { name: 'Edit a template' })).toBeVisible();
  await see('template');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Edit a template' })).toBeHidden();
  await ada.closeDialog();
  await menu('More for the task list', 'Archive…');
  await dialog('archive');
  await menu('More for the task list', 'Keyboard shortcuts');
  await dialog('keys');
  await chooseFile(ada, 'cards.csv', cards);
  await expect(button('Import 7 cards')).toBeVisible();
  await dialog('import');
  await menu(/^Actions for .*permit/, 'Select');
  await see('tasks-selection');
  await button('Clear selection').click();
  await button(/^People: /).click();
  await see('people');
  await button('This is my second device…').click();
  await expect(page.getByRole('dialog', { name: 'This is my second device' })).toBeVisible();
  await button('Link this device').click();
  await see('people-second-device');
  await page.keyboard.press('Escape');
  await button('Link another of your devices…').click();
  await expect(page.getByRole('dialog', { name: 'Link another of your devices' })).toBeVisible();
  await see('people-link');
  await button('Show a code').click();
  await expect(page.getByTestId('link-code')).toBeVisible();
  await see('people-code');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('link-code')).toBeHidden();
  await ada.closeDialog();
  await button('Invite').click();
  await expect(page.getByTestId('invite-link')).toBeVisible();
  await dialog('invite');
  await button('Network').click();
  await dialog('network');
  await menu(/^(Colour scheme|Appearance)$/);
  await overlay('appearance');

  await ada.showWhiteboard();
  await see('whiteboard');
  await ada.whiteboard.getByTestId('main-menu-trigger').click();
  await see('whiteboard-menu');
  await ada.whiteboard.getByTestId('main-menu-trigger').click();
  await page.keyboard.press('Control+a');
  await see('whiteboard-selected');
  await page.keyboard.press('Escape');
  await dropFile(ada, 'notes.txt', 'Order rope');
  const file = page.getByRole('dialog', { name: /^Open / });
  await expect(file).toBeVisible();
  await see('whiteboard-file');
  await file.getByRole('button', { name: 'Close' }).last().click();
  await expect(file).toBeHidden();

  await button('Back to boards').click();
  await expect(ada.recentBoards).toHaveCount(1);
  await see('start');
  await menu(/^Actions for the board/);
  await overlay('start-board-menu');
  await menu(/^Actions for the board/, 'Forget…');
  await dialog('forget');
  await dropOnPage(ada, 'plan.paxboard.json', savedBoard, async () => see('start-drop'));
  await expect(page.getByRole('dialog')).toContainText('The new board gets');
  await dialog('start-open-file');
  await dropOnPage(ada, 'plan.paxboard.json', 'not JSON');
  await expect(page.getByRole('alert')).toBeVisible();
  await dialog('start-bad-file');
  await ada.submitLink('not a link');
  await see('start-bad-link');
}
