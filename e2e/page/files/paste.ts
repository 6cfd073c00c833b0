import type { BoardPage } from '../board-page.ts';

/** Pastes on the whiteboard, at a place in the window. @param clipboard texts by their types. */
export async function paste(
  one: BoardPage,
  clipboard: { readonly [type: string]: string },
  [x, y]: readonly [x: number, y: number],
): Promise<void> {
  await one.page.mouse.move(x - 1, y);
  await one.page.mouse.move(x, y);
  await one.whiteboard
    .locator('.excalidraw')
    .first()
    .evaluate((container, texts) => {
      if (container instanceof HTMLElement) container.focus();
      const clipboardData = new DataTransfer();
      for (const [type, text] of Object.entries(texts)) clipboardData.setData(type, text);
      container.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, clipboard);
}
