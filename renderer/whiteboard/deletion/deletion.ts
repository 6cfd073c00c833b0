/** Which deletions are so large that a person confirms them first. */

import type { ElementPatch } from '#shared/board/commands.ts';
import type { BoardElement } from '#shared/board/state.ts';

/** On a board with fewer elements nothing is asked: drawing them again takes a moment. */
export const minElementsToAsk = 10;

/** The ids of what `patches` delete. */
export function deletedBy(patches: readonly ElementPatch[]): readonly string[] {
  return patches.filter(({ set }) => set.isDeleted === true).map(({ id }) => id);
}

/**
 * Whether deleting `ids` takes more than half of the elements of a board that has at least {@link minElementsToAsk}.
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
