/**
 * What windows send to one another beside the log: where a person is, and what a gesture of theirs looks like before it is a
 * change. Never agreed on, never stored.
 *
 * A message says what is new since the one before it on the same link; links keep their order, and the first message on a link
 * says everything. Names and colours are not in it: a receiver knows them by the sender's key.
 */

import * as v from 'valibot';
import { boundedList } from './bounded-list.ts';

/** Bytes of a message, at most. */
export const maxPresenceBytes = 32 * 1024;

/** Elements of the whiteboard that a person may have selected for others to see. */
export const maxSelected = 100;

/** Elements under way in one message, and of one person at a time. */
export const maxPreviews = 100;

/** Points of a stroke that one message adds, at most. */
export const maxPathPoints = 512;

/** Points of a stroke under way, at most: it is shown to others up to here until it is a change. */
export const maxStrokePoints = 20_000;

/** Characters in an element's id, and in the name of one of its properties, at most. */
export const maxElementIdLength = 64;
const maxPropertyLength = 64;

/** Points of a path are in hundredths of the board's unit, pressures in thousandths. */
export const pointsPerUnit = 100;
export const pressureSteps = 1000;

/** Far beyond any whiteboard, and safe for all arithmetic. */
const maxCoordinate = 1e9;

const coordinateSchema = v.pipe(
  v.number(),
  v.finite('not a coordinate'),
  v.minValue(-maxCoordinate, 'too far out'),
  v.maxValue(maxCoordinate, 'too far out'),
);

const idSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(maxElementIdLength, 'too long an id'));

const pointerSchema = v.strictObject({
  x: coordinateSchema,
  y: coordinateSchema,
  tool: v.picklist(['pointer', 'laser']),
  pressed: v.boolean(),
});

const viewportSchema = v.strictObject({
  left: coordinateSchema,
  top: coordinateSchema,
  right: coordinateSchema,
  bottom: coordinateSchema,
});

const stepSchema = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(-maxCoordinate * pointsPerUnit),
  v.maxValue(maxCoordinate * pointsPerUnit),
);

const pathSchema = v.strictObject({
  /** Points that the receiver has already; what it has beyond is dropped. */
  from: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxStrokePoints)),
  /** x, y, x, y, …: each the way from the point before (the first of a path from 0, 0). */
  steps: v.pipe(
    boundedList(stepSchema, 2 * maxPathPoints, 'too many points'),
    v.check((steps) => steps.length % 2 === 0, 'half a point'),
  ),
  /** Of each of these points, if the pen reports it. */
  pressures: boundedList(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(pressureSteps)),
    maxPathPoints,
    'too many pressures',
  ),
});

const previewSchema = v.strictObject({
  id: idSchema,
  /** Properties that look different from what this message's receiver was sent so far. Values are any JSON. */
  set: v.record(v.pipe(v.string(), v.maxLength(maxPropertyLength, 'too long a name')), v.unknown()),
  /** Of a stroke: what was added to its points. */
  path: v.optional(pathSchema),
});

const endSchema = v.strictObject({
  id: idSchema,
  /** Whether it became a change: then it is shown until the change arrives. */
  kept: v.boolean(),
});

export const presenceSchema = v.strictObject({
  type: v.literal('presence'),
  tab: v.optional(v.picklist(['whiteboard', 'tasks'])),
  activity: v.optional(v.picklist(['active', 'idle', 'away'])),
  /** On the whiteboard, in the board's coordinates; null while it is elsewhere. */
  pointer: v.optional(v.nullable(pointerSchema)),
  selected: v.optional(boundedList(idSchema, maxSelected, 'too many selected elements')),
  /** The part of the whiteboard that is in the window; null while none is. */
  viewport: v.optional(v.nullable(viewportSchema)),
  /** Elements under way. Not from who may only view. */
  previews: v.optional(boundedList(previewSchema, maxPreviews, 'too much under way')),
  ended: v.optional(boundedList(endSchema, maxPreviews, 'too many ended')),
});

export const sessionMessageSchema = v.variant('type', [presenceSchema]);

type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

export type Presence = Frozen<v.InferOutput<typeof presenceSchema>>;
export type Pointer = NonNullable<Presence['pointer']>;
export type Viewport = NonNullable<Presence['viewport']>;
export type PreviewMessage = NonNullable<Presence['previews']>[number];
export type PathMessage = NonNullable<PreviewMessage['path']>;
export type SessionMessage = Presence;

/** Whether it shows more than where a person is: who may only view must not send it. */
export function isDrawing({ previews = [], ended = [] }: Presence): boolean {
  return previews.length + ended.length > 0;
}
