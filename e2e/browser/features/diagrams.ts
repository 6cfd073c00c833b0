/** Diagrams from Mermaid. */

import { paste } from '../../page/files/paste.ts';
import type { Instance } from '../../processes/instance.ts';
import { expect } from '../../processes/instances.ts';
import { elementsOf, newIn, type SceneElement } from './scene.ts';

const at = [640, 560] as const;

function textsIn(elements: readonly SceneElement[]): readonly string[] {
  return elements.flatMap(({ originalText }) => originalText ?? []);
}

export async function drawsDiagrams(
  ada: Instance,
  ben: Instance,
  shot: (name: string) => Promise<unknown>,
): Promise<void> {
  // A flowchart in the dialog.
  let before = (await elementsOf(ada)).length;
  await ada.whiteboard.locator('.App-toolbar__extra-tools-trigger').click();
  await ada.page.getByText('Mermaid to Excalidraw').click();
  const dialog = ada.page.locator('.ttd-dialog');
  await dialog.locator('textarea').fill('flowchart TD\n subgraph Port\n A[Quay] --> B[Crane]\n end');
  await expect(dialog.locator('canvas')).toBeVisible();
  await expect(dialog.locator('a')).toHaveCount(0);
  await expect(dialog.getByText('Other diagrams become a picture.')).toBeVisible();
  // A text with an error does not insert the diagram before it.
  const text = await dialog.locator('textarea').inputValue();
  await dialog.locator('textarea').fill('flowchart TD\n A[Quay');
  await expect(dialog.getByTestId('ttd-dialog-output-error')).toHaveText(/^Line 2 is not correct/);
  await dialog.getByRole('button', { name: 'Insert' }).click();
  await expect(dialog).toBeVisible();
  // One that is too long for Mermaid does not insert a picture that says so.
  await dialog.locator('textarea').fill(`flowchart TD\n A[${'Quay '.repeat(10_001)}]`);
  await expect(dialog.getByTestId('ttd-dialog-output-error')).toContainText('50,000 characters at most');
  await dialog.locator('textarea').fill(text);
  await expect(dialog.getByTestId('ttd-dialog-output-error')).toBeHidden();
  await dialog.getByRole('button', { name: 'Insert' }).click();
  expect(textsIn(await newIn(ben, ada, before, 6))).toEqual(
    expect.arrayContaining(['Port', 'Quay', 'Crane']),
  );
  expect(await ada.page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('Quay');

  // Others as pasted texts.
  for (const [text, expected] of [
    ['sequenceDiagram\n  Ada->>Ben: Ready?\n  Ben-->>Ada: Yes', ['Ready?', 'Yes']],
    ['classDiagram\n  Ship <|-- Tug : tows\n  Ship : +sail()', ['Ship', 'Tug', '+sail()', 'tows']],
    // A text that is no diagram stays a text.
    ['flowchart TD\n A[[[ -->', ['flowchart TD', 'A[[[ -->']],
  ] as const) {
    before = (await elementsOf(ada)).length;
    await paste(ada, { 'text/plain': text }, at);
    const drawn = await newIn(ben, ada, before, expected.length);
    expect(textsIn(drawn)).toEqual(expect.arrayContaining([...expected]));
  }
  await shot('diagrams');
}
