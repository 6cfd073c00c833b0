/**
 * A board's content as bytes: equal contents have equal bytes.
 *
 * What is read passes the same bounds as commands do, and the rules that the commands keep must hold in it.
 */

import * as v from 'valibot';
import { maxSessions } from '#shared/paxos/log/sessions.ts';
import { boundedList } from '#shared/wire/codec/bounded-list.ts';
import { type Outcome, refusalReasons } from '../commands.ts';
import { type BoardContent, emptyContent } from '../content.ts';
import { checkElement } from '../element/check.ts';
import { compareElements } from '../elements.ts';
import { isLent } from '../lending.ts';
import {
  maxAllElementsBytes,
  maxAllTasksBytes,
  maxAllTemplatesBytes,
  maxColumns,
  maxElementBytes,
  maxElements,
  maxJsonDepth,
  maxLabels,
  maxLibraryBytes,
  maxLibraryItems,
  maxMembers,
  maxPartsBytes,
  maxPatchesPerCommand,
  maxPropertyNameLength,
  maxSnapshotBytes,
  maxTasks,
  maxTemplates,
} from '../limits.ts';
import { devicesOf, maxDevices, maxDevicesEver } from '../member/persons.ts';
import { comparePositions } from '../order/position.ts';
import type { Member, Task } from '../state.ts';
import type { Table } from '../table.ts';
import { jsonBytes } from '../values/json.ts';
import { elementSchema, libraryItemFields, patchSchema } from './command-schema.ts';
import { idSchema, linkHashSchema, nameSchema, replicaIdSchema } from './field-schema.ts';
import { decodePlain, isSameBytes } from './plain-data.ts';
import { joinedBytes, snapshotFormat, snapshotPieces } from './snapshot-pieces.ts';
import { columnSchema, countSchema, labelSchema, taskSchema, templateSchema } from './task-schema.ts';

/** The bytes are not a snapshot of a board, or not one that this version can read. */
export class BadSnapshot extends Error {
  override readonly name = 'BadSnapshot';
}

/** The levels around the value of a property, lists included: the snapshot, a part of a change, its patches, `set`. */
const depthAroundProperties = 6;

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

const snapshotSchema = v.strictObject({
  format: v.literal(snapshotFormat),
  name: v.union([v.literal(''), nameSchema]),
  tasksCreated: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** Absent if new devices are editors. */
  newcomers: v.exactOptional(v.literal('viewer')),
  members: boundedList(memberSchema, maxMembers),
  elements: boundedList(elementSchema, maxElements),
  tasks: boundedList(taskSchema, maxTasks),
  /** Absent while the board has its first three columns, and in snapshots of versions that had no others. */
  columns: v.exactOptional(v.pipe(boundedList(columnSchema, maxColumns), v.minLength(1))),
  /** Absent if the board has none. */
  labels: v.exactOptional(v.pipe(boundedList(labelSchema, maxLabels), v.minLength(1))),
  /** Absent if the board has none. */
  library: v.exactOptional(
    v.pipe(boundedList(v.strictObject(libraryItemFields), maxLibraryItems), v.minLength(1)),
  ),
  /** Absent if the board has none. */
  templates: v.exactOptional(v.pipe(boundedList(templateSchema, maxTemplates), v.minLength(1))),
  /** Absent if every change is complete. */
  parts: v.exactOptional(boundedList(partSchema, maxSessions)),
  /** One of each origin whose commands count. */
  lastOutcomes: boundedList(
    v.strictObject({ origin: replicaIdSchema, sequence: countSchema, outcome: outcomeSchema }),
    maxSessions,
  ),
});

/** @see contentFromSnapshot */
export function snapshotOf(content: BoardContent): Uint8Array {
  return joinedBytes([...snapshotPieces(content)]);
}

/** @throws BadSnapshot unless {@link snapshotOf} gives these bytes for some content. */
export function contentFromSnapshot(bytes: Uint8Array): BoardContent {
  if (bytes.byteLength > maxSnapshotBytes) {
    throw new BadSnapshot(`a snapshot of ${bytes.byteLength} bytes; at most ${maxSnapshotBytes} are allowed`);
  }
  const data = decodePlain(bytes, maxJsonDepth + depthAroundProperties);
  if (data === undefined) throw new BadSnapshot('these bytes are not a snapshot of a board');
  const parsed = v.safeParse(snapshotSchema, data, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new BadSnapshot(`not a snapshot of a board: ${v.getDotPath(issue) ?? ''} ${issue.message}`);
  }
  const content = contentFrom(parsed.output);
  // Detects untrimmed, repeated or unordered content.
  if (!isSameBytes(snapshotOf(content), bytes)) throw new BadSnapshot('a snapshot in an order of its own');
  heal(content);
  return content;
}

/** Versions before the check of elements stored invalid ones. All devices repair them in the same way. */
function heal({ elements }: BoardContent): void {
  for (const element of [...elements.table.values()]) {
    const checked = checkElement(element);
    if (checked.result === 'repaired') elements.put(checked.element);
    if (checked.result === 'refused') elements.drop(element);
  }
}

