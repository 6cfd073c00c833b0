/** Frames, links between elements, find, fonts, and the crop of an image. */

import { liveScene } from '../../page/live-scene.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect } from '../../processes/instances.ts';
import { elementOf, elementsOf, expectSame, newIn } from './scene.ts';

type Shot = (name: string, one?: Instance) => Promise<unknown>;
type Place = readonly [x: number, y: number];

/** A place of the board, in CSS pixels of the window. */
async function inWindow(one: Instance, [x, y]: Place): Promise<Place> {
  const [left, top, right] = (await liveScene(one.page)).viewport;
  const box = await one.whiteboard.locator('canvas.interactive').boundingBox();
  if (box === null) throw new Error('there is no canvas');
  const zoom = box.width / (right - left);
  return [box.x + (x - left) * zoom, box.y + (y - top) * zoom];
}

export async function framesAndLinks(ada: Instance, ben: Instance, shot: Shot): Promise<void> {
  const { keyboard, mouse } = ada.page;
  await keyboard.press('Escape');
  await ada.draw({ tool: 'ellipse', from: [960, 330], to: [1020, 390] });
  await keyboard.press('Escape');
  await keyboard.press('f');
  await mouse.move(930, 300);
  await mouse.down();
  await mouse.move(1060, 420, { steps: 4 });
  await mouse.up();
  const frame = async () => elementOf(ben, 'frame');
  await expect.poll(async () => (await elementOf(ben, 'ellipse'))?.frameId).toBe((await frame())?.id);
  await mouse.move(940, 292);
  const topOf = async () => (await liveScene(ada.page)).viewport[1];
  const before = await topOf();
  await mouse.wheel(0, 40);
  await expect.poll(topOf).toBe(before + 40);
  await mouse.move(940, 252);
  await mouse.wheel(0, -40);
  await expect.poll(topOf).toBe(before);
  await mouse.dblclick(940, 292);
  await keyboard.type('Dock');
  await keyboard.press('Enter');
  await expect.poll(async () => (await frame())?.name).toBe('Dock');
  await keyboard.press('Escape');

  await ada.draw({ tool: 'line', from: [1100, 640], to: [1180, 640] });
  await keyboard.press('Control+k');
  await ada.page.getByRole('button', { name: 'Link to object' }).first().click();
  await mouse.click(930, 360);
  await shot('link');
  await ada.page.getByRole('button', { name: 'Confirm' }).click();
  const line = async () => (await elementsOf(ben)).findLast(({ type }) => type === 'line');
  await expect.poll(async () => (await line())?.link).toBe(`paxboard:?element=${(await frame())?.id}`);
  await expectSame(ada, ben);

  // Ben is elsewhere, and follows the link by its sign on the board.
  const { x = 0, y = 0, width = 0 } = (await line()) ?? {};
  const [signX, signY] = await inWindow(ben, [x + width, y]);
  await ben.page.mouse.click(signX + 4, signY - 8);
  const [left, top] = (await liveScene(ben.page)).viewport;
  const isCentred = async () => {
    const [fromX, fromY, toX, toY] = (await liveScene(ben.page)).viewport;
    const target = await frame();
    if (target === undefined) throw new Error('the frame is gone');
    const [x, y] = [target.x + target.width / 2, target.y + target.height / 2];
    return Math.max(Math.abs((fromX + toX) / 2 - x), Math.abs((fromY + toY) / 2 - y));
  };
  await expect.poll(isCentred).toBeLessThan(40);
  expect([left, top]).not.toEqual((await liveScene(ben.page)).viewport.slice(0, 2));
  await shot('followed', ben);

  await ben.page.keyboard.press('Control+f');
  await ben.page.keyboard.type('Crane');
  await expect(ben.page.getByText(/1 \/ \d+ result/)).toBeVisible();
  await shot('found', ben);
  await ben.page.keyboard.press('Escape');
}

