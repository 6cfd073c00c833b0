import { Packr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { maxDepth, maxValues, scan } from './scan.ts';

const plain = new Packr({ useRecords: false, variableMapSize: true });

function scanned(bytes: Iterable<number>): string | undefined {
  return scan(Uint8Array.from(bytes), 0);
}

describe('scan', () => {
  it.each([
    ['small numbers', 0],
    ['negative numbers', [-1, -32, -33, -129, -40_000, -2_147_483_648]],
    ['numbers of every size', [127, 128, 255, 256, 65_535, 65_536, 2 ** 32, Number.MAX_SAFE_INTEGER, 0.5]],
    ['nothing, yes and no', [null, true, false]],
    ['texts of every size', ['', 'a'.repeat(31), 'a'.repeat(32), 'ü'.repeat(200), 'a'.repeat(70_000)]],
    ['bytes of every size', [new Uint8Array(0), new Uint8Array(300), new Uint8Array(70_000)]],
    ['arrays of every size', [[], new Array(15).fill(1), new Array(16).fill([]), new Array(70_000).fill(0)]],
    [
      'maps',
      { a: 1, b: { c: [2] }, ...Object.fromEntries(new Array(20).fill(0).map((_, key) => [`k${key}`, key])) },
    ],
  ])('accepts %s', (_, value) => {
    expect(scan(plain.pack(value), 0)).toBeUndefined();
  });

  it('starts at the given position', () => {
    expect(scan(Uint8Array.of(0xc1, 0x01), 1)).toBeUndefined();
  });

  it.each([
    ['a record, which would be compiled', [0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 0x01]],
    ['a reference, which would multiply', [0xd6, 0x70, 0, 0, 0, 1]],
    ['an extension of 8 bits', [0xc7, 0x01, 0x42, 0x01]],
    ['an extension of 16 bits', [0xc8, 0x00, 0x01, 0x42, 0x01]],
    ['an extension of 32 bits', [0xc9, 0x00, 0x00, 0x00, 0x01, 0x42, 0x01]],
    ['"undefined"', [0xd4, 0x00, 0x00]],
    ['a date', [0xd6, 0xff, 0, 0, 0, 1]],
    ['a 64-bit number', [0xcf, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['the byte that is never used', [0xc1]],
  ])('rejects %s', (_, bytes) => {
    expect(scanned(bytes)).toMatch(/unsupported type/);
  });

  it('rejects bytes after the value', () => {
    expect(scanned([0x01, 0x01])).toBe('followed by more bytes');
  });

  it('rejects every truncated value', () => {
    const whole = plain.pack([1, 'two', new Uint8Array(3), { four: 4.5 }, 70_000, 'x'.repeat(300)]);
    for (let length = 0; length < whole.length; length += 1) {
      expect(scan(whole.subarray(0, length), 0)).toBe('truncated');
    }
  });

  it('rejects a length that the bytes cannot hold', () => {
    expect(scanned([0xdd, 0xff, 0xff, 0xff, 0xff, 0x01])).toBe('truncated');
    expect(scanned([0xdf, 0xff, 0xff, 0xff, 0xff, 0x01])).toBe('truncated');
    expect(scanned([0xc6, 0xff, 0xff, 0xff, 0xff, 0x01])).toBe('truncated');
  });

  it('bounds the nesting of values', () => {
    const nested = (depth: number) => [...new Array(depth).fill(0x91), 0x01];
    expect(scanned(nested(maxDepth))).toBeUndefined();
    expect(scanned(nested(maxDepth + 1))).toBe(`nested deeper than ${maxDepth}`);
    expect(scanned(nested(100_000))).toBe(`nested deeper than ${maxDepth}`);
  });

  it('bounds the number of values', () => {
    const many = new Uint8Array(5 + maxValues);
    many.set([0xdd, 0, 0, 0, 0]);
    new DataView(many.buffer).setUint32(1, maxValues);
    expect(scan(many, 0)).toBe(`more than ${maxValues} values`);
  });
});
