import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxStrokePoints } from '#shared/wire/presence.ts';
import { asPoints, Path, type Point, pathMessage } from './path.ts';

const coordinate = fc.double({ min: -1e5, max: 1e5, noNaN: true });
const stroke = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 60 });

describe('the points of a stroke', () => {
  it('arrive to the nearest hundredth, in whatever parts they are sent', () => {
    fc.assert(
      fc.property(stroke, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (points, parts) => {
        const path = new Path();
        for (let part = 0; path.points.length < points.length; part += 1) {
          const most = parts[part % parts.length] ?? 1;
          expect(path.add(pathMessage(points, [], path.points.length, most))).toBe(true);
        }
        for (const [at, [x, y]] of points.entries()) {
          expect(Math.abs((path.points[at]?.[0] ?? Number.NaN) - x)).toBeLessThanOrEqual(0.0051);
          expect(Math.abs((path.points[at]?.[1] ?? Number.NaN) - y)).toBeLessThanOrEqual(0.0051);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('come with their pressures', () => {
    const path = new Path();
    const points: Point[] = [
      [0, 0],
      [1, 1],
      [2, 2],
    ];
    path.add(pathMessage(points, [0.5, Number.NaN, 7], 0, 2));
    path.add(pathMessage(points, [0.5, Number.NaN, 7], 2, 2));
    expect(path.pressures).toEqual([0.5, 0, 1]);
    // A part that comes again, or another one in its place.
    path.add(pathMessage(points, [0.5, 1, 0], 1, 2));
    expect(path.pressures).toEqual([0.5, 1, 0]);
  });

  it('begin anew where a path says so, and are not continued over a gap', () => {
    const path = new Path();
    path.add({ from: 0, steps: [100, 100, 100, 0], pressures: [] });
    expect(path.add({ from: 3, steps: [1, 1], pressures: [] })).toBe(false);
    expect(path.points).toEqual([
      [1, 1],
      [2, 1],
    ]);
    path.add({ from: 0, steps: [-100, 0], pressures: [] });
    expect(path.points).toEqual([[-1, 0]]);
  });

  it('are bounded', () => {
    const path = new Path();
    for (let from = 0; from <= maxStrokePoints; from += 100) {
      path.add({
        from: path.points.length,
        steps: new Array(200).fill(1),
        pressures: new Array(100).fill(1),
      });
    }
    expect(path.points).toHaveLength(maxStrokePoints);
    expect(path.pressures).toHaveLength(maxStrokePoints);
    expect(pathMessage(path.points, [], maxStrokePoints, 10).steps).toEqual([]);
  });

  it.each([['text'], [null], [[[0]]], [[[0, 'a']]], [[1, 2]], [{ 0: [1, 2] }]])('are not %j', (points) => {
    expect(asPoints(points)).toBeUndefined();
  });
});