/** The popup of a link leaves room for the tools and the styles, and Escape closes it. */
export async function usesToolsBesideLink(ada: Instance, shot: Shot): Promise<void> {
  const { page } = ada;
  const popup = page.locator('.excalidraw-hyperlinkContainer');
  const tool = (name: string) => ada.whiteboard.getByTestId(`toolbar-${name}`);
  const board = await ada.whiteboard.boundingBox();
  if (board === null) throw new Error('there is no whiteboard');
  const middle = board.width / 2;
  for (const [name, left, top] of [
    ['top', middle - 30, 80],
    ['left', 240, 330],
    ['right', board.width - 100, 80],
  ] as const) {
    const from = [board.x + left, board.y + top] as const;
    await page.keyboard.press('Escape');
    await ada.draw({ tool: 'ellipse', from, to: [from[0] + 60, from[1] + 40] });
    await page.keyboard.press('Control+k');
    await popup.locator('input').fill('https://example.org/harbour');
    await page.keyboard.press('Enter');
    await expect(popup.getByRole('link')).toBeVisible();
    await shot(`link-popup-${name}`);
    // Playwright presses only what nothing covers: each end of the toolbar and of the styles.
    for (const end of ['selection', 'eraser']) await tool(end).locator('..').click({ trial: true });
    await page.getByTitle('Extra bold', { exact: true }).click({ trial: true });
    await popup.getByRole('button', { name: 'Remove' }).hover();
    await page.keyboard.press('Escape');
    await expect(popup).toBeHidden();
    await page.keyboard.press('Delete');
  }
}

export async function writesChinese(ada: Instance, ben: Instance): Promise<void> {
  const before = (await elementsOf(ada)).length;
  const fetched = ben.page.waitForResponse((response) => response.url().includes('/fonts/Xiaolai/'));
  await ada.page.keyboard.press('t');
  await ada.page.mouse.click(1100, 560);
  await ada.page.keyboard.insertText('港口起重机');
  await ada.page.keyboard.press('Escape');
  const [text] = await newIn(ben, ada, before);
  expect(text?.originalText).toBe('港口起重机');
  // From the host of the page, in parts: only those of these characters.
  const response = await fetched;
  expect(response.status()).toBe(200);
  expect(new URL(response.url()).origin).toBe(new URL(ben.page.url()).origin);
  const loaded = () =>
    ben.page.evaluate(
      () =>
        [...document.fonts].filter(({ family, status }) => /Xiaolai/.test(family) && status === 'loaded')
          .length,
    );
  await expect.poll(loaded).toBeGreaterThan(0);
  expect(await loaded()).toBeLessThan(10);
  // The author's window has measured it with that font: each of the characters is a square.
  const widths = async () =>
    Promise.all([ada, ben].map(async (one) => Math.round((await elementsOf(one)).at(-1)?.width ?? 0)));
  await expect.poll(widths).toEqual([100, 100]);
}

export async function cropsImage(ada: Instance, ben: Instance): Promise<void> {
  const before = (await elementsOf(ada)).length;
  const dataTransfer = await ada.page.evaluateHandle(async () => {
    const canvas = new OffscreenCanvas(200, 120);
    const context = canvas.getContext('2d');
    if (context !== null) context.fillStyle = '#0a7';
    context?.fillRect(0, 0, 200, 120);
    const transfer = new DataTransfer();
    transfer.items.add(new File([await canvas.convertToBlob()], 'quay.png', { type: 'image/png' }));
    return transfer;
  });
  await ada.whiteboard
    .locator('canvas.interactive')
    .dispatchEvent('drop', { dataTransfer, clientX: 400, clientY: 600 });
  const [image] = await newIn(ben, ada, before);
  if (image === undefined) throw new Error('there is no image');
  const { x, y, width, height } = image;
  const { mouse, keyboard } = ada.page;
  await ada.page.keyboard.press('v');
  await mouse.dblclick(...(await inWindow(ada, [x + width / 2, y + height / 2])));
  const [right, middle] = await inWindow(ada, [x + width, y + height / 2]);
  await mouse.move(right + 1, middle);
  await mouse.down();
  await mouse.move(right - 60, middle, { steps: 5 });
  await mouse.up();
  await keyboard.press('Enter');
  const crop = async () => (await elementsOf(ben)).at(-1)?.crop;
  await expect.poll(crop).toMatchObject({ x: 0, naturalWidth: 200 });
  expect((await crop())?.width).toBeLessThan(180);
  await expectSame(ada, ben);
}
