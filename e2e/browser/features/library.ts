/** The library of a board, and its items. */

import { dropFile } from '../../page/files/dropped-file.ts';
import { libraryFile } from '../../page/files/library-file.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

async function clear(one: Instance, ...others: readonly Instance[]): Promise<void> {
  await one.page.mouse.click(1200, 650);
  await one.page.keyboard.press('Control+a');
  await one.page.keyboard.press('Delete');
  const question = one.page.getByRole('button', { name: /^Delete \d+ elements$/ });
  await expect
    .poll(async () => {
      if (await question.isVisible()) await question.click();
      return one.whiteboard.getAttribute('data-element-count');
    })
    .toBe('0');
  for (const each of [one, ...others]) await each.expectElements(0);
}

export async function sharesLibrary(
  ada: Instance,
  ben: Instance,
  shot: (name: string) => Promise<unknown>,
): Promise<void> {
  const items = (one: Instance) => one.whiteboard.locator('.library-unit__dragger');
  const openLibrary = (one: Instance) => one.whiteboard.locator('.sidebar-trigger').click();

  await test.step('a library file becomes the library of all, also after a reload', async () => {
    // Excalidraw shows selected elements among the items.
    await clear(ada, ben);
    await dropFile(ada, 'pumps.excalidrawlib', libraryFile(['Pump', 'Valve']));
    await expect(items(ada)).toHaveCount(2);
    await openLibrary(ben);
    await expect(items(ben)).toHaveCount(2);
    await expect(ada.whiteboard.locator('.library-menu-browse-button')).toBeHidden();
    for (const colorScheme of ['light', 'dark'] as const) {
      await ada.page.emulateMedia({ colorScheme });
      await shot(`library-${colorScheme}`);
    }
    await ada.page.emulateMedia({ colorScheme: 'light' });
    await ben.page.reload();
    await expect(ben.whiteboard).toHaveAttribute('data-ready', 'true');
    await openLibrary(ben);
    await expect(items(ben)).toHaveCount(2);
  });

  await test.step('an item is put on the board, a drawing is added to the library, and an item is removed', async () => {
    const before = Number(await ada.whiteboard.getAttribute('data-element-count'));
    await items(ben).first().click();
    await ada.expectElements(before + 1);
    // The panel has closed, and the item is selected.
    await openLibrary(ben);
    await ben.whiteboard.locator('.library-unit__adder').first().click({ force: true });
    await expect(items(ada)).toHaveCount(3);
    await ada.whiteboard.locator('.library-unit').first().hover();
    await ada.whiteboard.locator('.library-unit .Checkbox').first().click();
    await ada.whiteboard.locator('.library-menu-dropdown-container button').first().click();
    await ada.page.getByText('Remove', { exact: true }).click();
    await ada.page.getByRole('button', { name: 'Confirm' }).click();
    await expect(items(ben)).toHaveCount(2);
    for (const one of [ada, ben]) await one.whiteboard.locator('.sidebar__close').click();
    await clear(ada, ben);
  });
}
