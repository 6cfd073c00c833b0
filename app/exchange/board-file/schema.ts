/**
 * The schema of a board's file, of all versions. Its lists are read item by item (`valid`), so that one that does not fit costs only
 * itself.
 */

import * as v from 'valibot';
import { type BlobId, isBlobId, maxBlobBytes } from '#shared/blob/blob.ts';
import { idSchema, nameSchema, timeSchema, trimmedText } from '#shared/board/bytes/field-schema.ts';
import {
  maxAssignees,
  maxAttachments,
  maxChecklistItems,
  maxColumnLimit,
  maxCommentLength,
  maxComments,
  maxItemLength,
  maxLabelsOfTask,
  maxLibraryItemElements,
  maxLibraryItemName,
  maxNotesLength,
  maxTitleLength,
} from '#shared/board/limits.ts';
import { isDay } from '#shared/board/task/day.ts';
import { colours, columnKinds } from '#shared/board/task/model.ts';
import { boundedList } from '#shared/wire/codec/bounded-list.ts';

/** What {@link fileSchema} accepts says only that it is such a file; its version may be newer. */
export const markSchema = v.object({ app: v.literal('paxboard'), version: v.number() });

const list = v.optional(v.array(v.unknown()), []);

export const fileSchema = v.object({
  name: v.optional(v.string(), ''),
  members: list,
  columns: list,
  labels: list,
  templates: list,
  library: list,
  tasks: list,
  archive: list,
  trash: list,
  elements: list,
});

export const memberSchema = v.object({ id: idSchema, name: nameSchema });

export const columnSchema = v.object({
  id: idSchema,
  name: v.exactOptional(nameSchema),
  kind: v.picklist(columnKinds),
  colour: v.picklist(colours),
  limit: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(maxColumnLimit))),
});

export const labelSchema = v.object({ id: idSchema, name: nameSchema, colour: v.picklist(colours) });

const notes = v.optional(v.pipe(v.string(), v.maxLength(maxNotesLength)), '');
const labels = v.optional(boundedList(idSchema, maxLabelsOfTask), []);

export const templateSchema = v.object({
  title: trimmedText(maxTitleLength),
  notes,
  labels,
  checklist: v.optional(
    boundedList(v.object({ id: idSchema, text: trimmedText(maxItemLength) }), maxChecklistItems),
    [],
  ),
});

export const libraryItemSchema = v.object({
  id: idSchema,
  name: v.exactOptional(trimmedText(maxLibraryItemName)),
  created: timeSchema,
  elements: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(maxLibraryItemElements)),
});

/** Ids of devices had other forms in earlier versions. */
const device = v.string();

export const cardSchema = v.object({
  id: idSchema,
  title: trimmedText(maxTitleLength),
  notes,
  column: idSchema,
  due: v.exactOptional(v.pipe(v.string(), v.check(isDay))),
  labels,
  assignees: v.optional(boundedList(device, maxAssignees), []),
  claimedBy: v.exactOptional(device),
  checklist: v.optional(
    boundedList(
      v.object({ text: trimmedText(maxItemLength), done: v.exactOptional(v.literal(true)) }),
      maxChecklistItems,
    ),
    [],
  ),
  comments: v.optional(
    boundedList(v.object({ by: device, at: timeSchema, text: trimmedText(maxCommentLength) }), maxComments),
    [],
  ),
  attachments: v.optional(
    boundedList(
      v.object({
        blob: v.custom<BlobId>(isBlobId),
        name: v.pipe(v.string(), v.maxLength(1_000)),
        bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(maxBlobBytes)),
      }),
      maxAttachments,
    ),
    [],
  ),
});

export type FileCard = v.InferOutput<typeof cardSchema>;

/** @param max items; those after them are refused, too. */
export function valid<Schema extends v.GenericSchema>(
  items: readonly unknown[],
  schema: Schema,
  max: number,
): { readonly items: readonly v.InferOutput<Schema>[]; readonly refused: number } {
  const read: v.InferOutput<Schema>[] = [];
  for (const item of items) {
    if (read.length >= max) break;
    const parsed = v.safeParse(schema, item);
    if (parsed.success) read.push(parsed.output);
  }
  return { items: read, refused: items.length - read.length };
}
