/** Headers of images without the image data. */

function u32(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function u16(value: number): readonly number[] {
  return [value >>> 8, value & 255];
}

function le(value: number, bytes: number): readonly number[] {
  return Array.from({ length: bytes }, (_, at) => (value >>> (8 * at)) & 255);
}

function ascii(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

export function pngOf(width: number, height: number): Uint8Array {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  return Uint8Array.of(
    ...signature,
    ...u32(13),
    ...ascii('IHDR'),
    ...u32(width),
    ...u32(height),
    8,
    6,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  );
}

/** With a comment before its frame. */
export function jpegOf(width: number, height: number): Uint8Array {
  const comment = [0xff, 0xfe, ...u16(6), ...ascii('true')];
  const frame = [
    0xff,
    0xc2,
    ...u16(17),
    8,
    ...u16(height),
    ...u16(width),
    3,
    1,
    0x22,
    0,
    2,
    0x11,
    1,
    3,
    0x11,
    1,
  ];
  return Uint8Array.of(0xff, 0xd8, ...comment, ...frame);
}

/** With a palette of two colours and an extension before its first frame. */
export function gifOf(width: number, height: number, frameWidth = width, frameHeight = height): Uint8Array {
  const screen = [...le(width, 2), ...le(height, 2), 0x80, 0, 0];
  const extension = [0x21, 0xf9, 4, 0, 0, 0, 0, 0];
  const frame = [0x2c, 0, 0, 0, 0, ...le(frameWidth, 2), ...le(frameHeight, 2), 0, 2];
  return Uint8Array.of(...ascii('GIF89a'), ...screen, 0, 0, 0, 255, 255, 255, ...extension, ...frame);
}

export function webpOf(kind: 'VP8X' | 'VP8L' | 'VP8 ', width: number, height: number): Uint8Array {
  const bodies = {
    VP8X: [0, 0, 0, 0, ...le(width - 1, 3), ...le(height - 1, 3)],
    VP8L: [0x2f, ...le((width - 1) | ((height - 1) << 14), 4), 0, 0, 0, 0, 0],
    'VP8 ': [0, 0, 0, 0x9d, 0x01, 0x2a, ...le(width, 2), ...le(height, 2)],
  };
  const body = bodies[kind];
  return Uint8Array.of(
    ...ascii('RIFF'),
    ...le(4 + 8 + body.length, 4),
    ...ascii('WEBP'),
    ...ascii(kind),
    ...le(body.length, 4),
    ...body,
  );
}
