/** The shape and the bounds of a command that came from outside. A message that is a reason says why it is refused. */

import * as v from 'valibot';
import { isReplicaId, type ReplicaId } from '#shared/paxos/model/ids.ts';
import { isBlank } from '../blank.ts';
import { type BoardCommand, columnIds, type ElementPatch, type Json } from '../commands.ts';
import { isJsonArray } from '../json.ts';
import {
  maxIdLength,
  maxJsonDepth,
  maxNameLength,
  maxNotesLength,
  maxPatchesPerCommand,
  maxPropertyNameLength,
  maxTitleLength,
} from '../limits.ts';
import { isPosition } from '../order/position.ts';

/** White space as ECMAScript 2023 has it, written out: `trim()` follows the version of Unicode that a device has. */
const space = /[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;

/** `text` without the white space around it. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && space.test(text.charAt(start))) start += 1;
  while (start < end && space.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function trimmedText(maxLength: number) {
  return v.pipe(
    v.string(),
    v.transform(trimmed),
    v.maxLength(maxLength, 'too-large'),
    v.check((text) => !isBlank(text)),
  );
}

export const replicaIdSchema = v.custom<ReplicaId>((id) => typeof id === 'string' && isReplicaId(id));
export const idSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(maxIdLength));
export const nameSchema = trimmedText(maxNameLength);
export const titleSchema = trimmedText(maxTitleLength);
export const notesSchema = v.pipe(v.string(), v.maxLength(maxNotesLength, 'too-large'));
export const columnSchema = v.picklist(columnIds);
export const positionSchema = v.pipe(v.string(), v.check(isPosition));
/** Milliseconds since 1970. */
export const timeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** `value` is plain data already (`decodePlain`). */
function isWithinDepth(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return (isJsonArray(value) ? value : Object.values(value)).every((item) => isWithinDepth(item, depth - 1));
}

function isPropertyName(name: string): boolean {
  return name.length >= 1 && name.length <= maxPropertyNameLength;
}

/** What the board itself reads of an element has a type; all else is the whiteboard's own affair. */
function isPropertyValue(name: string, value: Json): boolean {
  if (name === 'isDeleted') return typeof value === 'boolean';
  if (name === 'index') return typeof value === 'string' || value === null;
  return isWithinDepth(value, maxJsonDepth);
}

/** The properties of an element. It is not copied: it is frozen, and it may be long. */
export const propertiesSchema = v.custom<{ readonly [property: string]: Json }>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(([name, item]) => isPropertyName(name) && isPropertyValue(name, item)),
);

/** Texts and lists, to be put at the end of others. */
const appendSchema = v.pipe(
  propertiesSchema,
  v.custom<{ readonly [property: string]: string | readonly Json[] }>(
    (properties) =>
      typeof properties === 'object' &&
      properties !== null &&
      Object.values(properties).every((value) => typeof value === 'string' || Array.isArray(value)),
  ),
);

/** Looked through up to the first fault, so that a list of nonsense is not a list of complaints. */
const propertyNamesSchema = v.custom<readonly string[]>(
  (names) => Array.isArray(names) && names.every((name) => typeof name === 'string' && isPropertyName(name)),
);

export const patchSchema: v.GenericSchema<unknown, ElementPatch> = v.pipe(
  v.strictObject({
    id: idSchema,
    create: v.exactOptional(v.literal(true)),
    set: propertiesSchema,
    unset: v.exactOptional(propertyNamesSchema),
    append: v.exactOptional(appendSchema),
  }),
  v.check(({ id, set }) => set.id === undefined || set.id === id),
  v.check(({ set, unset }) => !unset?.some((name) => name === 'id' || Object.hasOwn(set, name))),
);

const at = timeSchema;

export const commandSchema: v.GenericSchema<unknown, BoardCommand> = v.variant('type', [
  v.strictObject({
    type: v.literal('member/introduce'),
    at,
    name: nameSchema,
    guest: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({ type: v.literal('member/remove'), at, id: replicaIdSchema, name: nameSchema }),
  v.strictObject({ type: v.literal('board/rename'), at, name: nameSchema }),
  v.strictObject({
    type: v.literal('elements/patch'),
    at,
    patches: v.pipe(
      // Counted before it is looked into, so that a list of nonsense is not a list of complaints.
      v.array(v.unknown()),
      v.minLength(1),
      v.maxLength(maxPatchesPerCommand, 'too-many'),
      v.array(patchSchema),
    ),
    more: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({
    type: v.literal('task/create'),
    at,
    id: idSchema,
    title: titleSchema,
    column: columnSchema,
  }),
  v.pipe(
    v.strictObject({
      type: v.literal('task/edit'),
      at,
      id: idSchema,
      title: v.exactOptional(titleSchema),
      notes: v.exactOptional(notesSchema),
    }),
    v.check(({ title, notes }) => title !== undefined || notes !== undefined),
  ),
  v.strictObject({
    type: v.literal('task/move'),
    at,
    id: idSchema,
    column: columnSchema,
    position: positionSchema,
  }),
  v.strictObject({ type: v.literal('task/claim'), at, id: idSchema }),
  v.strictObject({ type: v.literal('task/release'), at, id: idSchema }),
  v.strictObject({ type: v.literal('task/complete'), at, id: idSchema }),
  v.strictObject({ type: v.literal('task/remove'), at, id: idSchema }),
]);
