/** Exports with the name of the board, and the import of a large file. */

import { readFile } from 'node:fs/promises';
import { dropFile } from '../../page/files/dropped-file.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect } from '../../processes/instances.ts';
import { elementsOf, expectSame } from './scene.ts';

const rectangle = { type: 'rectangle', width: 60, height: 40, seed: 1, version: 1, versionNonce: 1 };
const large = JSON.stringify({
  type: 'excalidraw',
  elements: Array.from({ length: 2_000 }, (_, at) => ({
    ...rectangle,
    id: `berth-${at}`,
    x: (at % 60) * 80,
    y: 900 + Math.floor(at / 60) * 60,
  })),
});

export async function exportsAndImports(ada: Instance, ben: Instance): Promise<void> {
  const before = await elementsOf(ada);
  const { keyboard } = ada.page;
  await keyboard.press('Escape');
  const saved = async (click: () => Promise<void>) => {
    const downloading = ada.page.waitForEvent('download');
    await click();
    const download = await downloading;
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  };
  const drawing = await saved(() => keyboard.press('Control+s'));
  expect(drawing.name).toBe('Harbour plan.excalidraw');
  const { elements } = JSON.parse(drawing.content.toString());
  expect(elements.map(({ id }: { id: string }) => id)).toEqual(before.map(({ id }) => id));

  await keyboard.press('Control+Shift+e');
  const dialog = ada.page.getByRole('dialog').filter({ hasText: 'Export image' });
  const picture = await saved(() => dialog.getByRole('button', { name: 'PNG' }).first().click());
  expect(picture.name).toMatch(/^Harbour plan.*\.png$/);
  expect(picture.content.subarray(1, 4).toString()).toBe('PNG');
  await keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await dropFile(ada, 'berths.excalidraw', large);
  const question = ada.page.getByRole('dialog', { name: /^Open “berths/ });
  // In the page: a click from outside may come after the last group.
  await question.evaluate((dialog) => {
    new MutationObserver((_, observer) => {
      if (dialog.querySelector('[role="progressbar"]') === null) return;
      observer.disconnect();
      [...dialog.querySelectorAll('button')].find(({ textContent }) => textContent === 'Cancel')?.click();
    }).observe(dialog, { childList: true, subtree: true });
  });
  await question.getByRole('button', { name: 'Add to this board' }).click();
  await expect(ada.page.getByText('Nothing from “berths.excalidraw” was added')).toBeVisible();
  expect(await expectSame(ada, ben)).toBe(before.length);
}
