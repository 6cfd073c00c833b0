/** Others' changes are painted within their rectangles: the pixels must be those of a whole painting of the canvas. */

import type { JSHandle, Page } from '@playwright/test';
import { type ExcalidrawApp, excalidrawApp } from '../../page/excalidraw-app.ts';
import { dropFile } from '../../page/files/dropped-file.ts';
import { liveScene } from '../../page/live-scene.ts';
import { expect, test } from '../../processes/instances.ts';

const looks = { seed: 7, version: 1, versionNonce: 1, strokeColor: '#1e1e1e', roughness: 2, strokeWidth: 4 };
const shape = (id: string, x: number, y: number, change: object) => ({
  ...looks,
  type: 'rectangle',
  id,
  x,
  y,
  width: 160,
  height: 110,
  backgroundColor: '#a5d8ff',
  fillStyle: 'hachure',
  ...change,
});
const text = {
  type: 'text',
  fontSize: 20,
  fontFamily: 5,
  lineHeight: 1.25,
  textAlign: 'left',
  verticalAlign: 'top',
};
const words = { ...text, text: 'High tide', originalText: 'High tide', width: 90, height: 25 };

/** From the lowest to the uppermost: `moved` lies between those that overlap it. */
const drawing = JSON.stringify({
  type: 'excalidraw',
  elements: [
    { ...shape('yard', 360, 120, { width: 420, height: 330 }), type: 'frame', name: 'Yard' },
    shape('below', 400, 180, { backgroundColor: '#ffc9c9', fillStyle: 'solid', angle: 0.4 }),
    shape('crane', 470, 210, { frameId: 'yard', groupIds: ['cranes'], type: 'ellipse', opacity: 60 }),
    shape('moved', 520, 240, { fillStyle: 'solid', backgroundColor: '#b2f2bb' }),
    shape('above', 560, 290, { type: 'diamond', fillStyle: 'cross-hatch', angle: 1 }),
    shape('berth', 600, 200, {
      link: 'https://example.org/',
      boundElements: [{ type: 'text', id: 'label' }],
    }),
    { ...shape('label', 635, 240, words), containerId: 'berth' },
    {
      ...shape('route', 430, 330, { type: 'arrow', width: 260, height: 90 }),
      points: [
        [0, 0],
        [140, 90],
        [260, 0],
      ],
      roundness: { type: 2 },
      boundElements: [{ type: 'text', id: 'name' }],
      endArrowhead: 'arrow',
    },
    { ...shape('name', 520, 380, words), containerId: 'route' },
    shape('words', 480, 300, { ...words, angle: 0.3 }),
  ],
});

type App = JSHandle<ExcalidrawApp | undefined>;

/** The number that Excalidraw gives to each whole painting. */
function paintingOf(app: App): Promise<number> {
  // Excalidraw does not export the type of its scene.
  return app.evaluate((component) => Reflect.get(component ?? {}, 'scene').getSceneNonce());
}

/**
 * Keeps the pixels of the canvas of the settled elements.
 *
 * @returns the squares of 16 pixels where they differ from those that were kept before, by more than one shade of 255: Chromium
 * rounds the blending of translucent pixels otherwise within a clip.
 */
function keepPixels(app: App): Promise<readonly string[]> {
  return app.evaluate(() => {
    const canvas = document.querySelector('[data-testid="whiteboard"] canvas.static');
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('there is no canvas');
    const { width, height } = canvas;
    const now = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
    const before: Uint8ClampedArray = Reflect.get(window, 'keptPixels') ?? now;
    Reflect.set(window, 'keptPixels', now);
    const places = new Set<string>();
    for (let at = 0; at < now.length; at += 1) {
      const isSame = Math.abs((now[at] ?? 0) - (before[at] ?? 0)) <= 1;
      if (!isSame) places.add(`${((at >> 2) % width) >> 4}, ${Math.floor((at >> 2) / width) >> 4}`);
    }
    return [...places];
  });
}

