/** The steps of a board as this device keeps them between two openings: bounded, and validated when they are read. */

import * as v from 'valibot';
import { decodeCommand } from '#shared/board/bytes/codec.ts';
import { patchSchema } from '#shared/board/bytes/command-schema.ts';
import { encodePlain } from '#shared/board/bytes/plain-data.ts';
import type { BoardCommandBody, ElementPatch } from '#shared/board/commands.ts';
import { maxElements } from '#shared/board/limits.ts';
import { maxSteps, type Steps } from './history.ts';

/** The maximum size of the stored steps of either kind, bytes as the histories count them. */
export const maxStoredBytes = 1024 * 1024;

export interface StoredUndo {
  readonly version: 1;
  readonly elements: Steps<ElementPatch>;
  readonly tasks: Steps<BoardCommandBody>;
}

/** Storage of one board's steps. */
export interface UndoStorage {
  /** Unchecked. */
  readonly stored: unknown;
  readonly keep: (undo: StoredUndo) => void;
}

/** The steps of `stored`; none if it is invalid. */
export function readUndo(stored: unknown): StoredUndo | undefined {
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