function contentFrom(snapshot: v.InferOutput<typeof snapshotSchema>): BoardContent {
  const content = emptyContent();
  const { elements, tasks } = content;
  if (snapshot.name !== '') content.name.set('name', snapshot.name);
  if (snapshot.newcomers !== undefined) content.newcomers.set('role', snapshot.newcomers);
  if (snapshot.tasksCreated > 0) tasks.counter.set('created', snapshot.tasksCreated);
  for (const member of snapshot.members) {
    const isRemoved = member.removedBy !== undefined;
    if (
      member.role !== undefined &&
      (isRemoved || isLent(member) || (member.role === 'owner' && member.guest === true))
    ) {
      throw new BadSnapshot(
        'a snapshot with a role of a removed member or a witness, or a guest that owns the board',
      );
    }
    Object.freeze(member.asks);
    Object.freeze(member.devices);
    content.members.set(member.id, Object.freeze(member));
  }
  checkLinks(content.members);
  // In their order, so that each is added at the end.
  for (const element of snapshot.elements.toSorted(compareElements)) {
    const bytes = jsonBytes(element);
    if (bytes > maxElementBytes) throw new BadSnapshot('a snapshot with an element that is too large');
    elements.put(Object.freeze(element), bytes);
  }
  if (snapshot.columns !== undefined) fillTable(tasks.columns.table, snapshot.columns);
  fillTable(tasks.labels.table, snapshot.labels ?? []);
  for (const item of snapshot.library ?? []) content.library.put(item);
  for (const template of snapshot.templates ?? []) tasks.templates.put(template);
  for (const task of snapshot.tasks.toSorted(comparePositions)) {
    const kind = tasks.columns.get(task.column)?.kind;
    if (kind === undefined) throw new BadSnapshot('a snapshot with a task in a column that is not there');
    if ((kind === 'done') !== (task.completedBy !== undefined)) {
      throw new BadSnapshot('a snapshot with a task that is done by nobody, or not done by somebody');
    }
    tasks.put(deepFrozen(task));
  }
  for (const { origin, patches, bytes } of snapshot.parts ?? [])
    content.parts.keep(origin, { patches, bytes });
  for (const { origin, sequence, outcome } of snapshot.lastOutcomes) {
    content.lastOutcomes.set(origin, Object.freeze({ sequence, outcome: Object.freeze(outcome) }));
  }
  const numbers = new Set(snapshot.tasks.map((task) => task.number));
  if (numbers.size !== snapshot.tasks.length || Math.max(0, ...numbers) > snapshot.tasksCreated) {
    throw new BadSnapshot('a snapshot with task numbers that were never given');
  }
  // Healed elements may weigh more than those that were agreed on: they have all their properties.
  const isTooLarge =
    elements.table.weight > 2 * maxAllElementsBytes ||
    tasks.table.weight > maxAllTasksBytes ||
    tasks.templates.table.weight > maxAllTemplatesBytes ||
    content.library.table.weight > maxLibraryBytes;
  if (isTooLarge) {
    throw new BadSnapshot('a snapshot of a board that is too large');
  }
  return content;
}

/** The devices of a person name each other, and the first one is there as long as another one is. */
function checkLinks(members: BoardContent['members']): void {
  for (const member of members.values()) {
    const { id, deviceOf, devices = [], removedBy, guest, offer, asks } = member;
    const isHere = removedBy === undefined;
    const canLink = isHere && guest !== true && !isLent(member);
    if (!canLink && (offer !== undefined || asks !== undefined)) throw badLink();
    if (isHere && !canLink && deviceOf !== undefined) throw badLink();
    if (devices.length > 0 && (deviceOf !== undefined || !isHere)) throw badLink();
    if (new Set(devices).size < devices.length) throw badLink();
    if (devices.some((device) => members.get(device)?.deviceOf !== id)) throw badLink();
    const present = devicesOf(members, id).length;
    if (present > (canLink ? maxDevices : 1)) throw badLink();
    const first = deviceOf === undefined ? undefined : members.get(deviceOf);
    if (deviceOf === undefined) continue;
    if (first === undefined || first.deviceOf !== undefined) throw badLink();
    // A person whose devices are all removed has no list of them any more.
    const isListed = first.devices?.includes(id) === true;
    if (first.removedBy === undefined ? !isListed : isHere) throw badLink();
  }
}

function badLink(): BadSnapshot {
  return new BadSnapshot('a snapshot with devices that cannot be linked');
}

function fillTable<T extends { readonly id: string }>(table: Table<string, T>, items: readonly T[]): void {
  for (const item of items) table.set(item.id, Object.freeze(item));
}

/** Two levels: a card, its lists, and their items. */
function deepFrozen(task: Task): Task {
  for (const list of [
    task.labels,
    task.assignees,
    task.checklist,
    task.comments,
    task.attachments,
    task.activity,
  ]) {
    for (const item of list ?? []) Object.freeze(item);
    Object.freeze(list);
  }
  return Object.freeze(task);
}
