/** Packs PNG images into the icon formats of Windows and macOS. */

/**
 * Microsoft's ICO with PNG images, for Windows Vista and newer.
 *
 * @param {readonly { pixels: number, png: Buffer }[]} images square, at most 256 pixels wide.
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
    // 0 stands for 256.
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

/** Apple's types of PNG images and their width in pixels. Two types of the same width differ in their scale: 1 and 2 ("@2x"). */
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
 * @param {ReadonlyMap<number, Buffer>} pngs a PNG image for each width in `icnsTypes`.
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
