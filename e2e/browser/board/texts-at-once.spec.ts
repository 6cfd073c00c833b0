import type { Page } from '@playwright/test';
import { expect, test } from '../../processes/instances.ts';

test('what a person types in a title, a name or an item stays when another person changes it, and both hold', async ({
  instances,
}) => {
  const [ada, ben] = await instances.two('Harbour plan');
  await ada.addTask('Order rope');
  await ben.showTasks();
  const openCard = (page: Page) => page.getByRole('button', { name: 'Order rope', exact: true }).click();

  await test.step('an item of a checklist', async () => {
    await openCard(ada.page);
    await ada.page.getByRole('textbox', { name: 'Add an item' }).fill('Measure it');
    await ada.page.getByRole('textbox', { name: 'Add an item' }).press('Enter');
    await openCard(ben.page);
    const item = (page: Page) => page.locator('.pb-checklist').getByRole('textbox');
    await item(ada.page).fill('Measure it twice');
    await item(ben.page).fill('Really measure it');
    await item(ben.page).press('Enter');
    await expect(ada.page.getByRole('checkbox', { name: 'Really measure it' })).toBeVisible();
    await expect(item(ada.page)).toHaveValue('Measure it twice');
    await expect(item(ada.page)).toBeFocused();
    await item(ada.page).press('Enter');
    for (const { page } of [ada, ben]) await expect(item(page)).toHaveValue('Really measure it twice');
  });

  await test.step('an edited comment', async () => {
    const dialog = ada.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Write a comment' }).fill('Soon');
    await dialog.getByRole('button', { name: 'Comment', exact: true }).click();
    await dialog.getByRole('button', { name: 'Edit', exact: true }).click();
    await dialog.getByRole('textbox', { name: 'Edit', exact: true }).fill('Soon, by boat');
    await dialog.getByRole('button', { name: 'Save', exact: true }).last().click();
    await expect(ben.page.getByTestId('markdown')).toHaveText('Soon, by boat');
    for (const { page } of [ada, ben]) await page.keyboard.press('Escape');
  });

  await test.step('a column: a dialog that is saved with another colour leaves the name of another person', async () => {
    const edit = async (page: Page) => {
      await page.getByRole('button', { name: 'Actions for the column To do' }).click();
      await page.getByRole('menuitem', { name: 'Name, colour, limit' }).click();
    };
    await edit(ada.page);
    await edit(ben.page);
    await ben.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Next week');
    await ben.page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(ada.page.getByRole('region', { name: 'Next week' })).toBeVisible();
    await ada.page.getByRole('dialog').getByRole('radio').nth(1).click();
    await ada.page.getByRole('button', { name: 'Save', exact: true }).click();
    for (const { page } of [ada, ben]) {
      await expect(page.getByRole('dialog')).toBeHidden();
      await expect(page.getByRole('region', { name: 'Next week' })).toBeVisible();
    }
  });

  await test.step('the name of the board: a field without a change leaves that of another person', async () => {
    const open = (page: Page) => page.getByRole('button', { name: /: rename the board$/ }).click();
    await open(ada.page);
    await open(ben.page);
    await ben.page.getByRole('textbox', { name: 'Board name' }).fill('Harbour plan of May');
    await ben.page.keyboard.press('Enter');
    await expect(ben.page.locator('.pb-board-name')).toHaveText('Harbour plan of May');
    await expect(ben.page.locator('.pb-board-name')).toBeFocused();
    await expect(ada.page.getByRole('textbox', { name: 'Board name' })).toHaveValue('Harbour plan');
    await ada.page.keyboard.press('Enter');
    await ada.expectSettled();
    for (const { page } of [ada, ben])
      await expect(page.locator('.pb-board-name')).toHaveText('Harbour plan of May');
  });
});
