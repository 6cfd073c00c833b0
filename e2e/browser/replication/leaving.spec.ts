/** No action of a person on a window with an open drawing loses an element. */

import { dropFile } from '../../page/files/dropped-file.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

const board = 'Harbour plan';

async function backToBoards(one: Instance): Promise<void> {
  await one.page.getByRole('button', { name: 'Back to boards' }).click();
  await expect(one.newBoardName).toBeVisible();
}

async function reopen(one: Instance, name = board): Promise<void> {
  await one.page.getByRole('button', { name: `Open ${name}` }).click();
  await one.showWhiteboard();
}

/** A drawing of `count` rectangles, with order keys that Excalidraw cannot read. */
function drawing(count: number): string {
  const elements = Array.from({ length: count }, (_, at) => ({
    id: `file-${at}`,
    type: 'rectangle',
    index: `a${at + 1}0`,
    x: 40 * at,
    y: 0,
    width: 30,
    height: 30,
  }));
  return JSON.stringify({ type: 'excalidraw', version: 2, elements });
}

test.use({ browsers: 'separate' });

test('leaving, reopening, reloading and resizing keep the drawing, for this person and for the others', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard(board);
  const ben = await instances.start('Ben');
  await ben.join(await ada.inviteLink());
  for (const x of [420, 560, 700]) await ada.draw({ tool: 'rectangle', from: [x, 320], to: [x + 90, 420] });
  await ben.showWhiteboard();
  const everybodyHas = async (count: number) => {
    await ada.expectSettled();
    await ada.expectElements(count);
    await ben.expectElements(count);
    await ben.expectSettled();
  };
  await everybodyHas(3);

  await test.step('leaving and reopening in the same page', async () => {
    for (let times = 0; times < 3; times += 1) {
      await backToBoards(ada);
      await reopen(ada);
      await everybodyHas(3);
    }
    expect(await ada.hasInk()).toBe(true);
  });

  await test.step('Back and Forward between two boards', async () => {
    await backToBoards(ada);
    await ada.createBoard('Another');
    await ada.draw({ tool: 'ellipse', from: [420, 320], to: [500, 400] });
    await ada.expectSettled();
    await ada.page.goBack();
    await ada.page.goBack();
    await ada.showWhiteboard();
    await everybodyHas(3);
    await ada.page.goForward();
    await ada.page.goForward();
    await ada.showWhiteboard();
    await ada.expectElements(1);
    await backToBoards(ada);
    await reopen(ada);
    await everybodyHas(3);
  });

  await test.step('tabs, colours, size, reload', async () => {
    await ada.showTasks();
    await ada.page.setViewportSize({ width: 620, height: 560 });
    await ada.showWhiteboard();
    await ada.page.emulateMedia({ colorScheme: 'dark' });
    await ada.page.setViewportSize({ width: 1280, height: 800 });
    await everybodyHas(3);
    await ada.page.reload();
    await ada.showWhiteboard();
    await everybodyHas(3);
    await ada.page.emulateMedia({ colorScheme: 'light' });
  });

  await test.step('a stroke immediately before leaving', async () => {
    await ada.draw({ tool: 'diamond', from: [420, 480], to: [500, 560] });
    await backToBoards(ada);
    await reopen(ada);
    await everybodyHas(4);
  });

  await test.step('a file is added to the present drawing', async () => {
    await dropFile(ada, 'plan.excalidraw', drawing(12));
    const dialog = ada.page.getByRole('dialog', { name: 'Open “plan.excalidraw”' });
    await expect(dialog.getByText('The file holds 12 elements.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Add to this board' }).click();
    await everybodyHas(16);
    await ben.draw({ tool: 'ellipse', from: [420, 560], to: [500, 640] });
    await everybodyHas(17);
  });

  await test.step('an invalid file changes nothing', async () => {
    await dropFile(ada, 'shopping.json', '{"milk": 2}');
    const dialog = ada.page.getByRole('dialog', { name: 'Open “shopping.json”' });
    await expect(dialog.getByText('This is not an Excalidraw file')).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await everybodyHas(17);
  });

  await test.step('deleting most of it asks first, names the person, and can be undone after a reload', async () => {
    const question = ada.page.getByRole('dialog', { name: 'Delete 17 elements for everyone on this board?' });
    const deleteAll = async () => {
      await ada.whiteboard.locator('.excalidraw').focus();
      await ada.page.keyboard.press('Control+A');
      await ada.page.keyboard.press('Delete');
      await expect(question).toBeVisible();
    };
    await deleteAll();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await everybodyHas(17);
    await deleteAll();
    await question.getByRole('button', { name: 'Delete 17 elements' }).click();
    await everybodyHas(0);
    await expect(ben.page.getByText('Ada deleted 17 elements from the whiteboard.')).toBeVisible();
    await ada.page.reload();
    await ada.showWhiteboard();
    await ada.page.getByRole('button', { name: 'Bring back' }).click();
    await everybodyHas(17);
  });

  await test.step('the keyboard, the menus and the help offer the available actions', async () => {
    await ada.showTasks();
    await ada.showWhiteboard();
    await ada.page.keyboard.press('r');
    await expect(ada.whiteboard.getByTestId('toolbar-rectangle')).toBeChecked();
    await ada.page.keyboard.press('Escape');
    await ada.page.getByTitle('More tools').click();
    await expect(ada.page.getByText('Laser pointer')).toBeVisible();
    await expect(ada.page.getByText('Mermaid to Excalidraw')).toBeVisible();
    for (const gone of ['Web Embed', 'Text to diagram', 'Wireframe to code'])
      await expect(ada.page.getByText(gone)).toBeHidden();
    await ada.page.getByTitle('More tools').click();
    await ada.whiteboard.locator('.excalidraw').focus();
    await ada.page.keyboard.press('?');
    await expect(ada.page.getByText('Diamond', { exact: true })).toBeVisible();
    for (const gone of ['Reset the canvas', 'Read our blog']) {
      await expect(ada.page.getByText(gone, { exact: true })).toBeHidden();
    }
    await ada.closeDialog();
  });

  await test.step('a file replaces everything only on explicit choice', async () => {
    await dropFile(ada, 'plan.excalidraw', drawing(2));
    await ada.page.getByRole('button', { name: 'Replace everything, for everyone' }).click();
    await everybodyHas(2);
    await expect(ben.page.getByText(/Ada replaced the drawing on the whiteboard/)).toBeVisible();
    await ada.page.getByRole('button', { name: 'Bring back' }).click();
    await everybodyHas(19);
  });
});

