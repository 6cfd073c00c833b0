import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxImageSide, readImage } from './image.ts';
import { gifOf, jpegOf, pngOf, webpOf } from './testing/images.ts';

describe('the header of an image', () => {
  it.each([
    ['image/png', pngOf(640, 480)],
    ['image/jpeg', jpegOf(640, 480)],
    ['image/gif', gifOf(640, 480)],
    ['image/webp', webpOf('VP8X', 640, 480)],
    ['image/webp', webpOf('VP8L', 640, 480)],
    ['image/webp', webpOf('VP8 ', 640, 480)],
  ])('reads type and size from the content: %s', (type, bytes) => {
    expect(readImage(bytes)).toEqual({ type, width: 640, height: 480 });
  });

  it('is read wherever the bytes begin in their buffer', () => {
    const bytes = new Uint8Array([9, 9, 9, ...pngOf(3, 4)]).subarray(3);
    expect(readImage(bytes)).toEqual({ type: 'image/png', width: 3, height: 4 });
  });

  it.each([
    ['a PNG of 60,000 × 60,000', pngOf(60_000, 60_000)],
    ['a PNG of the largest numbers', pngOf(0xffff_ffff, 0xffff_ffff)],
    ['a long and thin PNG', pngOf(maxImageSide + 1, 1)],
    ['a JPEG of 65,535 × 65,535', jpegOf(65_535, 65_535)],
    ['a GIF whose first frame is larger than its screen', gifOf(1, 1, 60_000, 60_000)],
    ['a WebP of 16,000 × 16,000', webpOf('VP8X', 16_000, 16_000)],
  ])('does not pass a decompression bomb: %s', (_, bytes) => {
    expect(readImage(bytes)).toBe('too-many-pixels');
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a PNG without pixels', pngOf(0, 5)],
    ['half a PNG', pngOf(5, 5).subarray(0, 20)],
    [
      'an SVG',
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
    ['a page', new TextEncoder().encode('<!doctype html><script>alert(1)</script>'.padEnd(100))],
    ['a scan without a frame', Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0, 0, 0)],
  ])('is not found in %s', (_, bytes) => {
    expect(readImage(bytes)).toBe('unknown');
  });

  it('is read from any bytes without an exception', () => {
    const real = [pngOf(9, 9), jpegOf(9, 9), gifOf(9, 9), webpOf('VP8X', 9, 9), webpOf('VP8L', 9, 9)];
    const spoiled = fc.tuple(fc.constantFrom(...real), fc.nat(60), fc.uint8Array({ maxLength: 20 }));
    fc.assert(
      fc.property(spoiled, ([bytes, at, some]) => {
        const mixed = Uint8Array.of(...bytes.subarray(0, at), ...some);
        const read = readImage(mixed);
        if (typeof read !== 'string') expect(read.width * read.height).toBeLessThanOrEqual(50_000_000);
      }),
      { numRuns: 500 },
    );
  });
});
