/**
 * What an element costs to draw. Excalidraw draws by hand: it hatches a shape with single lines, and sets a dash at a
 * time (roughjs). So a large shape with thin lines can take minutes, and more memory than there is.
 */

import { maxDashes, maxHatchLines } from './bounds.ts';
import { isPath, lengthOf, type Path } from './points.ts';
import type { Record } from './rule.ts';

/** Path length inside which rows are searched for hatch lines, canvas pixels, at most. */
const maxHatchedPath = 1e6;
/** Excalidraw closes a path whose ends are this near, canvas pixels. */
const closedWithin = 8;

/** The properties that make `element` cheap enough to draw; empty if it is. Its properties are valid. */
export function cheaper(element: Record): Record {
  const isHatched = isHatchedTooFinely(element);
  const isDashed = hasTooManyDashes(element);
  return {
    ...(isHatched ? { fillStyle: 'solid' } : {}),
    ...(isDashed ? { strokeStyle: 'solid' } : {}),
  };
}

function isHatchedTooFinely(element: Record): boolean {
  const { type, fillStyle } = element;
  if (fillStyle === 'solid' || isTransparent(element.backgroundColor)) return false;
  if (type === 'arrow' || type === 'text' || type === 'frame') return false;
  const perLine = 4 * numberOf(element.strokeWidth) * (fillStyle === 'hachure' ? 1 : 0.5);
  const size = numberOf(element.width) + numberOf(element.height);
  if (type !== 'line' && type !== 'freedraw') return size > maxHatchLines * perLine;
  const path = pathOf(element);
  if (path === undefined || !isClosed(path)) return false;
  const length = lengthOf(path);
  return Math.max(size, length / 2) > maxHatchLines * perLine || length > maxHatchedPath;
}

function hasTooManyDashes(element: Record): boolean {
  const { type, strokeStyle } = element;
  if (strokeStyle === 'solid' || type === 'text' || type === 'frame' || type === 'freedraw') return false;
  const period = (strokeStyle === 'dashed' ? 16 : 7.5) + numberOf(element.strokeWidth);
  const path = pathOf(element);
  const length =
    path === undefined ? 2 * (numberOf(element.width) + numberOf(element.height)) : lengthOf(path);
  return length > maxDashes * period;
}

function pathOf(element: Record): Path | undefined {
  const { points } = element;
  return isPath(points) ? points : undefined;
}

function isClosed(path: Path): boolean {
  const first = path[0];
  const last = path.at(-1);
  if (first === undefined || last === undefined || path.length < 3) return false;
  return Math.abs(first[0] - last[0]) <= closedWithin && Math.abs(first[1] - last[1]) <= closedWithin;
}

/** `#0000` and `#00000000` are, too. */
function isTransparent(color: unknown): boolean {
  if (typeof color !== 'string' || color === 'transparent') return true;
  return (
    color.startsWith('#') &&
    ((color.length === 5 && color.endsWith('0')) || (color.length === 9 && color.endsWith('00')))
  );
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
