/** The size from which a person confirms a deletion first. */

import type { ElementPatch } from '#shared/board/commands.ts';
import type { BoardElement } from '#shared/board/state.ts';

/** A smaller board needs no confirmation: its elements are quickly drawn again. */
export const minElementsToAsk = 10;

/** The ids of the elements that `patches` delete. */
export function deletedBy(patches: readonly ElementPatch[]): readonly string[] {
  return patches.filter(({ set }) => set.isDeleted === true).map(({ id }) => id);
}

/**
 * Whether the deletion of `ids` removes more than half of the elements of a board that has at least {@link minElementsToAsk}.
 *
 * @param elements the board before it, deleted elements included.
 */
export function isLargeDeletion(ids: readonly string[], elements: readonly BoardElement[]): boolean {
  if (ids.length * 2 <= minElementsToAsk) return false;
  const living = new Set<string>();
  for (const { id, isDeleted } of elements) if (isDeleted !== true) living.add(id);
  const deleted = ids.filter((id) => living.has(id)).length;
  return living.size >= minElementsToAsk && deleted * 2 > living.size;
}
