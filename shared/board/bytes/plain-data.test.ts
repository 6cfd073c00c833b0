import { expect, test } from 'vitest';
import { isSameBytes } from './plain-data.ts';

/** `bytes` in a larger buffer, from `offset` on. */
function at(offset: number, bytes: Uint8Array): Uint8Array {
  const buffer = new Uint8Array(offset + bytes.byteLength + 3).fill(9);
  buffer.set(bytes, offset);
  return buffer.subarray(offset, offset + bytes.byteLength);
}

test('bytes are the same if each of them is, wherever they are in their buffers', () => {
  for (let length = 0; length <= 11; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, position) => position + 1);
    for (const [first, second] of [
      [0, 0],
      [4, 8],
      [0, 1],
      [3, 3],
    ] as const) {
      expect(isSameBytes(at(first, bytes), at(second, bytes))).toBe(true);
      expect(isSameBytes(at(first, bytes), at(second, Uint8Array.of(...bytes, 0)))).toBe(false);
      for (let position = 0; position < length; position += 1) {
        const other = bytes.slice();
        other[position] = 200;
        expect(isSameBytes(at(first, bytes), at(second, other))).toBe(false);
      }
    }
  }
});