/** Lets Excalidraw paint all elements again, as it does for a change of its own. */
async function paintAll(app: App): Promise<void> {
  await app.evaluate(async (component) => {
    Reflect.get(component ?? {}, 'scene').triggerUpdate();
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  });
}

/** Waits until the second person's scene is that of the first one: an update on its way would change the pixels later. */
async function expectSameScene(author: Page, other: Page): Promise<void> {
  // Excalidraw follows the pointer once per frame.
  await author.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  });
  const { elements } = await liveScene(author);
  const drawn = elements.map(({ id, x, points }) => [id, x, points]);
  await expect
    .poll(async () => (await liveScene(other)).elements.map(({ id, x, points }) => [id, x, points]))
    .toEqual(drawn);
}

/** @param since the last whole painting. @returns the one that this test lets it do. */
async function expectWholePixels(app: App, since: number): Promise<number> {
  expect(await paintingOf(app)).toBe(since);
  await keepPixels(app);
  await paintAll(app);
  const painting = await paintingOf(app);
  expect(painting).not.toBe(since);
  expect(await keepPixels(app)).toEqual([]);
  return painting;
}

test('strokes and drags of others, under way and settled, have the pixels of a whole painting, between the elements below and above', async ({
  instances,
}) => {
  const [ada, ben] = await instances.two('Harbour plan');
  await Promise.all([ada.showWhiteboard(), ben.showWhiteboard()]);
  await dropFile(ada, 'harbour.excalidraw', drawing);
  await ada.page.getByRole('button', { name: 'Add to this board' }).click();
  await ben.expectElements(10);
  await ada.expectSettled();
  await ada.page.getByRole('dialog').waitFor({ state: 'hidden' });
  const look = async (page: Page, scrollX: number, scrollY: number, zoom: number) => {
    const found = await page.evaluateHandle(excalidrawApp);
    await found.evaluate((app, to) => Reflect.apply(Reflect.get(app ?? {}, 'setState'), app, [to]), {
      scrollX,
      scrollY,
      zoom: { value: zoom },
      selectedElementIds: {},
    });
    return found;
  };
  await look(ada.page, 0, 0, 1);
  // No place is a whole pixel.
  const app = await look(ben.page, 31.4, -17.3, 0.83);
  await ben.page.mouse.move(5, 5);
  await paintAll(app);
  const elements = async () => (await liveScene(ben.page)).elements;
  let last = await paintingOf(app);

  await test.step('a stroke', async () => {
    await ada.whiteboard.getByTestId('toolbar-freedraw').click({ force: true });
    // From outside of the frame: one within it is not the uppermost element.
    await ada.page.mouse.move(340, 300);
    await ada.page.mouse.down();
    for (let at = 1; at <= 70; at += 1) await ada.page.mouse.move(340 + at * 6, 300 + 60 * Math.sin(at / 6));
    const stroke = async () => (await elements()).find(({ type }) => type === 'freedraw');
    await expectSameScene(ada.page, ben.page);
    expect((await stroke())?.points).toBeGreaterThan(60);
    last = await expectWholePixels(app, last);
    await ada.page.mouse.up();
    await ben.expectElements(11);
    await ada.expectSettled();
    await expect.poll(async () => (await stroke())?.locked).toBe(false);
    last = await expectWholePixels(app, last);
  });

  await test.step('a drag', async () => {
    const places = async () => (await elements()).map(({ x }) => x);
    const before = await places();
    await ada.whiteboard.getByTestId('toolbar-selection').click({ force: true });
    await ada.page.mouse.move(530, 345);
    await ada.page.mouse.down();
    for (let at = 1; at <= 20; at += 1) await ada.page.mouse.move(530 + at * 3, 345 + at * 2);
    await expectSameScene(ada.page, ben.page);
    expect(await places()).not.toEqual(before);
    last = await expectWholePixels(app, last);
    await ada.page.mouse.move(600, 300);
    await ada.page.mouse.up();
    await ada.expectSettled();
    await expectSameScene(ada.page, ben.page);
    last = await expectWholePixels(app, last);
  });
});
