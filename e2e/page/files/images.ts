/** Images on the whiteboard: dropped, and recognised by their colour. */

import type { Instance } from '../../processes/instance.ts';
import { expect } from '../../processes/instances.ts';

export const magenta = [255, 0, 255] as const;

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly colour: string;
  /** Of the file; `photo.png` by default. */
  readonly name?: string;
}

/** Drops an image on the whiteboard, as from a file manager. @param picture its size in pixels; a magenta one by default. */
export async function dropImage(
  one: Instance,
  at: { readonly x: number; readonly y: number },
  picture: Picture = { width: 300, height: 200, colour: '#ff00ff' },
): Promise<void> {
  const dataTransfer = await one.page.evaluateHandle(
    async ({ width, height, colour, name = 'photo.png' }) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [width, height];
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.fillStyle = colour;
      context.fillRect(0, 0, width, height);
      const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
      const transfer = new DataTransfer();
      // As a file manager, which knows the type by the name only.
      const type = name.endsWith('.png') ? 'image/png' : '';
      transfer.items.add(new File([png ?? ''], name, { type }));
      return transfer;
    },
    picture,
  );
  await dropAt(one, dataTransfer, at);
}

/** Drops files on a place of the whiteboard. */
export async function dropAt(
  one: Instance,
  dataTransfer: Awaited<ReturnType<Instance['page']['evaluateHandle']>>,
  { x, y }: { readonly x: number; readonly y: number },
): Promise<void> {
  const canvas = one.whiteboard.locator('canvas.interactive');
  await canvas.dispatchEvent('drop', { dataTransfer, clientX: x, clientY: y });
}

/** Waits until more of the canvas has this colour than an outline could cover. */
export async function expectColour(
  one: Instance,
  colour: readonly [red: number, green: number, blue: number],
): Promise<void> {
  const count = () =>
    one.whiteboard.locator('canvas.static').evaluate((canvas, [r, g, b]) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new Error('Excalidraw has another canvas now');
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      let pixels = 0;
      for (let i = 0; i < data.length; i += 4)
        if (data[i] === r && data[i + 1] === g && data[i + 2] === b) pixels += 1;
      return pixels;
    }, colour);
  await expect.poll(count).toBeGreaterThan(1_000);
}
