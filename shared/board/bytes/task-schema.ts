/** The shape and the bounds of the task list: its commands, and its parts in a snapshot. */

import * as v from 'valibot';
import { type BlobId, isBlobId, maxBlobBytes } from '#shared/blob/blob.ts';
import { boundedList } from '#shared/wire/codec/bounded-list.ts';
import {
  maxActivities,
  maxAssignees,
  maxAttachments,
  maxChecklistItems,
  maxColumnLimit,
  maxCommentLength,
  maxComments,
  maxFileNameLength,
  maxItemLength,
  maxLabelsOfTask,
  maxNameLength,
  maxNotesLength,
  maxTitleLength,
} from '../limits.ts';
import { isDay } from '../task/day.ts';
import {
  activityKinds,
  type Column,
  colours,
  columnKinds,
  type Label,
  shelves,
  type Task,
  type Template,
} from '../task/model.ts';
import { isFileName } from '../values/file-name.ts';
import { compareCodeUnits } from '../values/json.ts';
import {
  baseSchema,
  idSchema,
  nameSchema,
  positionSchema,
  replicaIdSchema,
  timeSchema,
  trimmedText,
} from './field-schema.ts';

const titleSchema = trimmedText(maxTitleLength);
const notesSchema = v.pipe(v.string(), v.maxLength(maxNotesLength, 'too-large'));
const itemTextSchema = trimmedText(maxItemLength);
const commentTextSchema = trimmedText(maxCommentLength);
const titleWas = v.exactOptional(baseSchema(maxTitleLength));
const notesWere = v.exactOptional(baseSchema(maxNotesLength));
const nameWas = v.exactOptional(baseSchema(maxNameLength));
const daySchema = v.pipe(v.string(), v.check(isDay));
const colourSchema = v.picklist(colours);
const kindSchema = v.picklist(columnKinds);
const limitSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(maxColumnLimit));
const flag = v.exactOptional(v.literal(true));

/** Without duplicates, in order: equal sets have equal bytes. */
function isInOrder(ids: readonly string[]): boolean {
  return ids.every((id, at) => at === 0 || compareCodeUnits(ids[at - 1] ?? '', id) < 0);
}

function isEachOnce(items: readonly { readonly id: string }[]): boolean {
  return new Set(items.map(({ id }) => id)).size === items.length;
}

const labelIds = v.pipe(
  boundedList(idSchema, maxLabelsOfTask),
  v.minLength(1),
  v.check((ids) => isInOrder(ids)),
);
const personIds = v.pipe(
  boundedList(replicaIdSchema, maxAssignees),
  v.minLength(1),
  v.check((ids) => isInOrder(ids)),
);
const checklistSchema = v.pipe(
  boundedList(v.strictObject({ id: idSchema, text: itemTextSchema, done: flag }), maxChecklistItems),
  v.minLength(1),
  v.check((items) => isEachOnce(items)),
);
const blankChecklistSchema = v.pipe(
  boundedList(v.strictObject({ id: idSchema, text: itemTextSchema }), maxChecklistItems),
  v.minLength(1),
  v.check((items) => isEachOnce(items)),
);
const templateFields = {
  id: idSchema,
  title: titleSchema,
  notes: notesSchema,
  labels: v.exactOptional(labelIds),
  checklist: v.exactOptional(blankChecklistSchema),
};
const commentsSchema = v.pipe(
  boundedList(
    v.strictObject({
      id: idSchema,
      by: replicaIdSchema,
      at: timeSchema,
      text: commentTextSchema,
      editedAt: v.exactOptional(timeSchema),
    }),
    maxComments,
  ),
  v.minLength(1),
  v.check((items) => isEachOnce(items)),
);
const attachmentFields = {
  blob: v.custom<BlobId>(isBlobId),
  name: v.pipe(trimmedText(maxFileNameLength), v.check(isFileName)),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(maxBlobBytes, 'too-large')),
};
const attachmentsSchema = v.pipe(
  boundedList(
    v.strictObject({ id: idSchema, ...attachmentFields, by: replicaIdSchema, at: timeSchema }),
    maxAttachments,
  ),
  v.minLength(1),
  v.check((items) => isEachOnce(items)),
);
const activitySchema = v.pipe(
  boundedList(
    v.strictObject({
      did: v.picklist(activityKinds),
      by: replicaIdSchema,
      at: timeSchema,
      what: v.exactOptional(idSchema),
    }),
    maxActivities,
  ),
  v.minLength(1),
);

