import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Data } from 'resedit';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { icns, icnsTypes, ico } from '../scripts/packaging/icon-containers.mjs';
import { root } from './testing/build.ts';

const folder = join(root, 'build');
const record = v.parse(
  v.object({ from: v.string(), files: v.record(v.string(), v.string()) }),
  JSON.parse(readFileSync(join(folder, 'icons.json'), 'utf8')),
);

test('the icons were drawn from the current build/icon.svg (`npm run icons` draws them)', () => {
  expect(digest('icon.svg')).toBe(record.from);
});

test('no icon has been changed or removed since it was drawn', () => {
  expect(Object.keys(record.files)).toEqual(
    expect.arrayContaining(['icon.ico', 'icon.icns', 'icons/16x16.png', 'icons/512x512.png']),
  );
  for (const [name, hash] of Object.entries(record.files)) expect(digest(name), name).toBe(hash);
});

test('the ICO contains PNG images from 16 to 256 pixels', () => {
  const icons = Data.IconFile.from(readFileSync(join(folder, 'icon.ico'))).icons;
  expect(icons.map(({ width }) => width || 256)).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);
  for (const { width, data } of icons) {
    if (!('bin' in data)) throw new Error('this is not a PNG image');
    expect(pngWidth(Buffer.from(data.bin))).toBe(width || 256);
  }
});

test('the ICNS contains an image of each type', () => {
  const bytes = readFileSync(join(folder, 'icon.icns'));
  expect(bytes.subarray(0, 4).toString()).toBe('icns');
  expect(bytes.readUInt32BE(4)).toBe(bytes.length);
  const found: { type: string; pixels: number }[] = [];
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at + 4)) {
    const type = bytes.subarray(at, at + 4).toString();
    found.push({ type, pixels: pngWidth(bytes.subarray(at + 8)) });
  }
  expect(found).toEqual(icnsTypes);
});

test('ICO and ICNS contain the given images unchanged', () => {
  const png = Buffer.from('not really an image');
  const windows = ico([{ pixels: 256, png }]);
  expect(windows.readUInt8(6)).toBe(0);
  expect(windows.subarray(windows.readUInt32LE(18))).toEqual(png);
  const mac = icns(new Map(icnsTypes.map(({ pixels }) => [pixels, png])));
  expect(mac.length).toBe(8 + icnsTypes.length * (8 + png.length));
});

function pngWidth(png: Buffer): number {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return png.readUInt32BE(16);
}

function digest(name: string): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, name)))
    .digest('hex');
}
