/**
 * Presence: the ephemeral state of a person, which windows send to one another outside the log. It holds the person's tab, pointer,
 * selection and viewport, and previews of a gesture before it becomes a change. It is neither agreed on nor stored.
 *
 * A message holds the properties that changed since the previous message on the same link; links keep order, and the first message
 * on a link holds all of them. Names and colours are not included: the receiver derives them from the sender's key.
 */

import * as v from 'valibot';
import { boundedList } from './codec/bounded-list.ts';

/** Bytes of a message, at most. */
export const maxPresenceBytes = 32 * 1024;

/** Selected elements in one message, at most. */
export const maxSelected = 100;

/** Previews in one message, and of one person at a time, at most. */
export const maxPreviews = 100;

/** Points of a stroke that one message adds, at most. */
export const maxPathPoints = 512;

/** Points in the preview of a stroke, at most; others see the rest when the stroke becomes a change. */
export const maxStrokePoints = 20_000;

/** Characters in an element's id, and in the name of one of its properties, at most. */
export const maxElementIdLength = 64;
const maxPropertyLength = 64;

/** Points of a path are in hundredths of the board's unit, pressures in thousandths of the maximum. */
export const pointsPerUnit = 100;
export const pressureSteps = 1000;

/** Far beyond any whiteboard, and safe for all arithmetic. */
const maxCoordinate = 1e9;

const coordinateSchema = v.pipe(
  v.number(),
  v.finite('not a coordinate'),
  v.minValue(-maxCoordinate, 'a coordinate out of bounds'),
  v.maxValue(maxCoordinate, 'a coordinate out of bounds'),
);

const idSchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(maxElementIdLength, 'an id that is too long'),
);

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
  /** The number of points that the receiver has already; it drops any further ones. */
  from: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxStrokePoints)),
  /** x, y, x, y, …: each point relative to the previous one, and the first of a path to (0, 0). */
  steps: v.pipe(
    boundedList(stepSchema, 2 * maxPathPoints, 'too many points'),
    v.check((steps) => steps.length % 2 === 0, 'half a point'),
  ),
  /** The pressure at each of these points; empty if the pen does not report it. */
  pressures: boundedList(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(pressureSteps)),
    maxPathPoints,
    'too many pressures',
  ),
});

const previewSchema = v.strictObject({
  id: idSchema,
  /** Properties that differ from those sent to this receiver before. Values are any JSON. */
  set: v.record(v.pipe(v.string(), v.maxLength(maxPropertyLength, 'a name that is too long')), v.unknown()),
  /** For a stroke: the added points. */
  path: v.optional(pathSchema),
});

const endSchema = v.strictObject({
  id: idSchema,
  /** Whether it became a change: then the preview is shown until the change arrives. */
  kept: v.boolean(),
});

export const presenceSchema = v.strictObject({
  type: v.literal('presence'),
  tab: v.optional(v.picklist(['whiteboard', 'tasks'])),
  activity: v.optional(v.picklist(['active', 'idle', 'away'])),
  /** In the whiteboard's coordinates; null while the pointer is not on it. */
  pointer: v.optional(v.nullable(pointerSchema)),
  selected: v.optional(boundedList(idSchema, maxSelected, 'too many selected elements')),
  /** The visible part of the whiteboard, in its coordinates; null while none is visible. */
  viewport: v.optional(v.nullable(viewportSchema)),
  /** Elements that a gesture is changing. A member with view access must not send any. */
  previews: v.optional(boundedList(previewSchema, maxPreviews, 'too many previews')),
  /** Previews whose gesture has ended. */
  ended: v.optional(boundedList(endSchema, maxPreviews, 'too many ended previews')),
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

/** Whether the message holds previews or ended ones, which a member with view access must not send. */
export function isDrawing({ previews = [], ended = [] }: Presence): boolean {
  return previews.length + ended.length > 0;
}
