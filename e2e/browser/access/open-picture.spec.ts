/** “Open file…” on the start screen, with pictures that Excalidraw has saved with their drawing. */

import { copyFileSync, readFileSync } from 'node:fs';
import { dropFile } from '../../page/files/dropped-file.ts';
import { dropImage, expectColour, magenta } from '../../page/files/images.ts';
import { expect, test } from '../../processes/instances.ts';

test('a picture with its drawing is opened as a new board, with the images in it', async ({
  instances,
}, info) => {
  const ada = await instances.start('Ada');
  // Excalidraw then saves by a download, as on plain HTTP; Playwright cannot use the system's dialog.
  await ada.browser.context.addInitScript(() => {
    Reflect.deleteProperty(window, 'showOpenFilePicker');
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await ada.page.reload();
  await ada.createBoard('Harbour plan');
  await ada.draw({ tool: 'rectangle', from: [420, 340], to: [540, 460] });
  await dropImage(ada, { x: 820, y: 300 });
  await ada.expectElements(2);
  await ada.expectSettled();

  const saved = await test.step('it is saved', async () => {
    // All elements, not the selected image alone.
    await ada.page.mouse.click(300, 700);
    await ada.page.keyboard.press('Control+Shift+e');
    const dialog = ada.page.getByRole('dialog').filter({ hasText: 'Export image' });
    await dialog.locator('#exportEmbedSwitch').check({ force: true });
    const files: string[] = [];
    for (const type of ['PNG', 'SVG']) {
      const downloading = ada.page.waitForEvent('download');
      await dialog.getByRole('button', { name: type }).first().click();
      const download = await downloading;
      files.push(info.outputPath(download.suggestedFilename()));
      await download.saveAs(files.at(-1) ?? '');
    }
    await ada.page.keyboard.press('Escape');
    await ada.backToBoards();
    // With the name of a drawing, as some programs and people give it.
    files.push(info.outputPath('Harbour plan.excalidraw'));
    copyFileSync(files[0] ?? '', files.at(-1) ?? '');
    return files;
  });

  for (const path of saved) {
    await test.step(`it is opened: ${path.split('.').at(-1)}`, async () => {
      const chooser = ada.page.waitForEvent('filechooser');
      await ada.page.getByRole('button', { name: 'Open file…' }).click();
      await (await chooser).setFiles(path);
      const dialog = ada.page.getByRole('dialog');
      await expect(dialog).toContainText('The new board gets 2 elements and 1 image or file.');
      await expect(dialog.getByRole('textbox', { name: 'Board name' })).toHaveValue(/^Harbour plan/);
      await ada.page.keyboard.press('Enter');
      await ada.expectElements(2);
      await expectColour(ada, magenta);
      await ada.backToBoards();
    });
  }
});

test('on the whiteboard a drawing with the name of a picture is opened, and a picture with the name of a drawing is added', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard('Harbour plan');
  await ada.showWhiteboard();
  const rectangle = { id: 'quay', type: 'rectangle', x: 300, y: 200, width: 200, height: 100 };
  await dropFile(ada, 'Sketch.png', JSON.stringify({ type: 'excalidraw', elements: [rectangle] }));
  const dialog = ada.page.getByRole('dialog').filter({ hasText: 'Sketch.png' });
  await dialog.getByRole('button', { name: 'Add to this board' }).click();
  await ada.expectElements(1);
  await dropImage(
    ada,
    { x: 820, y: 500 },
    { width: 300, height: 200, colour: '#ff00ff', name: 'Photo.excalidraw' },
  );
  await ada.expectElements(2);
  await expectColour(ada, magenta);
});

test('an exported SVG embeds the used characters of its font only', async ({ instances }, info) => {
  const ada = await instances.start('Ada');
  await ada.browser.context.addInitScript(() => {
    Reflect.deleteProperty(window, 'showOpenFilePicker');
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await ada.page.reload();
  await ada.createBoard('Harbour plan');
  await ada.showWhiteboard();
  await ada.page.mouse.dblclick(600, 400);
  await ada.page.keyboard.type('Quay');
  await ada.page.keyboard.press('Escape');
  await ada.expectElements(1);
  await ada.page.keyboard.press('Escape');
  await ada.page.keyboard.press('Control+Shift+e');
  const dialog = ada.page.getByRole('dialog').filter({ hasText: 'Export image' });
  const downloading = ada.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'SVG' }).first().click();
  const path = info.outputPath('plan.svg');
  await (await downloading).saveAs(path);
  const fonts = [...readFileSync(path, 'utf8').matchAll(/data:font\/woff2;base64,([^"')]*)/g)];
  expect(fonts).toHaveLength(1);
  const [font = ''] = fonts.map(([, base64 = '']) => base64);
  // The whole font has 30 to 60 kB.
  expect(font.length).toBeLessThan(6_000);
  // A browser can use it.
  await ada.page.evaluate(
    async (base64) => void (await new FontFace('Part', `url(data:font/woff2;base64,${base64})`).load()),
    font,
  );
});
