/** Clipboards from other programs. */

import { paste } from '../../page/files/paste.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect } from '../../processes/instances.ts';
import { elementsOf, expectSame, newIn } from './scene.ts';

type Shot = (name: string) => Promise<unknown>;

const here = [700, 300] as const;

export async function pastes(ada: Instance, ben: Instance, shot: Shot): Promise<void> {
  let before = (await elementsOf(ada)).length;
  // The corner is empty, and the text of one cell needs two lines.
  const cells = '\tQuay\tCrane\nNorth\tDeep water, with much room for large ships\t3\nSouth\t\t4\n';
  await paste(ada, { 'text/plain': cells, 'text/html': '<table><tr><td>North</td></tr></table>' }, here);
  const table = await newIn(ben, ada, before, 9 + 7);
  const rectangles = table.filter(({ type }) => type === 'rectangle');
  expect(rectangles).toHaveLength(9);
  expect(new Set(table.map(({ groupIds }) => String(groupIds))).size).toBe(1);
  expect(new Set(rectangles.map(({ y, height }) => `${y} ${height}`)).size).toBe(3);
  expect(table.flatMap(({ originalText }) => originalText ?? [])).toEqual(
    expect.arrayContaining(['Quay', 'Crane', 'South', '4']),
  );
  await shot('table');

  before = (await elementsOf(ada)).length;
  await paste(ada, { 'text/plain': 'Month\tShips\nMay\t12\nJune\t31\nJuly\t24' }, here);
  await ada.page.locator('.ChartPreview').first().click();
  const chart = await newIn(ben, ada, before, 8);
  expect(chart.flatMap(({ text }) => text ?? [])).toEqual(expect.arrayContaining(['Ships', '31', 'June']));
  await shot('chart');
}

const bad: readonly (readonly [clipboard: { readonly [type: string]: string }, notice: RegExp])[] = [
  [{ 'text/plain': '{"type":"excalidraw/clipboard","elements":[{"id":"a","ty' }, /damaged or incomplete/],
  [
    { 'text/plain': '{"type":"excalidraw/clipboard","elements":[null,{"id":"q","type":"iframe"}]}' },
    /no element that can be shown/,
  ],
  [{ 'text/plain': 'x\n'.repeat(5_000) }, /more than 1,000 lines/],
  [{ 'text/plain': 'x'.repeat(300_000) }, /200,000 characters/],
  [{ 'text/html': '<img src="https://outside.example/a.png">' }, /image is on another computer/],
];

export async function refusesBadPastes(ada: Instance, ben: Instance, shot: Shot): Promise<void> {
  const before = (await elementsOf(ada)).length;
  const notice = (text: RegExp) => ada.page.locator('.mantine-Notification-root').filter({ hasText: text });
  const close = (text: RegExp) => notice(text).getByRole('button').click();
  for (const [clipboard, text] of bad) {
    await paste(ada, clipboard, here);
    // The one before fades out.
    await expect(notice(text)).toHaveCount(1);
  }
  // The context menu reads the clipboard by itself.
  await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await ada.page.evaluate(() => navigator.clipboard.writeText('x\n'.repeat(5_000)));
  await ada.page.mouse.click(...here, { button: 'right' });
  await ada.page.getByTestId('paste').click();
  await expect(notice(/more than 1,000 lines/)).toHaveCount(1);
  await paste(ada, { 'text/html': '<img src="https://outside.example/a.png">' }, here);
  await expect(notice(/another computer/)).toHaveCount(1);
  await shot('refused');
  await expect(notice(/ot pasted/)).toHaveCount(1);
  await close(/another computer/);
  expect(await expectSame(ada, ben)).toBe(before);

  // A change by the context menu reaches the others without another press.
  await ada.page.evaluate(() => navigator.clipboard.writeText('By the menu'));
  await ada.page.mouse.click(...here, { button: 'right' });
  await ada.page.getByTestId('paste').click();
  await newIn(ben, ada, before, 1);

  // Of a mixed one the usable part is taken. An image of another page would be requested from its server.
  await paste(
    ada,
    { 'text/html': '<p>Moored</p><img src="https://outside.example/a.png">', 'text/plain': 'Moored' },
    here,
  );
  await expect(notice(/images in the copied text/)).toBeVisible();
  await close(/images in the copied text/);
  const shape = { type: 'rectangle', width: 40, height: 40, seed: 1, version: 1, versionNonce: 1 };
  const mixed = {
    type: 'excalidraw/clipboard',
    elements: [
      { ...shape, id: 'good', x: 0, y: 0, points: 4, strokeWidth: -3 },
      { id: 'bad', type: 'iframe' },
    ],
    files: { f: { dataURL: 'https://outside.example/b.png' } },
  };
  await paste(ada, { 'text/plain': JSON.stringify(mixed) }, [900, 400]);
  await expect(notice(/One element cannot be shown/)).toBeVisible();
  await close(/One element cannot be shown/);
  await newIn(ben, ada, before + 1, 2);
}
