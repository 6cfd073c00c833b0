/**
 * Checks every screen and dialog for barriers to screen readers, keyboards and low vision, in both colour schemes, and
 * the layout of a phone. `npm run test:looks` has the other layouts, and pictures.
 */

import { violations } from '../../page/accessibility.ts';
import { dropFile, dropOnPage } from '../../page/files/dropped-file.ts';
import { fingerSize, layoutProblems } from '../../page/layout.ts';
import { expect, test } from '../../processes/instances.ts';

const board = 'Harbour plan';
const rectangle = { id: 'file-1', type: 'rectangle', x: 0, y: 0, width: 30, height: 30 };
/** An image that it refers to is not in it, and one of its cards has no title. */
const savedBoard = {
  app: 'paxboard',
  version: 3,
  name: board,
  tasks: [{ id: 'a' }],
  elements: [{ ...rectangle, type: 'image', fileId: 'A'.repeat(43) }],
};
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('no screen or dialog has a serious or critical violation, in light and dark, or is cut, overlaps or too small for fingers at 400 px', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  const { page } = ada;
  const check = async (screen: string) => {
    expect.soft(await violations(page, screen), screen).toEqual([]);
  };
  const button = (name: string | RegExp) => page.getByRole('button', { name });

  await test.step('a board', async () => {
    await ada.createBoard(board);
    await ada.draw({ tool: 'rectangle', from: [420, 340], to: [640, 460] });
    await ada.expectSettled();
    await check('whiteboard');
  });

  await test.step('keys of the whiteboard work while a button of the header has the focus', async () => {
    await button('Invite').focus();
    await page.keyboard.press('o');
    await expect(ada.whiteboard.getByTestId('toolbar-ellipse')).toBeChecked();
    await page.keyboard.press('v');
  });

  await test.step('the whiteboard’s dialogs', async () => {
    const dialog = page.getByRole('dialog', { name: /^(Open|Delete) / });
    await dropFile(ada, 'plan.excalidraw', JSON.stringify({ type: 'excalidraw', elements: [rectangle] }));
    await expect(dialog.getByText('The file holds 1 element.')).toBeVisible();
    await check('a file to add');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await dropFile(ada, 'notes.txt', 'Order rope');
    await expect(dialog.getByText('This is not an Excalidraw file')).toBeVisible();
    await check('a file without a drawing');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await ada.whiteboard.getByTestId('main-menu-trigger').click();
    await page.getByText('Clear for everyone…').click();
    await expect(page.getByRole('dialog', { name: 'Delete 1 element for everyone' })).toBeVisible();
    await check('clear for everyone');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  await test.step('its tasks', async () => {
    await ada.showTasks();
    await ada.addTask('Order rope');
    await ada.addTask('Paint the boat', 'Done');
    await check('tasks');
    await button(/^Actions for .*Order rope/).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await check('menu of a task');
    await page.keyboard.press('Escape');
    await ada.task('Order rope').getByRole('button', { name: 'Order rope', exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    const files = page.waitForEvent('filechooser');
    await button('Add files').click();
    await (await files).setFiles([
      { name: 'plan.png', mimeType: 'image/png', buffer: picture },
      { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<p>') },
    ]);
    await expect(button('Save page.html')).toBeVisible();
    await check('a task');
    await button('Show plan.png').click();
    await expect(page.getByRole('img', { name: 'plan.png' })).toBeVisible();
    await check('a picture of a task');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('img', { name: 'plan.png' })).toBeHidden();
    await ada.closeDialog();
  });

  await test.step('at 400 px nothing is cut, overlaps, or is too small for fingers', async () => {
    const measure = (screen: string) =>
      expect.poll(() => layoutProblems(page, { minTarget: fingerSize }), screen).toEqual([]);
    await page.setViewportSize({ width: 400, height: 800 });
    await measure('tasks');
    await button(/^Actions for .*Order rope/).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await measure('menu of a task');
    await page.keyboard.press('Escape');
    await ada.task('Order rope').getByRole('button', { name: 'Order rope', exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await measure('a task');
    await ada.closeDialog();
    await ada.showWhiteboard();
    await page.keyboard.press('Escape');
    await measure('whiteboard');
    await ada.showTasks();
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step('templates', async () => {
    const templates = async () => {
      await button('More for the task list').click();
      await page.getByRole('menuitem', { name: 'Templates…' }).click();
      await expect(page.getByRole('dialog', { name: 'New card from a template' })).toBeVisible();
    };
    await templates();
    await check('no templates');
    await ada.closeDialog();
    await button(/^Actions for .*Order rope/).click();
    await page.getByRole('menuitem', { name: 'Save as a template' }).click();
    await templates();
    await expect(page.getByTestId('template')).toBeVisible();
    await check('templates');
    await ada.closeDialog();
  });

  await test.step('dialogs of menus, which return the focus to the button of their menu', async () => {
    for (const [menu, entry] of [
      ['Actions for the column To do', 'Name, colour, limit…'],
      ['More for the task list', 'Trash…'],
    ] as const) {
      await button(menu).click();
      await page.getByRole('menuitem', { name: entry }).click();
      await expect(page.locator('[aria-modal="true"]')).toBeVisible();
      await ada.closeDialog();
      await expect(button(menu), `${menu}, after “${entry}”`).toBeFocused();
    }
  });

  await test.step('the dialogs of its header', async () => {
    await button(/^People: /).click();
    await expect(page.getByTestId('people-list')).toBeVisible();
    await check('people');
    await button('This is my second device…').click();
    await button('Link this device').click();
    await check('second device');
    await page.keyboard.press('Escape');
    await expect(button('This is my second device…')).toBeFocused();
    await button('Link another of your devices…').click();
    await button('Show a code').click();
    await expect(page.getByTestId('link-code')).toBeVisible();
    await check('code for a device');
    await page.keyboard.press('Escape');
    await expect(button('Link another of your devices…')).toBeFocused();
    await ada.closeDialog();
    await button('Invite').click();
    await expect(page.getByTestId('invite-link')).toBeVisible();
    await check('invite');
    await ada.closeDialog();
    await button('Network').click();
    await expect(page.getByRole('dialog', { name: 'Network' })).toBeVisible();
    await check('network');
    await ada.closeDialog();
    await expect(button('Network')).toBeFocused();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await ada.closeDialog();
    await button('Appearance').click();
    await expect(page.getByRole('menu')).toBeVisible();
    await check('appearance');
    await page.keyboard.press('Escape');
  });

  const link = await ada.inviteLink('Can view');

  await test.step('a removal, and a second window', async () => {
    const vera = await instances.start('Vera');
    await vera.join(link);
    await ada.expectPeople(2);
    const row = await ada.person('Vera');
    await row.getByRole('button', { name: 'Actions for Vera' }).click();
    await check('menu of a person');
    await page.getByRole('menuitem', { name: /^Compare/ }).click();
    await expect(page.getByRole('dialog', { name: /Vera/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(row.getByRole('button', { name: 'Actions for Vera' })).toBeFocused();
    await row.getByRole('button', { name: 'Actions for Vera' }).click();
    await page.getByRole('menuitem', { name: 'Remove from the board…' }).click();
    await expect(page.getByRole('dialog', { name: 'Remove Vera from the board?' })).toBeVisible();
    await check('remove a person');
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(
      vera.page.getByRole('heading', { name: 'This device was removed from the board' }),
    ).toBeVisible();
    // A removal is not a failure: the removed device shows no error.
    await expect(vera.page.locator('.mantine-Notification-root')).toHaveCount(0);
    expect.soft(await violations(vera.page, 'removed'), 'removed').toEqual([]);
    await vera.quit();
    await ada.closeDialog();
    const second = await ada.browser.newTab(page.url());
    await expect(second.getByRole('heading', { name: 'This board is open in another window' })).toBeVisible();
    expect.soft(await violations(second, 'a second window'), 'a second window').toEqual([]);
    await second.close();
  });

  await test.step('the start screen', async () => {
    await button('Back to boards').click();
    await expect(ada.recentBoards).toHaveCount(1);
    await expect(page.getByTestId('board-picture')).toHaveAttribute('data-has-picture', 'true');
    await check('start with boards');
    await button(`Actions for the board ${board}`).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await check('actions of a board');
    await page.getByRole('menuitem', { name: 'Forget…' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await check('forget');
    await page.keyboard.press('Escape');
    await dropOnPage(ada, 'plan.paxboard.json', JSON.stringify(savedBoard));
    await expect(page.getByRole('dialog')).toContainText('The new board gets 1 element.');
    await check('open a file');
    await ada.closeDialog();
    await dropOnPage(ada, 'plan.paxboard.json', 'not JSON');
    await expect(page.getByRole('alert')).toBeVisible();
    await check('a file that cannot be opened');
    await ada.closeDialog();
    await ada.submitLink('not a link');
    await check('a bad link');
  });

  await test.step('an invite, and an address without a board', async () => {
    await page.goto('about:blank');
    await page.goto(link);
    await expect(button('Open board')).toBeVisible();
    await check('join');
    // An unanswered invite would appear again over the next board.
    await button('Not now').click();
    await page.goto('about:blank');
    await page.goto(`${instances.host.url}/#board=nothing`);
    await expect(page.getByRole('heading', { name: 'This board is not on this device' })).toBeVisible();
    await check('unknown board');
    await button('Back to boards').click();
  });

  await test.step('site data cleared while a board is open', async () => {
    await button(`Open ${board}`).click();
    await ada.showTasks();
    await expect(ada.task('Order rope')).toBeVisible();
    const devtools = await ada.browser.context.newCDPSession(page);
    const { origin } = new URL(page.url());
    await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await expect(
      page.getByRole('heading', { name: 'This device’s copy of the board is gone' }),
    ).toBeVisible();
    await expect(page.getByText('join again with an invite')).toBeVisible();
    await check('site data cleared');
    await button('Back to boards').click();
    await expect(page.getByRole('textbox', { name: 'Your name' })).toBeVisible();
    await check('start without a name');
  });
});
