/** Draws the small picture of a board, for the list of boards. */

import { exportToCanvas } from '@excalidraw/excalidraw';
import type { BinaryFiles } from '@excalidraw/excalidraw/types';
import { maxPictureBytes } from '#app/shelf/records/board-summaries.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { toScene } from '../scene/adapter.ts';
import { pictureElements } from './choose.ts';

/** CSS pixels; the list shows it at half of this size, so that it is sharp on most screens. */
const width = 240;
const height = 160;

/**
 * @param elements of the board, in drawing order.
 * @param files the images, by id.
 * @returns an encoded image of at most `maxPictureBytes`; undefined of an empty board, or if it cannot be encoded within the bound.
 *   It is transparent where nothing is drawn, so that the list can invert it in the dark scheme; with a photograph, which must not
 *   be inverted, it is a JPEG on white.
 */
export async function drawPicture(
  elements: readonly BoardElement[],
  files: BinaryFiles,
): Promise<Uint8Array | undefined> {
  const drawn = pictureElements(elements).flatMap(
    (element) => toScene(element, { version: 1, versionNonce: 1, updated: 0 }) ?? [],
  );
  if (drawn.length === 0) return undefined;
  const hasImages = drawn.some(({ type }) => type === 'image');
  const canvas = await exportToCanvas({
    elements: drawn,
    files,
    appState: { exportBackground: hasImages, exportWithDarkMode: false, viewBackgroundColor: '#ffffff' },
    exportPadding: 8,
    getDimensions: (fullWidth: number, fullHeight: number) => {
      const scale = Math.min(width / fullWidth, height / fullHeight, 1);
      return { width: fullWidth * scale, height: fullHeight * scale, scale };
    },
  });
  // Safari encodes no WebP, and makes a PNG instead.
  for (const quality of [0.85, 0.5, 0.2]) {
    const bytes = await encoded(canvas, hasImages ? 'image/jpeg' : 'image/webp', quality);
    if (bytes !== undefined && bytes.byteLength <= maxPictureBytes) return bytes;
  }
  return undefined;
}

async function encoded(
  canvas: HTMLCanvasElement,
  type: string,
  quality: number,
): Promise<Uint8Array | undefined> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
  return blob === null ? undefined : new Uint8Array(await blob.arrayBuffer());
}
