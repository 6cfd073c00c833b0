import { intruderScript } from '../../hostile/intruder-bundle.ts';
import { liveScene } from '../../page/live-scene.ts';
import { expect, test } from '../../processes/instances.ts';

const board = 'Harbour plan';

test('a viewer sees everything and changes nothing, even with a modified client; a removed device stays out', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard(board);
  await ada.addTask('Order rope');
  const link = await ada.inviteLink();
  const viewLink = await ada.inviteLink('Can view');
  expect(viewLink).not.toBe(link);
  const [ben, vera] = await Promise.all([instances.start('Ben'), instances.start('Vera')]);
  await Promise.all([ben.join(link), vera.join(viewLink)]);

  await test.step('the viewer sees the board, without controls to change it', async () => {
    await expect(vera.page.getByTestId('view-only')).toBeVisible();
    await vera.showTasks();
    await expect(vera.task('Order rope')).toHaveAttribute('data-task-number', '1');
    await expect(vera.page.getByRole('textbox', { name: /^Add a task/ })).toHaveCount(0);
    await expect(vera.task('Order rope').getByRole('button')).toHaveText(['Order rope']);
    await vera.task('Order rope').getByRole('button').click();
    await expect(vera.page.getByRole('textbox', { name: 'Title' })).toHaveAttribute('readonly');
    await expect(vera.page.getByRole('button', { name: 'Save' })).toHaveCount(0);
    const headings = vera.page.getByRole('dialog').locator('.mantine-InputWrapper-label');
    await expect(headings.filter({ visible: true })).toHaveText(['Title', 'Notes', 'Activity']);
    await vera.closeDialog();
    await ada.draw({ tool: 'rectangle', from: [420, 340], to: [640, 460] });
    await vera.showWhiteboard();
    await vera.expectElements(1);
    await expect(vera.whiteboard.getByTestId('toolbar-rectangle')).toHaveCount(0);
    await vera.page.keyboard.press('r');
    await vera.page.mouse.move(500, 400);
    await vera.page.mouse.down();
    await vera.page.mouse.move(700, 500, { steps: 4 });
    await vera.page.mouse.up();
    await expect(vera.whiteboard).toHaveAttribute('data-element-count', '1');
    const row = await ada.person('Vera');
    await expect(row).toHaveAttribute('data-access', 'view');
    await expect(row).toHaveAttribute('data-votes', 'false');
    await ada.closeDialog();
  });

  await test.step('messages beyond a link’s permission are dropped, and their sender is reported', async () => {
    const mallory = await instances.start('Mallory');
    await mallory.page.evaluate(await intruderScript());
    // The page continues to send until it is closed.
    const sent = mallory.page.evaluate(`intruder.overreach(${JSON.stringify(viewLink)}, 3)`);
    expect(await sent).toBeGreaterThan(100);
    for (const one of [ada, ben, vera]) {
      await expect(
        one.page.getByText(/Mallory may only view this board, and tried to change it/),
      ).toBeVisible();
      await expect(one.page.getByText('Mallory was here')).toHaveCount(0);
    }
    // Its previews are dropped as well.
    const shown = (await liveScene(vera.page)).elements.map(({ id }) => id);
    expect(shown).toHaveLength(1);
    expect(shown).not.toContain('mallory');
    await mallory.quit();
  });

  await test.step('an owner makes an editor a viewer, whose window then changes nothing, and an editor again', async () => {
    await ben.showWhiteboard();
    await expect(ben.whiteboard.getByTestId('toolbar-rectangle')).toBeVisible();
    const itself = await ben.person('Ben');
    await itself.getByRole('button', { name: 'Actions for Ben' }).click();
    await expect(ben.page.getByRole('menuitemradio')).toHaveCount(0);
    await ben.page.keyboard.press('Escape');
    await ben.closeDialog();
    await ada.giveRole('Ben', 'Viewer');
    await expect(ben.page.getByText(/You are now a viewer of this board/)).toBeVisible();
    await expect(ben.page.getByTestId('view-only')).toHaveAttribute('aria-label', /ask an owner/);
    await expect(ben.whiteboard.getByTestId('toolbar-rectangle')).toHaveCount(0);
    await ben.showTasks();
    await expect(ben.page.getByRole('textbox', { name: /^Add a task/ })).toHaveCount(0);
    await ada.giveRole('Ben', 'Editor');
    await expect(ben.page.getByTestId('view-only')).toHaveCount(0);
    await ben.addTask('Ben again');
    await expect(ben.task('Ben again')).toHaveAttribute('data-task-number', '2');
    await ada.giveRole('Ben', 'Owner', 'Make owner');
    await expect((await ben.person('Ada')).getByRole('button', { name: 'Actions for Ada' })).toBeVisible();
    await ada.closeDialog();
    await ben.closeDialog();
  });

  await test.step('where new people only look at first, one with an edit link is a viewer until an owner lets them edit', async () => {
    await ada.person('Ada');
    await ada.page.getByTestId('newcomers').click();
    await expect(ada.page.getByTestId('newcomers')).toBeChecked();
    const cleo = await instances.start('Cleo');
    await cleo.join(link);
    await expect(cleo.page.getByTestId('view-only')).toHaveAttribute('aria-label', /ask an owner/);
    await expect(cleo.whiteboard.getByTestId('toolbar-rectangle')).toHaveCount(0);
    await ada.giveRole('Cleo', 'Editor');
    await expect(cleo.page.getByTestId('view-only')).toHaveCount(0);
    await cleo.addTask('May I');
    await ada.closeDialog();
    await ada.showTasks();
    await expect(ada.task('May I')).toHaveAttribute('data-task-number', '3');
    await cleo.quit();
  });

  await test.step('a removed device is notified, and stays out; the others continue', async () => {
    const row = await ada.person('Ben');
    await expect(row).toHaveAttribute('data-votes', /true|false/);
    await ada.remove('Ben');
    const removed = ben.page.getByRole('heading', { name: 'This device was removed from the board' });
    await expect(removed).toBeVisible();
    await expect(ben.page.getByText('Ada removed this device from the board')).toBeVisible();
    await expect(row).toHaveCount(0);
    await expect(ada.page.locator('[data-removed="Ben"]')).toBeVisible();
    await ada.closeDialog();
    await ada.addTask('Without Ben');
    await expect(ada.task('Without Ben')).toHaveAttribute('data-task-number', '4');
    await vera.showTasks();
    await expect(vera.task('Without Ben')).toBeVisible();

    await ben.page.getByRole('button', { name: 'Back to boards' }).click();
    await ben.page.getByRole('button', { name: `Open ${board}` }).click();
    await expect(removed).toBeVisible();
    await ada.expectSettled();
  });
});
