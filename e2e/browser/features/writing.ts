/** A text that two people change at the same time. */

import { excalidrawApp } from '../../page/excalidraw-app.ts';
import { liveScene } from '../../page/live-scene.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect, test } from '../../processes/instances.ts';

/** The texts on the whiteboard, in drawing order. */
async function texts({ page }: Instance): Promise<readonly string[]> {
  const found = await page.evaluateHandle(excalidrawApp);
  return found.evaluate((app) =>
    (app?.getSceneElements() ?? []).flatMap((element) =>
      'originalText' in element && typeof element.originalText === 'string' ? [element.originalText] : [],
    ),
  );
}

/** Of a text in the usual size, canvas pixels. */
const lineHeight = 25;

async function heightOfText({ page }: Instance): Promise<number | undefined> {
  const found = await page.evaluateHandle(excalidrawApp);
  return found.evaluate((app) => app?.getSceneElements().find(({ type }) => type === 'text')?.height);
}

/** Between a label and the shape around it, canvas pixels. */
const padding = 5;

/** The room above the label of the rectangle, which is also that below it, canvas pixels; undefined if these differ. */
async function roomAround({ page }: Instance): Promise<number | undefined> {
  const found = await page.evaluateHandle(excalidrawApp);
  return found.evaluate((app) => {
    const elements = app?.getSceneElements() ?? [];
    const shape = elements.find(({ type }) => type === 'rectangle');
    const label = elements.find(({ containerId }) => containerId === shape?.id);
    if (shape === undefined || label === undefined) return undefined;
    const above = label.y - shape.y;
    const below = shape.y + shape.height - (label.y + label.height);
    return Math.abs(above - below) <= 1 ? Math.round(above) : undefined;
  });
}

export async function writesTogether(ada: Instance, ben: Instance): Promise<void> {
  const editor = (one: Instance) => one.page.locator('textarea.excalidraw-wysiwyg');

  /**
   * Each text is locked for the others some milliseconds after one person has opened it, and then their double click
   * opens none. So both have to be quick.
   */
  const openBoth = async (text: string, [x, y]: readonly [number, number] = [530, 305]) => {
    const opened = () =>
      Promise.all(
        [ada, ben].map((one) =>
          editor(one).evaluateAll((fields) => fields.map((field) => Reflect.get(field, 'value')).join()),
        ),
      );
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      await Promise.all([ada, ben].map((one) => one.page.mouse.dblclick(x, y)));
      await expect.poll(opened).toContain(text);
      if ((await opened()).every((one) => one === text)) return;
      for (const one of [ada, ben]) {
        await one.page.keyboard.press('Escape');
        await expect(editor(one)).toHaveCount(0);
      }
      for (const one of [ada, ben])
        await expect
          .poll(async () => (await liveScene(one.page)).elements.some(({ locked }) => locked))
          .toBe(false);
    }
    throw new Error('the two never opened the text at the same time');
  };

  await test.step('the lines of both are kept', async () => {
    await ada.whiteboard.getByTestId('toolbar-text').click({ force: true });
    await ada.page.mouse.click(500, 300);
    await editor(ada).fill('Shopping');
    await ada.page.keyboard.press('Escape');
    await expect.poll(() => texts(ben)).toEqual(['Shopping']);
    await openBoth('Shopping');
    await expect.poll(async () => (await liveScene(ada.page)).others[0]?.selected).toHaveLength(1);
    await editor(ben).fill('Shopping\nbread');
    await editor(ada).fill('Shopping\nmilk');
    await ben.page.keyboard.press('Escape');
    // Ada's window has Ben's text when it shows his next change.
    await ben.draw({ tool: 'rectangle', from: [500, 500], to: [600, 560] });
    await ada.expectElements(2);
    await ada.page.keyboard.press('Escape');
    for (const one of [ada, ben]) {
      await expect.poll(() => texts(one)).toEqual(['Shopping\nbread\nmilk']);
      // Excalidraw clips a text at its height.
      expect(await heightOfText(one)).toBe(3 * lineHeight);
    }
    await ada.page.screenshot({ path: test.info().outputPath('merged.png') });
  });

  await test.step('also if both end at the same time', async () => {
    await openBoth('Shopping\nbread\nmilk');
    await editor(ben).fill('Shopping\nbread\nmilk\ntea');
    await editor(ada).fill('Shopping\nbread\nmilk\nchocolate');
    await Promise.all([ada, ben].map((one) => one.page.keyboard.press('Escape')));
    const lines = async (one: Instance) => (await texts(one)).join().split('\n').toSorted();
    for (const one of [ada, ben]) {
      await expect.poll(() => lines(one)).toEqual(['Shopping', 'bread', 'chocolate', 'milk', 'tea']);
      await expect.poll(() => heightOfText(one)).toBe(5 * lineHeight);
    }
    expect(await texts(ben)).toEqual(await texts(ada));
    await ben.page.screenshot({ path: test.info().outputPath('merged-at-once.png') });
  });

  await test.step('a shape grows with the label that two people write', async () => {
    const shape: readonly [number, number] = [550, 530];
    await ada.page.mouse.dblclick(...shape);
    await editor(ada).fill('Bakery');
    await ada.page.keyboard.press('Escape');
    await expect.poll(async () => (await texts(ben)).length).toBe(2);
    await openBoth('Bakery', shape);
    await editor(ben).fill('Bakery\nopens at 7');
    await editor(ada).fill('Bakery\nclosed on Monday');
    await Promise.all([ada, ben].map((one) => one.page.keyboard.press('Escape')));
    for (const one of [ada, ben]) {
      await expect
        .poll(async () => (await texts(one)).at(-1)?.split('\n').toSorted())
        .toEqual(['Bakery', 'closed on Monday', 'opens at 7']);
      await expect.poll(() => roomAround(one)).toBe(padding);
    }
    expect(await texts(ben)).toEqual(await texts(ada));
    await ben.page.screenshot({ path: test.info().outputPath('merged-label.png') });
  });
}
