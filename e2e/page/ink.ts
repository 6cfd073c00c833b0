/** Runs in a page, as the argument of `Locator.evaluate`: it must not reference anything outside the function. */

/** Whether two pixels of a canvas differ. @param part the checked part of its width and height, at its centre. */
export function hasInk(canvas: Element, part: number): boolean {
  if (!(canvas instanceof HTMLCanvasElement)) throw new Error('Excalidraw has another canvas now');
  const [width, height] = [Math.round(canvas.width * part), Math.round(canvas.height * part)];
  const [left, top] = [Math.floor((canvas.width - width) / 2), Math.floor((canvas.height - height) / 2)];
  const bytes = canvas.getContext('2d')?.getImageData(left, top, width, height).data;
  if (bytes === undefined) throw new Error('the canvas cannot be read');
  const pixels = new Uint32Array(bytes.buffer);
  return pixels.some((pixel) => pixel !== pixels[0]);
}
