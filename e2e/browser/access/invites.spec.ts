import type { Page } from '@playwright/test';
import { mistyped } from '../../hostile/broken-invites.ts';
import { expect, test } from '../../processes/instances.ts';

/** The text that a browser pastes of a link that a mail program wrapped. */
function pasted(link: string): string {
  return `> Hi Ben, join here: <${(link.match(/.{1,76}/g) ?? []).join(' > ')}>. > Ada`;
}

function question(page: Page, board: string) {
  return page.getByRole('heading', { name: `Join “${board}”?` });
}

test('an invite waits for an answer, pasted or opened, on the start page or over a board', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard('Workshop rota');
  const toWorkshop = await ada.inviteLink();
  await ada.page.getByRole('button', { name: 'Back to boards' }).click();
  await ada.createBoard('Harbour plan');
  const toHarbour = await ada.inviteLink();

  // A person without a name enters one first, and then sees the invite.
  const ben = await instances.start('Ben', toHarbour);
  const { page } = ben;
  const asked = question(page, 'Harbour plan');

  await test.step('opened in a new tab, also after a reload', async () => {
    await expect(asked).toBeVisible();
    expect(page.url()).not.toContain('join');
    await page.reload();
    await expect(asked).toBeVisible();
    await page.getByRole('button', { name: 'Not now' }).click();
    await expect(asked).toBeHidden();
    await page.reload();
    await expect(ben.newBoardName).toBeVisible();
    await expect(asked).toBeHidden();
  });

  await test.step('opened in a tab that is on the start page, each time', async () => {
    for (let time = 0; time < 3; time += 1) {
      await page.goto(toHarbour);
      await expect(asked).toBeVisible();
      expect(page.url()).not.toContain('join');
      await page.getByRole('button', { name: 'Not now' }).click();
      await expect(asked).toBeHidden();
    }
  });

  await test.step('not again by Back and Forward', async () => {
    for (const go of [() => page.goBack(), () => page.goForward()]) {
      await go();
      await expect(ben.newBoardName).toBeVisible();
      await expect(asked).toBeHidden();
      expect(page.url()).not.toContain('join');
    }
  });

  await test.step('pasted as a mail program wrapped it', async () => {
    await ben.join(pasted(toHarbour));
    await ada.expectPeople(2);
    await ben.addTask('Order rope');
  });

  const other = page.getByRole('dialog', { name: 'Join “Workshop rota”?' });
  await test.step('opened over a board, which stays open', async () => {
    const board = page.url();
    await page.goto(toWorkshop);
    await expect(other).toBeVisible();
    expect(page.url()).toBe(board);
    await expect(ben.task('Order rope')).toBeVisible();
    await page.screenshot({ path: test.info().outputPath('invite-over-board.png') });
    await page.reload();
    await expect(other).toBeVisible();
    await other.getByRole('button', { name: 'Not now' }).click();
    await expect(other).toBeHidden();
    await page.getByRole('tab', { name: 'Tasks' }).focus();
    await page.evaluate((link) => window.location.assign(link), toWorkshop);
    await expect(other).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(other).toBeHidden();
    await expect(page.getByRole('tab', { name: 'Tasks' })).toBeFocused();
    await expect(ben.task('Order rope')).toBeVisible();
    await ada.expectPeople(2);
  });

  await test.step('opened over a board, an unusable invite shows its reason', async () => {
    await page.goto(mistyped(toWorkshop));
    const dialog = page.getByRole('dialog', { name: 'This invite cannot be used' });
    await expect(dialog).toContainText('Some characters of this invite were changed on the way.');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(dialog).toBeHidden();
    await expect(ben.task('Order rope')).toBeVisible();
  });

  await test.step('accepted over a board, it opens the other board; Back returns to the first', async () => {
    const board = page.url();
    await page.goto(toWorkshop);
    await other.getByRole('button', { name: 'Join board' }).click();
    await expect(page.getByRole('button', { name: 'Workshop rota: rename the board' })).toBeVisible();
    await page.goBack();
    expect(page.url()).toBe(board);
    await expect(ben.task('Order rope')).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('of a board that this device has, it says so and opens that board', async () => {
    await page.goto(toHarbour);
    const open = page.getByRole('dialog', { name: '“Harbour plan” is open already' });
    await open.getByRole('button', { name: 'Close' }).last().click();
    await expect(open).toBeHidden();
    await ben.backToBoards();
    await page.goto(toWorkshop);
    await expect(page.getByRole('heading', { name: 'You already have “Workshop rota”' })).toBeVisible();
    await page.getByRole('button', { name: 'Open board', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Workshop rota: rename the board' })).toBeVisible();
  });

  await test.step('of the open board, with more access, it opens that board again to take it', async () => {
    const vera = await instances.start('Vera');
    await vera.join(await ada.inviteLink('Can view'));
    await expect(vera.page.getByTestId('view-only')).toBeVisible();
    await vera.page.goto(toHarbour);
    await vera.page.getByRole('button', { name: 'Open it again' }).click();
    await expect(vera.page.getByRole('dialog')).toHaveCount(0);
    await expect(vera.page.getByTestId('view-only')).toHaveCount(0);
    await vera.addTask('Tar the hull');
    await ada.showTasks();
    await ada.expectTask('Tar the hull');
  });
});