test('a stroke survives an immediate reload or quit, and the keyboard works with any focus', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard(board);
  const ben = await instances.start('Ben');
  await ben.join(await ada.inviteLink());
  const drawAt = (one: Instance, x: number) =>
    one.draw({ tool: 'rectangle', from: [x, 320], to: [x + 60, 380] });

  await test.step('the keyboard works right after joining', async () => {
    await ben.showWhiteboard();
    await ben.page.keyboard.press('r');
    await expect(ben.whiteboard.getByTestId('toolbar-rectangle')).toBeChecked();
    await ben.page.keyboard.press('Escape');
    await ben.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await ben.page.keyboard.press('o');
    await expect(ben.whiteboard.getByTestId('toolbar-ellipse')).toBeChecked();
    await ben.page.keyboard.press('?');
    await expect(ben.page.getByText('Diamond', { exact: true })).toBeVisible();
    await ben.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await ben.page.keyboard.press('Escape');
    await expect(ben.page.getByText('Diamond', { exact: true })).toBeHidden();
  });

  await test.step('a reload right after a stroke', async () => {
    for (const [at, x] of [420, 520, 620].entries()) {
      await drawAt(ben, x);
      await ben.page.reload();
      await ben.expectElements(at + 1);
    }
    await ada.expectElements(3);
  });

  await test.step('a closed browser right after a stroke, alone on the board', async () => {
    await ada.quit();
    await drawAt(ben, 720);
    await ben.quit();
    await ben.start();
    await reopen(ben);
    await ben.expectElements(4);
    await ada.start();
    await ada.page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (/place/i.test(key)) localStorage.removeItem(key);
    });
    await ada.page.getByRole('button', { name: `Open ${board}` }).click();
    await ada.showTasks();
    // Excalidraw loads hidden, where it has no size.
    await expect(ada.whiteboard).toHaveAttribute('data-ready', 'true');
    await ada.showWhiteboard();
    await ada.expectElements(4);
    // The first view centres the drawing, also if the other tab was open first.
    await expect.poll(() => ada.hasInk(0.5)).toBe(true);
    await ben.expectSettled();
  });

  await test.step('any file without a drawing is refused with a reason; no key is lost while the dialog closes', async () => {
    const dialog = ada.page.getByRole('dialog', { name: 'Open “notes.txt”' });
    for (const [key, tool] of [
      ['r', 'rectangle'],
      ['o', 'ellipse'],
      ['d', 'diamond'],
    ] as const) {
      await dropFile(ada, 'notes.txt', 'Order rope');
      await expect(dialog.getByText('This is not an Excalidraw file')).toBeVisible();
      await ada.page.keyboard.press('Escape');
      await ada.page.keyboard.press(key);
      await expect(ada.whiteboard.getByTestId(`toolbar-${tool}`)).toBeChecked();
      await expect(dialog).toBeHidden();
    }
    await ada.expectElements(4);
  });

  // An exception would also fail the test, because the fixture checks the console.
  await test.step('leaving while typing a text, without a click', async () => {
    await ada.page.keyboard.press('t');
    await ada.page.mouse.click(420, 600);
    await ada.page.keyboard.type('Order rope');
    await ada.page.evaluate(() => history.back());
    await expect(ada.newBoardName).toBeVisible();
    await ada.page.evaluate(() => history.forward());
    await ada.showWhiteboard();
    await ada.expectElements(5);
    await ben.expectElements(5);
  });
});
