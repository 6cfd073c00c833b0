/** The shape and the bounds of a snapshot, list by list: what is read passes the same bounds as commands do. */

import * as v from 'valibot';
import { maxSessions } from '#shared/paxos/log/sessions.ts';
import { boundedList } from '#shared/wire/codec/bounded-list.ts';
import { type Outcome, refusalReasons } from '../../commands.ts';
import {
  maxColumns,
  maxElements,
  maxJsonDepth,
  maxLabels,
  maxLibraryItems,
  maxMembers,
  maxPartsBytes,
  maxPatchesPerCommand,
  maxPropertyNameLength,
  maxTasks,
  maxTemplates,
} from '../../limits.ts';
import { maxDevicesEver } from '../../member/persons.ts';
import type { Member } from '../../state.ts';
import { libraryItemFields, patchSchema, shallowElementSchema } from '../command-schema.ts';
import { idSchema, linkHashSchema, nameSchema, replicaIdSchema } from '../field-schema.ts';
import { snapshotFormat } from '../snapshot-pieces.ts';
import { columnSchema, countSchema, labelSchema, taskSchema, templateSchema } from '../task-schema.ts';

/** The levels of an item other than an element around the value of a property: a part of a change, its patches, a patch, its `set`. */
const depthAroundProperties = 4;

/** Arrays and objects within one another in such an item, at most. */
const maxItemDepth = maxJsonDepth + depthAroundProperties;

/** The same in an element. */
const maxElementDepth = maxJsonDepth + 1;

const memberSchema: v.GenericSchema<unknown, Member> = v.strictObject({
  id: replicaIdSchema,
  name: nameSchema,
  removedBy: v.exactOptional(replicaIdSchema),
  guest: v.exactOptional(v.literal(true)),
  role: v.exactOptional(v.picklist(['owner', 'viewer'])),
  lentBy: v.exactOptional(replicaIdSchema),
  onHost: v.exactOptional(v.literal(true)),
  deviceOf: v.exactOptional(replicaIdSchema),
  devices: v.exactOptional(v.pipe(boundedList(replicaIdSchema, maxDevicesEver), v.minLength(1))),
  device: v.exactOptional(nameSchema),
  offer: v.exactOptional(linkHashSchema),
  asks: v.exactOptional(
    v.strictObject({ of: replicaIdSchema, offer: linkHashSchema, proof: linkHashSchema }),
  ),
});

const outcomeSchema: v.GenericSchema<unknown, Outcome> = v.variant('status', [
  v.strictObject({ status: v.literal('applied'), number: v.exactOptional(countSchema) }),
  v.strictObject({
    status: v.literal('refused'),
    reason: v.picklist(refusalReasons),
    by: v.exactOptional(replicaIdSchema),
    at: v.exactOptional(idSchema),
    property: v.exactOptional(v.pipe(v.string(), v.maxLength(maxPropertyNameLength))),
  }),
]);

const partSchema = v.strictObject({
  origin: replicaIdSchema,
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(maxPartsBytes)),
  patches: boundedList(patchSchema, maxPatchesPerCommand),
});

/** The values of a snapshot that are no lists. */
export const valuesSchema = v.strictObject({
  format: v.literal(snapshotFormat),
  name: v.union([v.literal(''), nameSchema]),
  tasksCreated: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** Absent if new devices are editors. */
  newcomers: v.exactOptional(v.literal('viewer')),
});

export type Values = v.InferOutput<typeof valuesSchema>;

/** The schema of a list's items, and how many it may have. */
interface ListSchema<Item extends v.GenericSchema> {
  readonly item: Item;
  readonly most: number;
  /** Arrays and objects within one another in one item, at most. */
  readonly depth: number;
  /** May be absent, and then is not empty. */
  readonly isOptional?: true;
}

function list<Item extends v.GenericSchema>(
  item: Item,
  most: number,
  depth = maxItemDepth,
): ListSchema<Item> {
  return { item, most, depth };
}

function optionalList<Item extends v.GenericSchema>(item: Item, most: number): ListSchema<Item> {
  return { item, most, depth: maxItemDepth, isOptional: true };
}

export const listSchemas = {
  members: list(memberSchema, maxMembers),
  elements: list(shallowElementSchema, maxElements, maxElementDepth),
  tasks: list(taskSchema, maxTasks),
  /** Absent while the board has its first three columns, and in snapshots of versions that had no others. */
  columns: optionalList(columnSchema, maxColumns),
  labels: optionalList(labelSchema, maxLabels),
  library: optionalList(v.strictObject(libraryItemFields), maxLibraryItems),
  templates: optionalList(templateSchema, maxTemplates),
  /** Absent if every change is complete. */
  parts: optionalList(partSchema, maxSessions),
  /** One of each origin whose commands count. */
  lastOutcomes: list(
    v.strictObject({ origin: replicaIdSchema, sequence: countSchema, outcome: outcomeSchema }),
    maxSessions,
  ),
};

export type ListName = keyof typeof listSchemas;

/** The items of all lists; an absent one is empty. */
export type Lists = {
  readonly [Name in ListName]: v.InferOutput<(typeof listSchemas)[Name]['item']>[];
};

export function isListName(name: string): name is ListName {
  return Object.hasOwn(listSchemas, name);
}
