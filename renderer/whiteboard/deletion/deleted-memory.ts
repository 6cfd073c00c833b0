/**
 * The last large deletion of this device on each board, so that its person can undo it, also after a reload. The elements themselves stay on the board, marked as deleted.
 */

import * as v from 'valibot';
import type { ElementPatch } from '#shared/board/commands.ts';
import { maxElements, maxIdLength } from '#shared/board/limits.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { BoardMemory } from '../../ui/memory/board-memory.ts';

const idsSchema = v.pipe(v.array(v.pipe(v.string(), v.maxLength(maxIdLength))), v.maxLength(maxElements));

export const deletions = new BoardMemory<readonly string[]>('deletions', idsSchema);

/** The ids among `ids` that are deleted on the board now, and so can be restored. */
export function stillDeleted(
  ids: readonly string[],
  element: (id: string) => BoardElement | undefined,
): readonly string[] {
  return ids.filter((id) => element(id)?.isDeleted === true);
}

export function bringBack(ids: readonly string[]): readonly ElementPatch[] {
  return ids.map((id) => ({ id, set: { isDeleted: false } }));
}

export function deletionOf(ids: readonly string[]): readonly ElementPatch[] {
  return ids.map((id) => ({ id, set: { isDeleted: true } }));
}
