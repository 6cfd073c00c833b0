/** Excalidraw's features on a shared board: used by one person, seen by the other, also after a reload. */

import { expect, test } from '../../processes/instances.ts';
import { drawsDiagrams } from './diagrams.ts';
import { exportsAndImports } from './files.ts';
import { sharesLibrary } from './library.ts';
import { usesModes } from './modes.ts';
import { pastes, refusesBadPastes } from './pasting.ts';
import { expectSame } from './scene.ts';
import { cropsImage, framesAndLinks, usesToolsBesideLink, writesChinese } from './scene-features.ts';
import { undoes } from './undoing.ts';
import { writesTogether } from './writing.ts';

test('Excalidraw’s features work on a shared board, with undo, a library, and texts of two people', async ({
  instances,
}) => {
  // In one test, for one start of two browsers.
  const [ada, ben] = await instances.two('Harbour plan');
  // Excalidraw then saves by a download, as on plain HTTP; Playwright cannot use the system's dialog.
  await ada.browser.context.addInitScript(() => {
    Reflect.deleteProperty(window, 'showOpenFilePicker');
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await ada.page.reload();
  for (const one of [ada, ben]) await one.showWhiteboard();
  const shot = (name: string, one = ada) =>
    one.page.screenshot({ path: test.info().outputPath(`${name}.png`) });

  await test.step('undo and redo of one’s own changes, also after leaving the board and after a reload', () =>
    undoes(ada, ben));
  await test.step('a library becomes that of all', () => sharesLibrary(ada, ben, shot));
  await test.step('the lines of two people who write in one text are kept', () => writesTogether(ada, ben));
  await test.step('cells become a table, numbers a chart', () => pastes(ada, ben, shot));
  await test.step('Mermaid', () => drawsDiagrams(ada, ben, shot));
  await test.step('frames, links between elements, find', () => framesAndLinks(ada, ben, shot));
  await test.step('the popup of a link beside the tools', () => usesToolsBesideLink(ada, shot));
  await test.step('a Chinese text has Excalidraw’s font', () => writesChinese(ada, ben));
  await test.step('an image is cropped', () => cropsImage(ada, ben));
  await test.step('zen mode, view mode, grid, laser pointer, command palette', () =>
    usesModes(ada, ben, shot));
  await test.step('bad clipboards change nothing', () => refusesBadPastes(ada, ben, shot));
  await test.step('files with the name of the board; a large file is cancelled', () =>
    exportsAndImports(ada, ben));

  await test.step('after a reload', async () => {
    const count = await expectSame(ada, ben);
    await Promise.all([ada.page.reload(), ben.page.reload()]);
    for (const one of [ada, ben]) {
      await expect(one.whiteboard).toHaveAttribute('data-ready', 'true');
      await one.expectElements(count);
    }
    await expectSame(ada, ben);
    await shot('reloaded', ben);
  });
});
