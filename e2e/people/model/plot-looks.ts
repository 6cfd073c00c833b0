/** Compares the elements of a plot with the model. */

import type { JsonElement } from '../page/window-state.ts';
import type { Point } from './cells.ts';
import { connectors, gapsOf } from './looks.ts';
import { countOf, type FramedLook, type PictureLook, type PlotLook, pictureSize } from './plots.ts';

/** Of places, as Excalidraw draws from whole pixels. */
const tolerance = 3;

/** Of a cropped side, which follows the pointer from a point beside it. */
const cropTolerance = 6;

/** The largest distance from an arrow's end to the outline of its box. */
const maxGap = 14;

/** Whether the elements of a plot are exactly those of the look. */
export function fits(look: PlotLook, found: readonly JsonElement[]): boolean {
  if (found.length !== countOf(look)) return false;
  if (!look.there) return true;
  return look.kind === 'picture' ? fitsPicture(look, found) : fitsFramed(look, found);
}

function isAt(element: JsonElement, { x, y }: Point): boolean {
  return Math.abs(Number(element.x) - x) <= tolerance && Math.abs(Number(element.y) - y) <= tolerance;
}

function fitsFramed(look: FramedLook, found: readonly JsonElement[]): boolean {
  const { frame } = look;
  const shown =
    frame === undefined ? undefined : found.find((one) => one.type === 'frame' && isAt(one, frame));
  if (frame !== undefined && shown === undefined) return false;
  const frameId = (isInside: boolean) => (isInside ? (shown?.id ?? null) : null);
  const boxes = look.boxes.map((box) =>
    found.find((one) => one.type === 'rectangle' && isAt(one, box) && one.frameId === frameId(box.isInside)),
  );
  if (boxes.includes(undefined)) return false;
  if (!look.hasArrow) return true;
  const [from, to] = boxes;
  const [arrow] = connectors(from, to, found);
  if (arrow === undefined || from === undefined || to === undefined) return false;
  const isWithBoxes = arrow.frameId === frameId(frame !== undefined);
  return isWithBoxes && gapsOf(arrow, from, to).every((gap) => gap <= maxGap);
}

function fitsPicture(look: PictureLook, [picture]: readonly JsonElement[]): boolean {
  if (picture?.type !== 'image' || !isAt(picture, look)) return false;
  const { width, crop } = picture;
  if (Math.abs(Number(width) - look.width) > cropTolerance) return false;
  if (look.width === pictureSize.width) return (crop ?? null) === null;
  return isCrop(crop) && Math.abs(Number(crop.width) - Number(width)) <= 1 && crop.x === 0;
}

function isCrop(value: JsonElement[string] | undefined): value is { readonly [key: string]: number } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
