/** The places on the canvas: each element has a cell of its own, so that it is known by where it is. */

/** Scene units, as all lengths here. */
export const cell = { width: 220, height: 160 } as const;
/** Where an element begins in its cell; there is room to move it on all sides. */
export const margin = { left: 40, top: 40 } as const;
export const size = { width: 90, height: 60 } as const;
/** How far an element may be from where it began. */
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

/** A place in a cell where no element ever is. */
export function gapOf(number: number): Point {
  const corner = cornerOf(number);
  return { x: corner.x + cell.width - 8, y: corner.y + cell.height - 8 };
}
