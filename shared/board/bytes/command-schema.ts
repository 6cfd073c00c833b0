/** The schema of a command from outside, with its bounds. The message of an issue is the reason of the refusal. */

import * as v from 'valibot';
import { boundedList } from '#shared/wire/codec/bounded-list.ts';
import type { BoardCommand, ElementPatch, Json } from '../commands.ts';
import {
  maxJsonDepth,
  maxLibraryItemElements,
  maxLibraryItemName,
  maxNameLength,
  maxPatchesPerCommand,
  maxPropertyNameLength,
  maxTextWasLength,
} from '../limits.ts';
import { newcomerRoles, roles } from '../member/role.ts';
import type { BoardElement } from '../state.ts';
import { isJsonArray } from '../values/json.ts';
import {
  baseSchema,
  idSchema,
  linkHashSchema,
  nameSchema,
  replicaIdSchema,
  timeSchema,
  trimmedText,
} from './field-schema.ts';
import { taskSchemas } from './task-schema.ts';

/** `value` is plain data already (`decodePlain`). */
function isWithinDepth(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return (isJsonArray(value) ? value : Object.values(value)).every((item) => isWithinDepth(item, depth - 1));
}

function isPropertyName(name: string): boolean {
  return name.length >= 1 && name.length <= maxPropertyNameLength;
}

/** The properties that the board itself reads have a type; the whiteboard checks all others. */
function isPropertyValue(name: string, value: unknown): boolean {
  if (name === 'isDeleted') return typeof value === 'boolean';
  if (name === 'index') return typeof value === 'string' || value === null;
  return value !== undefined;
}

interface Properties {
  readonly [property: string]: Json;
}

/** @param value plain data, of any depth. */
function areProperties(value: unknown): value is Properties {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const name of Object.keys(value))
    if (!isPropertyName(name) || !isPropertyValue(name, (value as Properties)[name])) return false;
  return true;
}

/** The properties of an element. They are not copied: they are frozen, and may be long. */
export const propertiesSchema = v.custom<Properties>(
  (value) => areProperties(value) && Object.values(value).every((item) => isWithinDepth(item, maxJsonDepth)),
);

/** Texts and lists, to append to others. */
const appendSchema = v.pipe(
  propertiesSchema,
  v.custom<{ readonly [property: string]: string | readonly Json[] }>(
    (properties) =>
      typeof properties === 'object' &&
      properties !== null &&
      Object.values(properties).every((value) => typeof value === 'string' || Array.isArray(value)),
  ),
);

/** Checked up to the first fault, so that an invalid list does not produce a long list of issues. */
const propertyNamesSchema = v.custom<readonly string[]>(
  (names) => Array.isArray(names) && names.every((name) => typeof name === 'string' && isPropertyName(name)),
);

export const patchSchema: v.GenericSchema<unknown, ElementPatch> = v.pipe(
  v.strictObject({
    id: idSchema,
    create: v.exactOptional(v.literal(true)),
    set: propertiesSchema,
    unset: v.exactOptional(propertyNamesSchema),
    textWas: v.exactOptional(v.pipe(v.string(), v.maxLength(maxTextWasLength))),
    append: v.exactOptional(appendSchema),
  }),
  v.check(({ id, set }) => set.id === undefined || set.id === id),
  v.check(({ set, unset }) => !unset?.some((name) => name === 'id' || Object.hasOwn(set, name))),
);

function hasId(properties: Properties): properties is BoardElement {
  return v.is(idSchema, properties.id);
}

/** An element as it is agreed on, within the bounds of its properties. It is not copied, as it is frozen. */
const elementSchema = v.custom<BoardElement>((value) => v.is(propertiesSchema, value) && hasId(value));

/** The same, of plain data that are not too deep. */
export const shallowElementSchema = v.custom<BoardElement>((value) => areProperties(value) && hasId(value));

export const libraryItemFields = {
  id: idSchema,
  name: v.exactOptional(trimmedText(maxLibraryItemName)),
  created: timeSchema,
  elements: v.pipe(boundedList(elementSchema, maxLibraryItemElements), v.minLength(1)),
};

const at = timeSchema;

export const commandSchema: v.GenericSchema<unknown, BoardCommand> = v.variant('type', [
  v.strictObject({
    type: v.literal('member/introduce'),
    at,
    name: nameSchema,
    guest: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({
    type: v.literal('member/remove'),
    at,
    id: replicaIdSchema,
    name: nameSchema,
    all: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({ type: v.literal('member/leave'), at, name: nameSchema }),
  v.strictObject({
    type: v.literal('member/role'),
    at,
    id: replicaIdSchema,
    role: v.picklist(roles),
    name: nameSchema,
  }),
  v.strictObject({ type: v.literal('member/hand-over'), at, id: replicaIdSchema }),
  v.strictObject({
    type: v.literal('member/lend'),
    at,
    id: replicaIdSchema,
    name: nameSchema,
    host: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({
    type: v.literal('member/link-offer'),
    at,
    offer: linkHashSchema,
    device: nameSchema,
  }),
  v.strictObject({
    type: v.literal('member/link-ask'),
    at,
    id: replicaIdSchema,
    offer: linkHashSchema,
    proof: linkHashSchema,
    device: nameSchema,
  }),
  v.strictObject({ type: v.literal('member/link-admit'), at, id: replicaIdSchema, offer: linkHashSchema }),
  v.strictObject({ type: v.literal('member/link-withdraw'), at }),
  v.strictObject({ type: v.literal('member/unlink'), at, id: replicaIdSchema }),
  v.strictObject({
    type: v.literal('board/rename'),
    at,
    name: nameSchema,
    nameWas: v.exactOptional(baseSchema(maxNameLength)),
  }),
  v.strictObject({ type: v.literal('board/newcomers'), at, role: v.picklist(newcomerRoles) }),
  v.strictObject({
    type: v.literal('elements/patch'),
    at,
    patches: v.pipe(
      // Counted before its items are checked, so that an invalid list does not produce a long list of issues.
      v.array(v.unknown()),
      v.minLength(1),
      v.maxLength(maxPatchesPerCommand, 'too-many'),
      v.array(patchSchema),
    ),
    more: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({ type: v.literal('library/add'), at, ...libraryItemFields }),
  v.strictObject({ type: v.literal('library/remove'), at, id: idSchema }),
  ...taskSchemas(at),
]);
