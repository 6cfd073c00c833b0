/** A text that another person writes, the whiteboard as a list, and a large drawing of which a reload leaves a part. */

import { excalidrawApp } from '../../page/excalidraw-app.ts';
import { dropFile } from '../../page/files/dropped-file.ts';
import { liveScene } from '../../page/live-scene.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

async function selected({ page }: Instance): Promise<readonly string[]> {
  const found = await page.evaluateHandle(excalidrawApp);
  return found.evaluate((app) => Object.keys(app?.state.selectedElementIds ?? {}));
}

const elementCount = async (one: Instance) => Number(await one.whiteboard.getAttribute('data-element-count'));

const rectangle = { type: 'rectangle', width: 60, height: 40, seed: 1, version: 1, versionNonce: 1 };
const berths = 4_000;
const large = JSON.stringify({
  type: 'excalidraw',
  elements: Array.from({ length: berths }, (_, at) => ({
    ...rectangle,
    id: `berth-${at}`,
    x: (at % 80) * 80,
    y: 600 + Math.floor(at / 80) * 60,
  })),
});

test('a text is written by one person at a time; the list of elements selects one by keyboard; the part of an unfinished drawing is removed', async ({
  instances,
}) => {
  const [ada, ben] = await instances.two('Harbour plan');
  for (const one of [ada, ben]) await one.showWhiteboard();
  const editor = (one: Instance) => one.page.locator('textarea.excalidraw-wysiwyg');
  const shot = (name: string) => ada.page.screenshot({ path: test.info().outputPath(`${name}.png`) });

  await test.step('a double click on a text in which another person types opens no text', async () => {
    await ada.draw({ tool: 'rectangle', from: [400, 400], to: [500, 460] });
    await ada.draw({ tool: 'diamond', from: [700, 400], to: [800, 460] });
    await ada.whiteboard.getByTestId('toolbar-text').click({ force: true });
    await ada.page.mouse.click(500, 300);
    await editor(ada).fill('Lighthouse');
    await ada.page.keyboard.press('Escape');
    await ada.page.keyboard.press('Escape');
    await ben.expectElements(3);
    await ada.page.mouse.dblclick(530, 305);
    await expect(editor(ada)).toHaveValue('Lighthouse');
    await ada.page.keyboard.press('End');
    await ada.page.keyboard.type(' and buoy');
    await expect
      .poll(async () => (await liveScene(ben.page)).elements.some(({ locked }) => locked))
      .toBe(true);
    await ben.page.mouse.dblclick(530, 305);
    await expect(ben.page.getByText('Someone is writing in this text')).toBeVisible();
    await expect(editor(ben)).toHaveCount(0);
    await ada.page.keyboard.press('Escape');
    await ada.page.keyboard.press('Escape');
    await expect
      .poll(async () => (await liveScene(ben.page)).elements.some(({ locked }) => locked))
      .toBe(false);
  });

  await test.step('the list of elements, by keyboard', async () => {
    const open = ada.page.getByRole('button', { name: 'List of elements' });
    await open.focus();
    await shot('list-button');
    await ada.page.keyboard.press('Shift+Tab');
    await expect(ada.page.getByRole('button', { name: 'Appearance' })).toBeFocused();
    await ada.page.keyboard.press('Tab');
    await expect(open).toBeFocused();
    await open.press('Enter');
    const list = ada.page.getByTestId('outline');
    await expect(list.getByRole('button')).toHaveText(['Text: Lighthouse and buoy', 'Rectangle', 'Diamond']);
    for (const colorScheme of ['light', 'dark'] as const) {
      await ada.page.emulateMedia({ colorScheme });
      await shot(`list-${colorScheme}`);
    }
    await ada.page.emulateMedia({ colorScheme: 'light' });
    await ada.page.keyboard.press('Escape');
    await expect(list).toBeHidden();
    await expect(open).toBeFocused();
    await open.press('Enter');
    // Its elements can be replaced until the dialog has taken the focus.
    await expect(ada.page.getByRole('dialog').getByRole('button', { name: 'Close' })).toBeFocused();
    await list.getByRole('button', { name: 'Diamond' }).press('Enter');
    await expect(list).toBeHidden();
    const diamond = (await liveScene(ada.page)).elements.find(({ type }) => type === 'diamond');
    await expect.poll(() => selected(ada)).toEqual([diamond?.id]);
    // The keyboard works on the chosen element.
    await ada.page.keyboard.press('Delete');
    await ben.expectElements(2);
    await ada.page.keyboard.press('Control+z');
    await ben.expectElements(3);
  });

  await test.step('a reload while a large drawing is added', async () => {
    await dropFile(ada, 'berths.excalidraw', large);
    await ada.page.getByRole('button', { name: 'Add to this board' }).click();
    await expect.poll(() => elementCount(ada), { intervals: [20] }).toBeGreaterThan(3);
    await ada.page.reload();
    await expect(ada.whiteboard).toHaveAttribute('data-ready', 'true');
    const notice = ada.page.getByTestId('unfinished-import');
    await expect(notice).toContainText('“berths.excalidraw”');
    await shot('unfinished');
    await ada.page.reload();
    await expect(notice).toBeVisible();
    await notice.getByRole('button', { name: 'Remove them' }).click();
    await expect(notice).toBeHidden();
    for (const one of [ada, ben]) await one.expectElements(3);
    await ada.page.reload();
    await ada.expectElements(3);
    await expect(notice).toBeHidden();
  });
});
