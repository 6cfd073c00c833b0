/** Points of the canvas, in pixels, and arithmetic on them. */

export type Point = readonly [number, number];

export function minus(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1]];
}

export function plus(a: Point, b: Point): Point {
  return [a[0] + b[0], a[1] + b[1]];
}

export function times(a: Point, factor: number): Point {
  return [a[0] * factor, a[1] * factor];
}

export function cross(a: Point, b: Point): number {
  return a[0] * b[1] - a[1] * b[0];
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** The unit vector of `a`; the zero vector stays zero. */
export function direction(a: Point): Point {
  const length = Math.hypot(a[0], a[1]);
  return length === 0 ? [0, 0] : [a[0] / length, a[1] / length];
}

/** @param angle in radians, clockwise on the canvas. */
export function turned(point: Point, center: Point, angle: number): Point {
  if (angle === 0) return point;
  const [x, y] = minus(point, center);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return plus(center, [x * cos - y * sin, x * sin + y * cos]);
}

/** The intersection of the segments a–b and c–d; undefined without one, and for parallel ones. */
export function crossing(a: Point, b: Point, c: Point, d: Point): Point | undefined {
  const along = minus(b, a);
  const other = minus(d, c);
  const determinant = cross(along, other);
  if (determinant === 0) return undefined;
  const from = minus(c, a);
  const s = cross(from, other) / determinant;
  const t = cross(from, along) / determinant;
  return s < 0 || s > 1 || t < 0 || t > 1 ? undefined : plus(a, times(along, s));
}

export function distanceToSegment(point: Point, a: Point, b: Point): number {
  const along = minus(b, a);
  const square = along[0] ** 2 + along[1] ** 2;
  const from = minus(point, a);
  const part = square === 0 ? 0 : (from[0] * along[0] + from[1] * along[1]) / square;
  return distance(point, plus(a, times(along, Math.min(Math.max(part, 0), 1))));
}

/** The distance from the infinite line through `a` and `b`. */
export function distanceToLine(point: Point, a: Point, b: Point): number {
  return Math.abs(cross(direction(minus(b, a)), minus(point, a)));
}
