/** Images on a board: they reach all devices, also after the inserting one has left. */

import { dropAt, dropImage, expectColour, magenta } from '../../page/files/images.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

const board = 'Harbour plan';

const blue = [0, 0, 255] as const;

/** A drawing that tries to run scripts, load resources and embed a page. */
const hostile = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="300" height="200"
  onload="window.wasRun = true"><script>window.wasRun = true; fetch('http://outside.example/script')</script>
  <image xlink:href="http://outside.example/image.png" width="9" height="9"/>
  <style>@import url(http://outside.example/style.css); rect { fill: #00f }</style>
  <foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="http://outside.example/"/></foreignObject>
  <rect width="300" height="200" fill="#00f" onclick="window.wasRun = true"/></svg>`;

async function dropDrawing(
  one: Instance,
  text: string,
  at: { readonly x: number; readonly y: number },
): Promise<void> {
  const dataTransfer = await one.page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], 'drawing.svg', { type: 'image/svg+xml' }));
    return transfer;
  }, text);
  await dropAt(one, dataTransfer, at);
}

/** Of files that are dropped together each picture is added, in one step of undo, and the others are named. */
async function dropSeveral(one: Instance): Promise<void> {
  await one.expectElements(2);
  const dataTransfer = await one.page.evaluateHandle(async () => {
    const transfer = new DataTransfer();
    for (const colour of ['red', 'green']) {
      const canvas = new OffscreenCanvas(90, 60);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.fillStyle = colour;
      context.fillRect(0, 0, 90, 60);
      transfer.items.add(new File([await canvas.convertToBlob()], `${colour}.png`, { type: 'image/png' }));
    }
    transfer.items.add(new File(['Order rope'], 'notes.txt', { type: 'text/plain' }));
    return transfer;
  });
  await dropAt(one, dataTransfer, { x: 600, y: 400 });
  await one.expectElements(4);
  await expect(one.page.getByText('“notes.txt” is not on the board')).toBeVisible();
  await one.page.keyboard.press('Control+z');
  await one.expectElements(2);
}

test('an image reaches all devices from any holder, and a drawing arrives as pixels only', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard(board);
  const [link, viewLink] = [await ada.inviteLink(), await ada.inviteLink('Can view')];
  const [ben, vera] = await Promise.all([instances.start('Ben'), instances.start('Vera')]);
  const requests: string[] = [];
  const watch = (one: Instance): void => {
    one.browser.context.on('request', (request) => requests.push(request.url()));
  };
  for (const one of [ada, ben, vera]) watch(one);
  await Promise.all([ben.join(link), vera.join(viewLink)]);
  await ada.expectPeople(3);

  await test.step('all devices show its pixels, including a viewer’s', async () => {
    await Promise.all([ada.showWhiteboard(), ben.showWhiteboard(), vera.showWhiteboard()]);
    await dropImage(ada, { x: 500, y: 300 });
    for (const one of [ada, ben, vera]) await expectColour(one, magenta);
    await ada.expectSettled();
  });

  await test.step('a drawing with scripts and references is drawn, runs nothing and loads nothing', async () => {
    // Excalidraw parses a dropped drawing in the window of the person who drops it. Chromium from 156 on reports the event
    // handlers in it that the page's policy blocks.
    ben.errors.expect(/Executing inline event handler violates/);
    await dropDrawing(ben, hostile, { x: 900, y: 500 });
    for (const one of [ben, ada, vera]) {
      await expectColour(one, blue);
      expect(await one.page.evaluate(() => 'wasRun' in window)).toBe(false);
    }
    await ben.expectSettled();
  });

  await test.step('a picture that is too large is named as such, and Escape closes the message', async () => {
    const dataTransfer = await ada.page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      const signature = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
      const content = [signature, new Uint8Array(21 * 1024 * 1024)];
      transfer.items.add(new File(content, 'large.png', { type: 'image/png' }));
      return transfer;
    });
    await dropAt(ada, dataTransfer, { x: 600, y: 400 });
    const message = ada.page.getByText('This image has more than 20 MB');
    await expect(message).toBeVisible();
    await ada.page.keyboard.press('Escape');
    await expect(message).toBeHidden();
    await ada.expectElements(2);
  });

  await test.step('Tab stays within the help, so that Escape closes it', async () => {
    await ada.page.keyboard.press('?');
    const help = ada.page.locator('.HelpDialog');
    await expect(help).toBeVisible();
    for (let press = 0; press < 3; press += 1) await ada.page.keyboard.press('Tab');
    expect(await help.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
    await ada.page.keyboard.press('Escape');
    await expect(help).toBeHidden();
  });

  await test.step('a viewer cannot add one', async () => {
    await dropImage(vera, { x: 500, y: 600 });
    await vera.page.waitForTimeout(300);
    await vera.expectElements(2);
    await ada.expectElements(2);
  });

  await test.step('a newcomer receives both without the inserting device, and keeps them across a reload', async () => {
    await ben.person('Ada');
    await expect(ben.page.getByTestId('kept-images')).toContainText('2 images');
    await ben.closeDialog();
    await ada.quit();
    await vera.quit();
    const cleo = await instances.start('Cleo');
    watch(cleo);
    // Nothing settles without Ada’s vote, but the settled board is available.
    await cleo.submitLink(link);
    await expect(cleo.health).toBeVisible();
    await cleo.showWhiteboard();
    await expectColour(cleo, magenta);
    await expectColour(cleo, blue);
    await expect(cleo.page.getByTestId('images-status')).toBeEmpty();
    await ben.quit();
    await cleo.page.reload();
    await expect(cleo.health).toBeVisible();
    await cleo.showWhiteboard();
    await expectColour(cleo, magenta);
    await dropSeveral(cleo);
  });

  const { host } = new URL(instances.host.url);
  const outside = requests.filter((url) => !/^(data|blob):/.test(url) && new URL(url).host !== host);
  expect(outside).toEqual([]);
});
