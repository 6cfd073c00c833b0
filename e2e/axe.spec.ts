/** Every screen and dialog can be used with a screen reader, a keyboard and weak eyes; in both colour schemes. */

import { violations } from './accessibility.ts';
import { expect, test } from './instances.ts';

const board = 'Harbour plan';

test('no screen or dialog of ours has a serious or critical violation, in light and dark', async ({
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
    await check('a task');
    await ada.closeDialog();
  });

  await test.step('what is behind its header', async () => {
    await button(/^People: /).click();
    await expect(page.getByTestId('people-list')).toBeVisible();
    await check('people');
    await ada.closeDialog();
    await button('Invite').click();
    await expect(page.getByTestId('invite-link')).toBeVisible();
    await check('invite');
    await ada.closeDialog();
    await button('Network').click();
    await expect(page.getByRole('dialog', { name: 'Network' })).toBeVisible();
    await check('network');
    await ada.closeDialog();
    await button('Colour scheme').click();
    await expect(page.getByRole('menu')).toBeVisible();
    await check('colour scheme');
    await page.keyboard.press('Escape');
  });

  const link = await ada.inviteLink('Can view');

  await test.step('the start screen', async () => {
    await button('Back to boards').click();
    await expect(ada.recentBoards).toHaveCount(1);
    await check('start with boards');
    await button(`Forget ${board}`).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await check('forget');
    await page.keyboard.press('Escape');
    await ada.submitLink('not a link');
    await check('a bad link');
  });

  await test.step('an invite, and an address without a board', async () => {
    await page.goto('about:blank');
    await page.goto(link);
    await expect(button('Join board')).toBeVisible();
    await check('join');
    // Unanswered, it would ask again over the next board.
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
    const devtools = await ada.context.newCDPSession(page);
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
