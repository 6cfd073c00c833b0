/** Files of cards: they reach all devices, and nothing in them is opened in the page. */

import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const page = Buffer.from('<script>window.wasRun = true</script><img src="http://outside.example/x.png">');

async function open(one: Instance, title: string) {
  await one.task(title).getByRole('button', { name: title, exact: true }).click();
  return one.page.getByRole('dialog');
}

test('a file of a card is added by a button, a drop or a paste, reaches all, and is removed and put back', async ({
  instances,
}, info) => {
  const ada = await instances.start('Ada');
  await ada.createBoard('Harbour plan');
  const [link, viewLink] = [await ada.inviteLink(), await ada.inviteLink('Can view')];
  const [ben, vera] = await Promise.all([instances.start('Ben'), instances.start('Vera')]);
  const requests: string[] = [];
  for (const one of [ada, ben, vera]) {
    one.browser.context.on('request', (request) => requests.push(request.url()));
  }
  await Promise.all([ben.join(link), vera.join(viewLink)]);
  await ada.addTask('Order rope');
  await Promise.all([ben.showTasks(), vera.showTasks()]);
  const badge = (one: Instance, count: string) =>
    one.task('Order rope').getByRole('img', { name: count, exact: true });

  await test.step('by the button; a file that is too large is named with its reason', async () => {
    const dialog = await open(ada, 'Order rope');
    await expect(dialog.getByTestId('files')).toContainText('at most 20 files of 20 MB each');
    const chooser = ada.page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Add files' }).click();
    // From the disk: as a buffer, the large one would pass through the inspector for many seconds.
    const paths = ['page.html', 'picture.png', 'large.bin'].map((name) => info.outputPath(name));
    const [pagePath = '', picturePath = '', largePath = ''] = paths;
    writeFileSync(pagePath, page);
    writeFileSync(picturePath, png);
    writeFileSync(largePath, '');
    truncateSync(largePath, 21 * 1024 * 1024);
    await (await chooser).setFiles(paths);
    await expect(dialog.getByTestId('attachment')).toHaveCount(2);
    await expect(ada.page.getByText('“large.bin” is not on the card')).toBeVisible();
    await ada.page.keyboard.press('Escape');
    for (const one of [ada, ben, vera]) await expect(badge(one, '2 files')).toBeVisible();
  });

  await test.step('by a drop on the card, and by a paste while the card has the keyboard', async () => {
    const dropped = await ben.page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['one'], 'dropped.txt', { type: 'text/plain' }));
      return transfer;
    });
    const title = ben.task('Order rope').getByRole('button', { name: 'Order rope', exact: true });
    await title.dispatchEvent('dragover', { dataTransfer: dropped });
    await expect(ben.task('Order rope')).toHaveAttribute('data-file-over', 'true');
    await title.dispatchEvent('drop', { dataTransfer: dropped });
    await expect(badge(ben, '3 files')).toBeVisible();
    await title.focus();
    await ben.page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['two'], 'pasted.bin'));
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
    });
    for (const one of [ada, vera]) await expect(badge(one, '4 files')).toBeVisible();
  });

  await test.step('a viewer shows a picture and saves a page, and cannot change the files', async () => {
    const dialog = await open(vera, 'Order rope');
    await dialog.getByRole('button', { name: 'Show picture.png' }).click();
    const picture = vera.page.getByRole('img', { name: 'picture.png' });
    await expect
      .poll(() => picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth))
      .toBe(1);
    await vera.page.keyboard.press('Escape');
    await expect(picture).toBeHidden();
    await expect(dialog.getByRole('button', { name: 'Show page.html' })).toHaveCount(0);
    const saving = vera.page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save page.html' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('page.html');
    expect(readFileSync(await saved.path())).toEqual(page);
    expect(await vera.page.evaluate(() => 'wasRun' in window)).toBe(false);
    await expect(dialog.getByRole('button', { name: /^(Add files|Remove the file)/ })).toHaveCount(0);
  });

  await test.step('removed by one, and put back by undo', async () => {
    const dialog = await open(ben, 'Order rope');
    await dialog.getByRole('button', { name: 'Remove the file page.html' }).click();
    await expect(dialog.getByRole('button', { name: 'Add files' })).toBeFocused();
    await expect(badge(ada, '3 files')).toBeVisible();
    await ben.page.keyboard.press('Escape');
    await ben.page.keyboard.press('Control+z');
    await expect(badge(ada, '4 files')).toBeVisible();
  });

  await test.step('kept across a reload, without the device that added it', async () => {
    await ben.expectSettled();
    await ada.quit();
    await ben.page.reload();
    await ben.showTasks();
    const dialog = await open(ben, 'Order rope');
    await expect(dialog.getByRole('button', { name: /^Save / })).toHaveCount(4);
  });

  const { host } = new URL(instances.host.url);
  expect(requests.filter((url) => !/^(data|blob):/.test(url) && new URL(url).host !== host)).toEqual([]);
});
