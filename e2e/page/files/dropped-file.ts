import type { JSHandle } from '@playwright/test';
import type { Instance } from '../../processes/instance.ts';

/** Drops a file on the whiteboard, as from a file manager. */
export async function dropFile(one: Instance, name: string, text: string): Promise<void> {
  const data = await filesOf(one, name, text);
  await one.whiteboard.locator('canvas.interactive').dispatchEvent('drop', { dataTransfer: data });
}

/** Drags a file over the start screen, and drops it there. @param dragged is called between the two. */
export async function dropOnPage(
  one: Instance,
  name: string,
  text: string,
  dragged: () => Promise<void> = async () => undefined,
): Promise<void> {
  const dataTransfer = await filesOf(one, name, text);
  const main = one.page.getByRole('main');
  await main.dispatchEvent('dragover', { dataTransfer });
  await dragged();
  await main.dispatchEvent('drop', { dataTransfer });
}

function filesOf(one: Instance, name: string, text: string): Promise<JSHandle<DataTransfer>> {
  return one.page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], fileName));
      return transfer;
    },
    [name, text] as const,
  );
}
