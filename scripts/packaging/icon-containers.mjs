/** Icon files are sequences of PNG images. Windows and macOS have different formats. */

/**
 * Microsoft's ICO with PNG images, as Windows Vista and newer read them.
 *
 * @param {readonly { pixels: number, png: Buffer }[]} images Square, 256 pixels wide at most.
 */
export function ico(images) {
  const headerBytes = 6;
  const entryBytes = 16;
  const header = Buffer.alloc(headerBytes + entryBytes * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(({ pixels, png }, at) => {
    const entry = headerBytes + entryBytes * at;
    // A byte has no room for 256, which is written as 0.
    header.writeUInt8(pixels % 256, entry);
    header.writeUInt8(pixels % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
}

/** Apple's names for PNG images by their width in pixels; "@2x" ones are for dense screens, and shown at half the size. */
export const icnsTypes = [
  { type: 'icp4', pixels: 16 },
  { type: 'ic11', pixels: 32 },
  { type: 'icp5', pixels: 32 },
  { type: 'ic12', pixels: 64 },
  { type: 'ic07', pixels: 128 },
  { type: 'ic13', pixels: 256 },
  { type: 'ic08', pixels: 256 },
  { type: 'ic14', pixels: 512 },
  { type: 'ic09', pixels: 512 },
  { type: 'ic10', pixels: 1024 },
];

/**
 * Apple's ICNS.
 *
 * @param {ReadonlyMap<number, Buffer>} pngs A PNG image for each width in `icnsTypes`.
 */
export function icns(pngs) {
  const parts = icnsTypes.map(({ type, pixels }) => chunk(type, pngs.get(pixels)));
  return chunk('icns', Buffer.concat(parts));
}

function chunk(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(header.length + content.length, 4);
  return Buffer.concat([header, content]);
}
