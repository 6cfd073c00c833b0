/** The steps of a board as this device keeps them between two openings: bounded, and validated when they are read. */

import * as v from 'valibot';
import { decodeCommand } from '#shared/board/bytes/codec.ts';
import { patchSchema } from '#shared/board/bytes/command-schema.ts';
import { encodePlain } from '#shared/board/bytes/plain-data.ts';
import type { BoardCommandBody, ElementPatch } from '#shared/board/commands.ts';
import { maxElements } from '#shared/board/limits.ts';
import { maxSteps, type Steps } from './history.ts';
import { unpackedUndo } from './packed-undo.ts';

/** The maximum size of the stored steps of either kind, bytes as the histories count them. */
export const maxStoredBytes = 1024 * 1024;

/** The maximum size of the steps of either kind that an ending page leaves. Browsers give all page storage about 5 MB. */
export const maxLeftBytes = 256 * 1024;

export interface StoredUndo {
  readonly version: 1;
  /** Increases with each write. */
  readonly count: number;
  readonly elements: Steps<ElementPatch>;
  readonly tasks: Steps<BoardCommandBody>;
}

/** Storage of one board's steps. */
export interface UndoStorage {
  /** Of the database. Unchecked. */
  readonly stored: unknown;
  /** Of the page storage: the steps that an earlier page left. Unchecked. */
  readonly left: unknown;
  /** Starts to write to the database. Resolves when it has the steps. */
  readonly keep: (undo: StoredUndo) => Promise<void>;
  /** Writes to the page storage, in place of what it has, before it returns. Undefined removes that. Never throws. */
  readonly leave: (undo: StoredUndo | undefined) => void;
}

/** The valid steps that are later: those of the database, or those that an earlier page left. */
export function laterUndo({ stored, left }: Pick<UndoStorage, 'stored' | 'left'>): {
  readonly undo: StoredUndo | undefined;
  readonly isLeft: boolean;
} {
  const [inDatabase, fromPage] = [readUndo(unpackedUndo(stored)), readUndo(left)];
  const isLeft = fromPage !== undefined && fromPage.count > (inDatabase?.count ?? -1);
  return { undo: isLeft ? fromPage : inDatabase, isLeft };
}

function readUndo(stored: unknown): StoredUndo | undefined {
  const parsed = v.safeParse(schema, stored, { abortEarly: true });
  return parsed.success ? parsed.output : undefined;
}

/** As in a command, whose author's time does not matter here. */
const bodySchema = v.custom<BoardCommandBody>((value) => {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return decodeCommand(encodePlain({ ...value, at: 0 })).ok;
  } catch {
    // It cannot be encoded.
    return false;
  }
});

const schema: v.GenericSchema<unknown, StoredUndo> = v.strictObject({
  version: v.literal(1),
  count: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  elements: stepsOf(patchSchema),
  tasks: stepsOf(bodySchema),
});

function stepsOf<Body>(body: v.GenericSchema<unknown, Body>) {
  const step = boundedArray(v.strictObject({ did: body, back: body }), maxElements);
  return v.strictObject({ undo: boundedArray(step, maxSteps), redo: boundedArray(step, maxSteps) });
}

/** Counted before its items are checked. */
function boundedArray<Item>(item: v.GenericSchema<unknown, Item>, most: number) {
  return v.pipe(v.array(v.unknown()), v.maxLength(most), v.array(item));
}
