/**
 * The outlines of shapes that arrows are bound to, at a distance, as polygons. They are Excalidraw's (version 0.18.1,
 * `element/utils`), quirks included: a person's own window has the same arrow at the same place.
 */

import type { Json } from '../commands.ts';
import { isRecord } from '../element/rules/rule.ts';
import type { BoardElement } from '../state.ts';
import {
  crossing,
  direction,
  distance,
  distanceToSegment,
  minus,
  type Point,
  plus,
  times,
  turned,
} from './plane.ts';

/** A shape before it is turned by its angle. */
export interface Shape {
  readonly type: Json | undefined;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
  readonly center: Point;
  readonly roundness: Json | undefined;
}

export function shapeOf({ type, x, y, width, height, angle, roundness }: BoardElement): Shape {
  const [left, top, w, h] = [numberOf(x), numberOf(y), numberOf(width), numberOf(height)];
  return {
    type,
    x: left,
    y: top,
    width: w,
    height: h,
    angle: numberOf(angle),
    center: [left + w / 2, top + h / 2],
    roundness,
  };
}

export function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** `point` of the canvas, where the shape is not turned. */
export function inShape(shape: Shape, point: Point): Point {
  return turned(point, shape.center, -shape.angle);
}

/** The other way. */
export function onCanvas(shape: Shape, point: Point): Point {
  return turned(point, shape.center, shape.angle);
}

/** A closed polygon. */
export function outline(shape: Shape, offset: number): readonly Point[] {
  if (shape.type === 'ellipse') return ellipse(shape, offset);
  return shape.type === 'diamond' ? diamond(shape, offset) : rectangle(shape, offset);
}

const ellipseSides = 96;

function ellipse({ center, width, height }: Shape, offset: number): Point[] {
  return Array.from({ length: ellipseSides }, (_, side) => {
    const angle = (2 * Math.PI * side) / ellipseSides;
    return plus(center, [(width / 2 + offset) * Math.cos(angle), (height / 2 + offset) * Math.sin(angle)]);
  });
}

function rectangle(shape: Shape, offset: number): Point[] {
  const { x, y, width, height, center } = shape;
  const right = x + width;
  const bottom = y + height;
  const radius = cornerRadius(shape, Math.min(width, height));
  if (radius <= 0) {
    return [
      [x - offset, y - offset],
      [right + offset, y - offset],
      [right + offset, bottom + offset],
      [x - offset, bottom + offset],
    ];
  }
  const corners: readonly [Point, Point, Point, Point][] = [
    [
      [x, y],
      [x, y + radius],
      [x + radius, y],
      [-offset, -offset],
    ],
    [
      [right, y],
      [right - radius, y],
      [right, y + radius],
      [offset, -offset],
    ],
    [
      [right, bottom],
      [right, bottom - radius],
      [right - radius, bottom],
      [offset, offset],
    ],
    [
      [x, bottom],
      [x + radius, bottom],
      [x, bottom - radius],
      [-offset, offset],
    ],
  ];
  return corners.flatMap(([corner, from, to, outwards]) => {
    const by = times(direction(minus(plus(corner, outwards), center)), offset);
    const towards = (end: Point) => plus(end, times(minus(corner, end), 2 / 3));
    return curve(from, towards(from), towards(to), to).map((point) => plus(point, by));
  });
}

function diamond(shape: Shape, offset: number): Point[] {
  const { x, y, width, height, center } = shape;
  const middleX = x + Math.floor(width / 2) + 1;
  const middleY = y + Math.floor(height / 2) + 1;
  const right: Point = [x + width, middleY];
  const bottom: Point = [middleX, y + height];
  const left: Point = [x, middleY];
  const top: Point = [middleX, y];
  if (!isRecord(shape.roundness)) {
    return [
      plus(top, [0, -offset]),
      plus(right, [offset, 0]),
      plus(bottom, [0, offset]),
      plus(left, [-offset, 0]),
    ];
  }
  const across = cornerRadius(shape, Math.abs(middleX - x));
  const along = cornerRadius(shape, Math.abs(middleY - y));
  const corners: readonly [Point, Point, Point][] = [
    [right, [-across, -along], [-across, along]],
    [bottom, [across, -along], [-across, -along]],
    [left, [across, along], [across, -along]],
    [top, [-across, along], [across, along]],
  ];
  return corners.flatMap(([corner, from, to]) => {
    const by = times(direction(minus(corner, center)), offset);
    return curve(plus(corner, from), corner, corner, plus(corner, to)).map((point) => plus(point, by));
  });
}

const curvePieces = 8;

function curve(a: Point, b: Point, c: Point, d: Point): Point[] {
  return Array.from({ length: curvePieces + 1 }, (_, piece) => {
    const t = piece / curvePieces;
    const u = 1 - t;
    return plus(
      plus(times(a, u ** 3), times(b, 3 * u * u * t)),
      plus(times(c, 3 * u * t * t), times(d, t ** 3)),
    );
  });
}

function cornerRadius({ roundness }: Shape, side: number): number {
  if (!isRecord(roundness)) return 0;
  if (roundness.type !== 3) return side * 0.25;
  const radius = typeof roundness.value === 'number' ? roundness.value : 32;
  return side <= radius / 0.25 ? side * 0.25 : radius;
}

export function crossings(polygon: readonly Point[], from: Point, to: Point): Point[] {
  const found: Point[] = [];
  polygon.forEach((corner, position) => {
    const next = polygon[(position + 1) % polygon.length];
    const point = next === undefined ? undefined : crossing(from, to, corner, next);
    // At a corner two sides are crossed at once.
    if (point !== undefined && !found.some((other) => distance(other, point) < 1e-4)) found.push(point);
  });
  return found.sort((a, b) => distance(a, from) - distance(b, from));
}

export function distanceToOutline(polygon: readonly Point[], point: Point): number {
  return polygon.reduce((least, corner, position) => {
    const next = polygon[(position + 1) % polygon.length] ?? corner;
    return Math.min(least, distanceToSegment(point, corner, next));
  }, Number.POSITIVE_INFINITY);
}

export function isInside(polygon: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  polygon.forEach((corner, position) => {
    const [x1, y1] = corner;
    const [x2, y2] = polygon[(position + 1) % polygon.length] ?? corner;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}
