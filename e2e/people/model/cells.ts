/** The cells of the canvas: each element has a separate cell, which identifies it. */

/** In scene units, like all lengths here. */
export const cell = { width: 220, height: 160 } as const;
/** The initial position of an element in its cell, with room to move on all sides. */
export const margin = { left: 40, top: 40 } as const;
export const size = { width: 90, height: 60 } as const;
/** The largest distance from the initial position along each axis. */
export const room = 25;

export const perRow = 4;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The upper left corner of a cell. */
export function cornerOf(number: number): Point {
  return { x: (number % perRow) * cell.width, y: Math.floor(number / perRow) * cell.height };
}

/** Whether a point is in a cell. */
export function isIn(number: number, { x, y }: Point): boolean {
  const corner = cornerOf(number);
  return x >= corner.x && x < corner.x + cell.width && y >= corner.y && y < corner.y + cell.height;
}

/** A point in a cell that no element covers. */
export function gapOf(number: number): Point {
  const corner = cornerOf(number);
  return { x: corner.x + cell.width - 8, y: corner.y + cell.height - 8 };
}
