/** The rectangles that Excalidraw paints for elements. */

import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';

/** In the coordinates of the drawing. */
export type Area = readonly [left: number, top: number, right: number, bottom: number];

/** Rounding of Excalidraw's bounds of curves, units of the drawing. */
const slack = 4;

/**
 * Excalidraw paints an element as a bitmap, which is larger than the element by a padding.
 *
 * @param bounds of the element, as Excalidraw computes them.
 * @returns undefined if it cannot be told: rotated lines, links and their icons, arrows with a label, and labels of arrows.
 */
export function paintedArea(
  element: ExcalidrawElement,
  bounds: Area,
  others: ReadonlyMap<string, ExcalidrawElement>,
): Area | undefined {
  if (element.link !== null || isWithLabelOfArrow(element, others)) return undefined;
  const padding = paddingOf(element) + slack;
  if (element.angle === 0) return grown(bounds, padding);
  if ('points' in element) return undefined;
  const { x, y, width, height, angle } = element;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [halfWidth, halfHeight] = [width / 2 + padding, height / 2 + padding];
  const [right, down] = [halfWidth * cos + halfHeight * sin, halfWidth * sin + halfHeight * cos];
  const [centreX, centreY] = [x + width / 2, y + height / 2];
  return [centreX - right, centreY - down, centreX + right, centreY + down];
}

/** Areas that cover all of `areas` and do not touch each other. */
export function apart(areas: readonly Area[]): readonly Area[] {
  const found: Area[] = [];
  for (const area of areas) {
    let united = area;
    for (let at = found.length - 1; at >= 0; at -= 1) {
      const other = found[at];
      if (other === undefined || !areTouching(united, other)) continue;
      united = union(united, other);
      found.splice(at, 1);
      // The larger one may touch those that the smaller one did not.
      at = found.length;
    }
    found.push(united);
  }
  return found;
}

export function areTouching(a: Area, b: Area): boolean {
  return a[0] <= b[2] && a[1] <= b[3] && a[2] >= b[0] && a[3] >= b[1];
}

function union(a: Area, b: Area): Area {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

function grown([left, top, right, bottom]: Area, by: number): Area {
  return [left - by, top - by, right + by, bottom + by];
}

/** As `getCanvasPadding` of Excalidraw. */
function paddingOf(element: ExcalidrawElement): number {
  if (element.type === 'freedraw') return element.strokeWidth * 12;
  return element.type === 'text' ? element.fontSize / 2 : 20;
}

/** The line of an arrow ends at its label, whose place is that of the arrow. */
function isWithLabelOfArrow(
  element: ExcalidrawElement,
  others: ReadonlyMap<string, ExcalidrawElement>,
): boolean {
  if (element.type === 'text') {
    return element.containerId !== null && others.get(element.containerId)?.type === 'arrow';
  }
  return element.type === 'arrow' && hasLabel(element);
}

export function hasLabel({ boundElements }: ExcalidrawElement): boolean {
  return boundElements?.some(({ type }) => type === 'text') === true;
}
