/** An ICO file with the given PNG images. */
export function ico(images: readonly { pixels: number; png: Buffer }[]): Buffer;
/** An ICNS file with a PNG image for each width in `icnsTypes`. */
export function icns(pngs: ReadonlyMap<number, Buffer>): Buffer;
export const icnsTypes: readonly { type: string; pixels: number }[];