/** The commands of the task list, for a variant by `type`. @param at the schema of a command's time. */
export function taskSchemas(at: typeof timeSchema) {
  const task = { at, id: idSchema };
  return [
    v.strictObject({
      type: v.literal('task/create'),
      ...task,
      title: titleSchema,
      column: idSchema,
      log: flag,
      notes: v.exactOptional(notesSchema),
      due: v.exactOptional(daySchema),
      labels: v.exactOptional(labelIds),
      assignees: v.exactOptional(personIds),
      checklist: v.exactOptional(checklistSchema),
    }),
    v.pipe(
      v.strictObject({
        type: v.literal('task/edit'),
        ...task,
        title: v.exactOptional(titleSchema),
        titleWas,
        notes: v.exactOptional(notesSchema),
        notesWere,
        due: v.exactOptional(v.nullable(daySchema)),
        log: flag,
      }),
      v.check(({ title, notes, due }) => title !== undefined || notes !== undefined || due !== undefined),
    ),
    v.strictObject({
      type: v.literal('task/move'),
      ...task,
      column: idSchema,
      position: positionSchema,
      from: v.exactOptional(idSchema),
      log: flag,
    }),
    v.strictObject({ type: v.literal('task/claim'), ...task, start: flag, log: flag }),
    v.strictObject({ type: v.literal('task/release'), ...task, log: flag }),
    v.strictObject({ type: v.literal('task/complete'), ...task, log: flag }),
    v.strictObject({ type: v.literal('task/remove'), ...task }),
    v.strictObject({ type: v.literal('task/shelve'), ...task, to: v.picklist(['board', ...shelves]) }),
    v.strictObject({ type: v.literal('task/label'), ...task, label: idSchema, on: v.boolean() }),
    v.strictObject({ type: v.literal('task/assign'), ...task, person: replicaIdSchema, on: v.boolean() }),
    v.strictObject({ type: v.literal('task/item-add'), ...task, item: idSchema, text: itemTextSchema }),
    v.pipe(
      v.strictObject({
        type: v.literal('task/item-edit'),
        ...task,
        item: idSchema,
        text: v.exactOptional(itemTextSchema),
        textWas: v.exactOptional(baseSchema(maxItemLength)),
        done: v.exactOptional(v.boolean()),
        before: v.exactOptional(v.nullable(idSchema)),
      }),
      v.check(({ text, done, before }) => text !== undefined || done !== undefined || before !== undefined),
    ),
    v.strictObject({ type: v.literal('task/item-remove'), ...task, item: idSchema }),
    v.strictObject({
      type: v.literal('task/comment-add'),
      ...task,
      comment: idSchema,
      text: commentTextSchema,
    }),
    v.strictObject({
      type: v.literal('task/comment-edit'),
      ...task,
      comment: idSchema,
      text: commentTextSchema,
      textWas: v.exactOptional(baseSchema(maxCommentLength)),
    }),
    v.strictObject({ type: v.literal('task/comment-remove'), ...task, comment: idSchema }),
    v.strictObject({
      type: v.literal('task/attach'),
      ...task,
      attachment: idSchema,
      ...attachmentFields,
    }),
    v.strictObject({ type: v.literal('task/detach'), ...task, attachment: idSchema }),
    v.strictObject({
      type: v.literal('column/add'),
      ...task,
      name: nameSchema,
      kind: kindSchema,
      colour: colourSchema,
      position: positionSchema,
    }),
    v.pipe(
      v.strictObject({
        type: v.literal('column/edit'),
        ...task,
        name: v.exactOptional(nameSchema),
        nameWas,
        colour: v.exactOptional(colourSchema),
        position: v.exactOptional(positionSchema),
        limit: v.exactOptional(v.nullable(limitSchema)),
      }),
      v.check(
        ({ name, colour, position, limit }) =>
          name !== undefined || colour !== undefined || position !== undefined || limit !== undefined,
      ),
    ),
    v.strictObject({ type: v.literal('column/remove'), ...task, to: idSchema }),
    v.strictObject({ type: v.literal('label/add'), ...task, name: nameSchema, colour: colourSchema }),
    v.pipe(
      v.strictObject({
        type: v.literal('label/edit'),
        ...task,
        name: v.exactOptional(nameSchema),
        nameWas,
        colour: v.exactOptional(colourSchema),
      }),
      v.check(({ name, colour }) => name !== undefined || colour !== undefined),
    ),
    v.strictObject({ type: v.literal('label/remove'), ...task }),
    v.strictObject({ type: v.literal('template/add'), ...task, ...templateFields }),
    v.pipe(
      v.strictObject({
        type: v.literal('template/edit'),
        ...task,
        title: v.exactOptional(titleSchema),
        titleWas,
        notes: v.exactOptional(notesSchema),
        notesWere,
        labels: v.exactOptional(v.nullable(labelIds)),
        checklist: v.exactOptional(v.nullable(blankChecklistSchema)),
        checklistWas: v.exactOptional(v.nullable(blankChecklistSchema)),
      }),
      v.check(
        ({ title, notes, labels, checklist }) =>
          title !== undefined || notes !== undefined || labels !== undefined || checklist !== undefined,
      ),
    ),
    v.strictObject({ type: v.literal('template/remove'), ...task }),
  ] as const;
}

export const columnSchema: v.GenericSchema<unknown, Column> = v.strictObject({
  id: idSchema,
  name: v.exactOptional(nameSchema),
  kind: kindSchema,
  colour: colourSchema,
  position: positionSchema,
  limit: v.exactOptional(limitSchema),
});

export const labelSchema: v.GenericSchema<unknown, Label> = v.strictObject({
  id: idSchema,
  name: nameSchema,
  colour: colourSchema,
});

export const templateSchema: v.GenericSchema<unknown, Template> = v.strictObject(templateFields);

/** 1 and up. */
export const countSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** Whether the column exists, and has the right kind, can be checked in the whole board only. */
export const taskSchema: v.GenericSchema<unknown, Task> = v.strictObject({
  id: idSchema,
  number: countSchema,
  title: titleSchema,
  notes: notesSchema,
  column: idSchema,
  position: positionSchema,
  createdBy: replicaIdSchema,
  createdAt: timeSchema,
  claimedBy: v.exactOptional(replicaIdSchema),
  completedBy: v.exactOptional(replicaIdSchema),
  due: v.exactOptional(daySchema),
  labels: v.exactOptional(labelIds),
  assignees: v.exactOptional(personIds),
  checklist: v.exactOptional(checklistSchema),
  comments: v.exactOptional(commentsSchema),
  attachments: v.exactOptional(attachmentsSchema),
  shelf: v.exactOptional(v.picklist(shelves)),
  activity: v.exactOptional(activitySchema),
});
