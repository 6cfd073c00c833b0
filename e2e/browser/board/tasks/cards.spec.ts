import { readFileSync } from 'node:fs';
import { expect, test } from '../../../processes/instances.ts';

test('columns, labels, due day, checklist and comments reach all; a claim moves a card to the work in progress', async ({
  instances,
}) => {
  const [ada, ben] = await instances.two('Harbour plan');
  const { page } = ada;
  await ada.addTask('Order rope');
  await ben.showTasks();

  await test.step('a column added by one person appears for the other', async () => {
    await page.getByRole('button', { name: 'Add a column' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Review');
    await page.getByRole('textbox', { name: 'Limit of work' }).fill('1');
    await page.getByRole('dialog').getByRole('button', { name: 'Add a column' }).click();
    await expect(ben.page.getByRole('region', { name: 'Review' })).toContainText('0 / 1');
  });

  await test.step('the parts of a card appear for the other', async () => {
    await ada.task('Order rope').getByRole('button', { name: 'Order rope', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Due day').fill('2026-01-20');
    await dialog.getByRole('button', { name: 'New label' }).click();
    await dialog.getByRole('textbox', { name: 'Name of the new label' }).fill('Urgent');
    await dialog.getByRole('button', { name: 'Add label' }).click();
    for (const item of ['Measure', 'Fetch']) {
      await dialog.getByRole('textbox', { name: 'Add an item' }).fill(item);
      await dialog.getByRole('textbox', { name: 'Add an item' }).press('Enter');
    }
    // `check` demands the new state at once; it is shown a frame later.
    await dialog.getByRole('checkbox', { name: 'Measure', exact: true }).click();
    await expect(dialog.getByRole('checkbox', { name: 'Measure', exact: true })).toBeChecked();
    const rope = ben.task('Order rope');
    await expect(rope.getByTestId('due')).toContainText('Overdue: 20 Jan');
    await expect(rope).toContainText('Urgent');
    await expect(rope.getByRole('img', { name: '1 of 2 checklist items done' })).toBeVisible();
  });

  await test.step('Markdown runs no script, sends no request, and shows the target of a link', async () => {
    const dialog = page.getByRole('dialog');
    const text =
      '**long** [shop](https://example.org/x) [no](javascript:alert(1)) <img src=x onerror=alert(1)>';
    const field = dialog.getByRole('textbox', { name: 'Write a comment' });
    await field.fill(text);
    await field.press('Control+Enter');
    await expect(field).toHaveValue('');
    const shown = dialog.getByTestId('markdown');
    await expect(shown.locator('strong')).toHaveText('long');
    expect(await shown.innerHTML()).not.toMatch(/img|javascript|onerror/);
    await dialog.getByRole('link', { name: 'shop' }).click();
    await expect(page.getByTestId('link-address')).toHaveText('https://example.org/x');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('link-address')).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  await test.step('a comment, its edit, and an item that are typed but not sent survive Escape', async () => {
    const open = () =>
      ada.task('Order rope').getByRole('button', { name: 'Order rope', exact: true }).click();
    const dialog = page.getByRole('dialog');
    const comment = dialog.getByRole('textbox', { name: 'Write a comment' });
    const edit = dialog.getByRole('textbox', { name: 'Edit', exact: true });
    const item = dialog.getByRole('textbox', { name: 'Add an item' });
    await open();
    await dialog.getByRole('button', { name: 'Edit', exact: true }).click();
    await edit.fill('Which shop?');
    await item.fill('Splice');
    await comment.fill('Forty metres');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await open();
    await expect(edit).toHaveValue('Which shop?');
    await expect(item).toHaveValue('Splice');
    await expect(comment).toHaveValue('Forty metres');
    await dialog.getByRole('button', { name: 'Comment', exact: true }).click();
    await expect(comment).toHaveValue('');
    await item.press('Enter');
    await expect(dialog.getByRole('checkbox', { name: 'Splice', exact: true })).toBeVisible();
    await edit.press('Control+Enter');
    await expect(dialog.getByTestId('markdown')).toHaveText(['Which shop?', 'Forty metres']);
    await expect(dialog.getByRole('button', { name: 'Edit', exact: true }).first()).toBeFocused();
    await ada.closeDialog();
    await open();
    await expect(comment).toHaveValue('');
    await expect(item).toHaveValue('');
    await expect(edit).toBeHidden();
    await dialog.getByRole('button', { name: 'Remove the item Splice' }).click();
    await ada.closeDialog();
  });

  await test.step('by keyboard alone: claim, move, undo, show the shortcuts', async () => {
    const title = ada.task('Order rope').getByRole('button', { name: 'Order rope', exact: true });
    await title.focus();
    await page.keyboard.press('c');
    for (const one of [ada, ben]) {
      await expect(one.task('Order rope')).toHaveAttribute('data-claimed-by', 'Ada');
      await expect(one.task('Order rope')).toHaveAttribute('data-column', 'doing');
    }
    await expect(title).toBeFocused();
    await page.keyboard.press('Alt+ArrowRight');
    await expect(ben.task('Order rope')).toHaveAttribute('data-column', 'done');
    await expect(title).toBeFocused();
    await page.keyboard.press('Control+z');
    await expect(ben.task('Order rope')).toHaveAttribute('data-column', 'doing');
    await expect(title).toBeFocused();
    // The shortcut works without a focused element.
    await title.blur();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('undo restores the only card from the archive', async () => {
    await ada
      .task('Order rope')
      .getByRole('button', { name: /^Actions/ })
      .click();
    await page.getByRole('menuitem', { name: 'Archive' }).click();
    await expect(ben.task('Order rope')).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect(ben.task('Order rope')).toBeVisible();
  });

  await test.step('a table is imported for all after its columns are mapped; faults are reported, and undo removes all cards', async () => {
    const more = page.getByRole('button', { name: 'More for the task list' });
    await more.click();
    await page.getByRole('menuitem', { name: 'Import cards…' }).click();
    const choose = async (name: string, text: string) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose a file' }).click();
      await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    };
    await choose('photo.json', '{"width":1}');
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('no file with cards');
    const rows = [
      'Summary;Status;Due date;Tags',
      '=Paint;Doing;29.11.2026;outside',
      ';Doing;;',
      'Sleep;Ideas;soon;',
    ];
    await choose('plan.csv', `\ufeff${rows.join('\r\n')}\r\n`);
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel('Due day')).toHaveValue('2');
    await expect(dialog.getByTestId('import-warnings')).toContainText('Line 4: “Sleep” has a due day');
    await dialog.getByLabel('Ideas (1 card)').selectOption('Leave out');
    await dialog.getByRole('button', { name: 'Import 1 card' }).click();
    await expect(dialog.getByTestId('import-state')).toHaveText('1 card is on the board.');
    for (const one of [ada, ben]) await expect(one.task('=Paint')).toHaveAttribute('data-column', 'doing');
    await expect(ben.task('=Paint')).toContainText('outside');
    await dialog.getByRole('button', { name: 'Close' }).last().click();

    await more.click();
    const saving = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('Harbour plan.csv');
    expect(readFileSync(await saved.path(), 'utf8')).toContain(
      "\r\n'=Paint,,Doing,outside,,2026-11-29,,\r\n",
    );
    await page.keyboard.press('Control+z');
    await expect(ben.task('=Paint')).toHaveCount(0);
  });

  await test.step('cards outside the viewport render only their titles, until they scroll into view', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => `- Plank ${at}`).join('\n');
    await page.getByRole('button', { name: 'More for the task list' }).click();
    await page.getByRole('menuitem', { name: 'Import cards…' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    const buffer = Buffer.from(`## To do\n\n${lines}\n`);
    await (await chooser).setFiles({ name: 'planks.md', mimeType: 'text/markdown', buffer });
    await page.getByRole('button', { name: 'Import 60 cards' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    const last = ben.task('Plank 59');
    await expect(last).toHaveAttribute('data-full', 'false');
    await expect(last.getByRole('button')).toHaveCount(1);
    await last.scrollIntoViewIfNeeded();
    await expect(last.getByRole('button', { name: 'Claim' })).toBeVisible();
  });

  await test.step('a note becomes a card; card and note lead to each other, and the badge shows the column of the card', async () => {
    await ada.showWhiteboard();
    await ben.showWhiteboard();
    await page.keyboard.press('t');
    await page.mouse.click(700, 400);
    await page.keyboard.type('Paint the hull\ntwo coats');
    await page.keyboard.press('Escape');
    await ben.expectElements(1);
    const selection = page.getByRole('button', { name: 'Cards of the selection' });
    await selection.click();
    await page.getByRole('menuitem', { name: 'Make a card of the note' }).click();
    const badge = (one: typeof ada, text: string) =>
      one.whiteboard.getByTestId('card-badge').filter({ hasText: text });
    await expect(badge(ben, 'To do')).toBeVisible();
    await badge(ada, 'To do').click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Paint the hull');
    await expect(dialog.getByRole('textbox', { name: 'Notes' })).toHaveValue('two coats');
    await dialog.getByRole('button', { name: 'Show it' }).click();
    await expect(badge(ada, 'To do')).toBeInViewport();
    await ada.showTasks();
    await ada
      .task('Order rope')
      .getByRole('button', { name: /^Actions/ })
      .click();
    await page.getByRole('menuitem', { name: 'Add to the whiteboard' }).click();
    await expect(badge(ben, 'Doing')).toBeVisible();
    await ada.expectElements(3);
    await selection.click();
    await page.getByRole('menuitem', { name: 'Link to a card…' }).click();
    await dialog.getByRole('combobox', { name: 'Card' }).fill('rope');
    await page.getByRole('option', { name: 'Order rope' }).click();
    await dialog.getByRole('button', { name: 'Link', exact: true }).click();
    for (const one of [ada, ben]) await expect(badge(one, 'Doing')).toHaveCount(2);
    await ada.showTasks();
  });

  await test.step('a card is saved as a template, and another person edits it and begins a card from it by keyboard', async () => {
    await ben.showTasks();
    await ben.page.getByRole('button', { name: 'More for the task list' }).click();
    await ben.page.getByRole('menuitem', { name: 'Templates…' }).click();
    const dialog = ben.page.getByRole('dialog');
    await expect(dialog).toContainText('no templates yet');
    await ada
      .task('Order rope')
      .getByRole('button', { name: /^Actions/ })
      .click();
    await page.getByRole('menuitem', { name: 'Save as a template' }).click();
    await expect(dialog.getByTestId('template')).toContainText('2 checklist items');
    await dialog.getByRole('button', { name: /^Edit the template/ }).click();
    const form = ben.page.getByRole('dialog', { name: 'Edit a template' });
    const items = form.getByLabel('Checklist');
    await items.fill(`${await items.inputValue()}\nCoil`);
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByTestId('template')).toContainText('3 checklist items');
    await ben.page.keyboard.press('Escape');
    await ben.task('Order rope').getByRole('button', { name: 'Order rope', exact: true }).focus();
    await ben.page.keyboard.press('t');
    await expect(dialog.getByLabel('Add it to')).toHaveValue('doing');
    await dialog.getByRole('button', { name: 'Add a card from the template' }).press('Enter');
    await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Order rope');
    await expect(dialog.getByRole('checkbox', { name: 'Measure', exact: true })).not.toBeChecked();
    await expect(dialog.getByRole('checkbox', { name: 'Coil', exact: true })).not.toBeChecked();
    await expect(dialog.getByRole('checkbox', { name: 'Urgent' })).toBeChecked();
    await ben.page.keyboard.press('Escape');
    await expect(page.getByRole('region', { name: 'Doing' }).getByText('Order rope')).toHaveCount(2);
    await ben.page.keyboard.press('Control+z');
    await expect(page.getByRole('region', { name: 'Doing' }).getByText('Order rope')).toHaveCount(1);
  });

  await test.step('in a low window a menu scrolls to its last item', async () => {
    await page.setViewportSize({ width: 1280, height: 480 });
    await ada
      .task('Order rope')
      .getByRole('button', { name: /^Actions/ })
      .click();
    const menu = page.getByRole('menu');
    await expect(menu).toBeVisible();
    const box = await menu.boundingBox();
    expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 0) <= 480).toBe(true);
    await menu.getByRole('menuitem', { name: 'Remove…' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  });
});
