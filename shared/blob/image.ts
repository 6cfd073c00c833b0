/**
 * The images that a board shows: their type and their size in pixels, by their first bytes and never by a name. A few bytes can
 * decode to gigabytes, so the size is bounded before anything decodes them.
 *
 * Sources: PNG (RFC 2083, 11.2.2 and the signature in 12.11), JPEG (ITU-T T.81, B.2.2), GIF89a (18 and 20), WebP (RFC 9649, 2.5 to 2.7).
 */

export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export type ImageType = (typeof imageTypes)[number];

/** Pixels along one side, at most. */
export const maxImageSide = 16_384;

/** Pixels of one image, at most; they take four bytes each when it is drawn. */
export const maxImagePixels = 50_000_000;

export interface ImageHeader {
  readonly type: ImageType;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** `unknown`: damaged, or not of a type that boards show. `too-many-pixels`: it would cost too much to draw. */
export type ImageProblem = 'unknown' | 'too-many-pixels';

/** Reads headers only. Never throws. */
export function readImage(bytes: Uint8Array): ImageHeader | ImageProblem {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = png(view) ?? gif(view) ?? webp(view) ?? jpeg(view);
  if (header === undefined || header.width < 1 || header.height < 1) return 'unknown';
  const { width, height } = header;
  const isSmall = width <= maxImageSide && height <= maxImageSide && width * height <= maxImagePixels;
  return isSmall ? header : 'too-many-pixels';
}

type Header = ImageHeader | undefined;

function png(view: DataView): Header {
  if (view.byteLength < 33 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a)
    return undefined;
  if (text(view, 12, 4) !== 'IHDR') return undefined;
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** Browsers enlarge the screen to the first frame where that is larger. */
function gif(view: DataView): Header {
  if (view.byteLength < 13 || !/^GIF8[79]a$/.test(text(view, 0, 6))) return undefined;
  let [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  const flags = view.getUint8(10);
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  while (at < view.byteLength && view.getUint8(at) === 0x21) at = afterSubBlocks(view, at + 2);
  if (at + 9 >= view.byteLength || view.getUint8(at) !== 0x2c) return undefined;
  width = Math.max(width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
  height = Math.max(height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
  return { type: 'image/gif', width, height };
}

function afterSubBlocks(view: DataView, start: number): number {
  let at = start;
  while (at < view.byteLength) {
    const length = view.getUint8(at);
    at += 1 + length;
    if (length === 0) break;
  }
  return at;
}

function webp(view: DataView): Header {
  if (view.byteLength < 30 || text(view, 0, 4) !== 'RIFF' || text(view, 8, 4) !== 'WEBP') return undefined;
  const type = 'image/webp';
  switch (text(view, 12, 4)) {
    case 'VP8X':
      return { type, width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      if (view.getUint8(20) !== 0x2f) return undefined;
      return { type, width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
    }
    case 'VP8 ':
      if (uint24(view, 23) !== 0x2a019d) return undefined;
      return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return undefined;
  }
}

/** Start-of-frame markers; the rest from C0 to CF are tables. */
const noFrame = new Set([0xc4, 0xc8, 0xcc]);

function jpeg(view: DataView): Header {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && !noFrame.has(marker)) {
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
    // The scan begins without a frame.
    if (marker === 0xda || marker === 0xd9) return undefined;
    const length = view.getUint16(at + 2);
    if (length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}

function uint24(view: DataView, at: number): number {
  return view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);
}

function text(view: DataView, at: number, length: number): string {
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length));
}
