import type { Instance } from '../processes/instance.ts';

/** Drops a file on the whiteboard, as from a file manager. */
export async function dropFile(one: Instance, name: string, text: string): Promise<void> {
  const data = await one.page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], fileName));
      return transfer;
    },
    [name, text] as const,
  );
  await one.whiteboard.locator('canvas.interactive').dispatchEvent('drop', { dataTransfer: data });
}
