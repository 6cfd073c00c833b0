/** What Excalidraw can do without its servers, on a shared board. Every request of the pages is watched. */

import type { Page } from '@playwright/test';
import { dropFile } from '../../page/dropped-file.ts';
import { excalidrawApp } from '../../page/excalidraw-app.ts';
import { liveScene } from '../../page/live-scene.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

/** Types of the elements on the whiteboard, in drawing order. */
async function types({ page }: Instance): Promise<readonly string[]> {
  return (await liveScene(page)).elements.map(({ type }) => type);
}

async function texts({ page }: Instance): Promise<readonly string[]> {
  const found = await page.evaluateHandle(excalidrawApp);
  return found.evaluate((app) =>
    (app?.getSceneElements() ?? []).flatMap((element) =>
      'text' in element && typeof element.text === 'string' ? [element.text] : [],
    ),
  );
}

// biome-ignore lint/suspicious/noExplicitAny: Excalidraw does not export the type of its state.
async function state(page: Page): Promise<any> {
  const found = await page.evaluateHandle(excalidrawApp);
  return found.evaluate((app) => {
    const { zenModeEnabled, viewModeEnabled, gridModeEnabled, objectsSnapModeEnabled, selectedElementIds } =
      app?.state ?? {};
    return { zenModeEnabled, viewModeEnabled, gridModeEnabled, objectsSnapModeEnabled, selectedElementIds };
  });
}

/** Pastes a text, as from another program. */
async function paste({ page }: Instance, text: string): Promise<void> {
  await page.mouse.move(600, 400);
  await page.evaluate((content) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', content);
    document.querySelector<HTMLElement>('.excalidraw')?.focus();
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, text);
}

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

const rectangle = {
  id: 'shape',
  type: 'rectangle',
  x: 0,
  y: 0,
  width: 60,
  height: 40,
  seed: 1,
  version: 1,
  versionNonce: 1,
};
const library = {
  type: 'excalidrawlib',
  version: 2,
  libraryItems: ['Pump', 'Valve'].map((name, at) => ({
    id: `item-${at}`,
    status: 'published',
    created: 1_700_000_000_000 + at,
    name,
    elements: [{ ...rectangle, id: `shape-${at}` }],
  })),
};

test('a library is shared with the board, and the other tools of Excalidraw work without its servers', async ({
  instances,
}) => {
  const ada = await instances.start('Ada');
  await ada.createBoard('Harbour plan');
  const link = await ada.inviteLink();
  const ben = await instances.start('Ben');
  await ben.join(link);
  for (const one of [ada, ben]) await one.showWhiteboard();
  const { keyboard, mouse } = ada.page;
  const items = (one: Instance) => one.whiteboard.locator('.library-unit__dragger');
  const openLibrary = (one: Instance) => one.whiteboard.locator('.sidebar-trigger').click();

  await test.step('a library file becomes the library of all, also after a reload', async () => {
    await dropFile(ada, 'pumps.excalidrawlib', JSON.stringify(library));
    await expect(items(ada)).toHaveCount(2);
    await openLibrary(ben);
    await expect(items(ben)).toHaveCount(2);
    await expect(ada.whiteboard.locator('.library-menu-browse-button')).toBeHidden();
    await ben.page.reload();
    await expect(ben.whiteboard).toHaveAttribute('data-ready', 'true');
    await openLibrary(ben);
    await expect(items(ben)).toHaveCount(2);
  });

  await test.step('an item is put on the board, a drawing is added to the library, and an item is removed', async () => {
    await items(ben).first().click();
    await ada.expectElements(1);
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

  await test.step('a chart from numbers, a text from cells, and CJK text with a font from the own host', async () => {
    await paste(ada, 'Month\tTons\nJan\t3\nFeb\t5\nMar\t4');
    await ada.page.locator('.ChartPreview').first().click();
    await expect.poll(async () => (await texts(ben)).toSorted().join()).toContain('Feb');
    await clear(ada, ben);
    await paste(ada, 'Crane\tQuay\nRope\tShed');
    await expect.poll(() => texts(ben)).toEqual([expect.stringContaining('Crane')]);
    await clear(ada, ben);
    const font = ben.page.waitForResponse((response) => response.url().includes('/Xiaolai/'));
    await paste(ada, '港口的计划');
    await expect.poll(() => texts(ben)).toEqual(['港口的计划']);
    expect(new URL((await font).url()).origin).toBe(new URL(ben.page.url()).origin);
    await clear(ada, ben);
  });

  await test.step('zen and view mode, grid and snap', async () => {
    for (const [keys, name] of [
      ['Alt+z', 'zenModeEnabled'],
      ['Alt+r', 'viewModeEnabled'],
      ["Control+'", 'gridModeEnabled'],
      ['Alt+s', 'objectsSnapModeEnabled'],
    ] as const) {
      await keyboard.press(keys);
      await expect.poll(async () => (await state(ada.page))[name]).toBe(true);
      await keyboard.press(keys);
      await expect.poll(async () => (await state(ada.page))[name]).toBe(false);
    }
  });

  await test.step('a frame holds a shape for all; find on canvas; a link between elements', async () => {
    await ada.draw({ tool: 'rectangle', from: [500, 300], to: [560, 340] });
    await keyboard.press('f');
    await mouse.move(450, 250);
    await mouse.down();
    await mouse.move(700, 450, { steps: 4 });
    await mouse.up();
    await expect.poll(() => types(ben)).toEqual(expect.arrayContaining(['frame', 'rectangle']));
    await ada.page.keyboard.press('Escape');
    await paste(ada, 'Lighthouse');
    await ben.expectElements(3);
    await keyboard.press('Control+f');
    await ada.page.getByPlaceholder('Find text on canvas').fill('light');
    await expect(ada.page.locator('.layer-ui__search-result-item')).toHaveCount(1);
    await ada.page.keyboard.press('Escape');
  });

  await test.step('the list of elements, by keyboard, selects and shows one', async () => {
    await ben.whiteboard.getByRole('button', { name: 'List of elements' }).focus();
    await ben.page.keyboard.press('Enter');
    const list = ben.page.getByTestId('outline');
    await expect(list.getByRole('listitem')).toHaveCount(3);
    await list.getByRole('button', { name: 'Text: Lighthouse' }).press('Enter');
    await expect(list).toBeHidden();
    const chosen = (await liveScene(ben.page)).elements.find(({ type }) => type === 'text');
    await expect
      .poll(async () => Object.keys((await state(ben.page)).selectedElementIds))
      .toEqual([chosen?.id]);
    await ben.page.keyboard.press('Escape');
  });

  await test.step('the laser is seen by others, and draws nothing', async () => {
    await ada.page.mouse.click(1200, 650);
    await keyboard.press('k');
    await mouse.move(600, 500);
    await mouse.down();
    await mouse.move(700, 520, { steps: 4 });
    await expect.poll(async () => (await liveScene(ben.page)).others[0]?.pointer?.tool).toBe('laser');
    await mouse.up();
    await ben.expectElements(3);
    await keyboard.press('v');
  });

  await test.step('a copy on one board is pasted on another one', async () => {
    await ada.page.mouse.click(1200, 650);
    await keyboard.press('Control+a');
    await keyboard.press('Control+c');
    await ada.backToBoards();
    await ada.createBoard('Copies');
    await ada.showWhiteboard();
    await mouse.move(600, 400);
    await keyboard.press('Control+v');
    await ada.expectElements(3);
    expect((await types(ada)).toSorted()).toEqual(['frame', 'rectangle', 'text']);
  });
});
