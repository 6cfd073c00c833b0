/**
 * Messages between windows outside the log: people's positions and selections. Neither replicated nor stored; the next
 * message replaces a lost one.
 */

import * as v from 'valibot';
import { boundedList } from './bounded-list.ts';

/** Characters in a display name, at most. */
export const maxNameLength = 64;

/** Elements of the whiteboard in a selection that others see, at most. */
export const maxSelected = 100;

/** Characters in an element's id and in the name of a tool, at most. */
export const maxElementIdLength = 128;
export const maxToolLength = 32;

/** Far beyond any whiteboard, and safe for all arithmetic. */
const maxCoordinate = 1e9;

const coordinateSchema = v.pipe(
  v.number(),
  v.finite('not a coordinate'),
  v.minValue(-maxCoordinate, 'too far out'),
  v.maxValue(maxCoordinate, 'too far out'),
);

const pointerSchema = v.strictObject({
  x: coordinateSchema,
  y: coordinateSchema,
  tool: v.optional(v.pipe(v.string(), v.maxLength(maxToolLength, 'too long a name of a tool'))),
});

const presenceSchema = v.strictObject({
  type: v.literal('presence'),
  name: v.pipe(v.string(), v.maxLength(maxNameLength, 'too long a name')),
  /** The pointer's position in board coordinates; null while it is elsewhere. */
  pointer: v.nullable(pointerSchema),
  selected: v.pipe(
    boundedList(
      v.pipe(v.string(), v.maxLength(maxElementIdLength, 'too long an id')),
      maxSelected,
      'too many selected elements',
    ),
    v.readonly(),
  ),
});

export const sessionMessageSchema = v.variant('type', [presenceSchema]);

export type Presence = Readonly<v.InferOutput<typeof presenceSchema>>;
export type SessionMessage = Presence;
