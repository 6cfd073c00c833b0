/**
 * The points of a stroke on the wire: only those added since the last message, as whole hundredths from point to point, so that a
 * point takes two to four bytes. A hundredth of a unit cannot be seen, and no error adds up: each point is rounded by itself.
 */

import type { Json } from '#shared/board/commands.ts';
import { maxStrokePoints, type PathMessage, pointsPerUnit, pressureSteps } from '#shared/wire/presence.ts';

export type Point = readonly [x: number, y: number];

/** @returns the points of a stroke, or undefined if `points` are none. */
export function asPoints(points: Json | undefined): readonly Point[] | undefined {
  return isPoints(points) ? points : undefined;
}

function isPoints(points: unknown): points is readonly Point[] {
  if (!Array.isArray(points)) return false;
  return points.every(
    (point) => Array.isArray(point) && Number.isFinite(point[0]) && Number.isFinite(point[1]),
  );
}

/** The points from number `from` on, `most` at most. */
export function pathMessage(
  points: readonly Point[],
  pressures: readonly number[],
  from: number,
  most: number,
): PathMessage {
  const steps: number[] = [];
  let [x, y] = from === 0 ? [0, 0] : rounded(points[from - 1]);
  const until = Math.min(points.length, from + most, maxStrokePoints);
  for (let at = from; at < until; at += 1) {
    const [nextX, nextY] = rounded(points[at]);
    steps.push(nextX - x, nextY - y);
    [x, y] = [nextX, nextY];
  }
  const some = pressures.slice(from, until).map((pressure) => {
    const step = Math.round(pressure * pressureSteps);
    return Number.isFinite(step) ? Math.min(pressureSteps, Math.max(0, step)) : 0;
  });
  return { from, steps, pressures: some };
}

/** A stroke as it arrives. */
export class Path {
  readonly points: [number, number][] = [];
  readonly pressures: number[] = [];

  /** @returns false if points are missing before these: then nothing is added. */
  add({ from, steps, pressures }: PathMessage): boolean {
    if (from > this.points.length) return false;
    this.points.length = from;
    this.pressures.length = Math.min(this.pressures.length, from);
    let [x, y] = from === 0 ? [0, 0] : rounded(this.points[from - 1]);
    for (let at = 0; at + 1 < steps.length && this.points.length < maxStrokePoints; at += 2) {
      x += steps[at] ?? 0;
      y += steps[at + 1] ?? 0;
      this.points.push([x / pointsPerUnit, y / pointsPerUnit]);
    }
    const room = this.points.length - this.pressures.length;
    this.pressures.push(...pressures.slice(0, room).map((step) => step / pressureSteps));
    return true;
  }
}

function rounded(point: Point | undefined): [number, number] {
  const [x, y] = point ?? [0, 0];
  return [Math.round(x * pointsPerUnit), Math.round(y * pointsPerUnit)];
}
