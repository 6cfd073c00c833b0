/**
 * Prepares images that a person adds to a board. PNG, JPEG, GIF and WebP stay unchanged; any other format that the browser can
 * draw (SVG, AVIF, BMP) becomes a PNG here, so that only pixels reach another device: no script, no reference, no event
 * handler.
 */

import { maxBlobBytes } from '#shared/blob/blob.ts';
import { readImage } from '#shared/blob/image.ts';
import { dataUrlOf } from './data-url.ts';

/** The maximum number of pixels along the longer side of an image that is redrawn. */
export const drawnSide = 2_048;
export const redrawnSide = 4_096;

export type ImageRefusal = 'unsupported' | 'too-large' | 'too-many-pixels';

export type PreparedImage =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: ImageRefusal };

/** @param redraw for tests. Never throws. */
export async function prepareImage(
  bytes: Uint8Array<ArrayBuffer>,
  redraw: (address: string, side: 'drawn' | 'pixels') => Promise<Uint8Array | undefined> = redrawn,
): Promise<PreparedImage> {
  if (bytes.byteLength > maxBlobBytes) return { ok: false, why: 'too-large' };
  const read = readImage(bytes);
  if (typeof read !== 'string') return { ok: true, bytes };
  if (read === 'too-many-pixels') return { ok: false, why: read };
  const isDrawing = looksLikeSvg(bytes);
  // An `<img>` runs and loads nothing, for any content of the file (SVG Integration, "secure static mode").
  // A data URL, because Chromium taints a canvas that is drawn with a `foreignObject` from a blob URL.
  const address = dataUrlOf(bytes, isDrawing ? 'image/svg+xml' : 'application/octet-stream');
  const png = await redraw(address, isDrawing ? 'drawn' : 'pixels');
  if (png === undefined) return { ok: false, why: 'unsupported' };
  return png.byteLength > maxBlobBytes ? { ok: false, why: 'too-large' } : { ok: true, bytes: png };
}

/** By its first element; comments and declarations may precede it. */
export function looksLikeSvg(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 4_096));
  return (
    /^\uFEFF?\s*<(\?xml|!--|!DOCTYPE\s+svg|svg[\s>])/i.test(start) &&
    /<svg[\s>]/i.test(new TextDecoder().decode(bytes))
  );
}

async function redrawn(address: string, side: 'drawn' | 'pixels'): Promise<Uint8Array | undefined> {
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const { naturalWidth, naturalHeight } = image;
    const longer = Math.max(naturalWidth, naturalHeight);
    if (longer === 0) return undefined;
    const scale = side === 'drawn' ? drawnSide / longer : Math.min(1, redrawnSide / longer);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(naturalHeight * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return png === null ? undefined : new Uint8Array(await png.arrayBuffer());
  } catch (error) {
    console.warn('An image could not be drawn', error);
    return undefined;
  }
}
