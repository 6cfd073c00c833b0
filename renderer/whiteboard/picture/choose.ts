/** The elements of a board's small picture: bounded in number, as drawing costs time when a board is left. */

import type { BoardElement } from '#shared/board/state.ts';

/** The maximum number of drawn elements. */
export const maxPictureElements = 500;

/**
 * The largest elements, in their given order: smaller ones are hardly visible in the picture of a full board.
 *
 * @param elements in drawing order.
 */
export function pictureElements(elements: readonly BoardElement[]): readonly BoardElement[] {
  const living = elements.filter(({ isDeleted }) => isDeleted !== true);
  if (living.length <= maxPictureElements) return living;
  const bySize = living.toSorted((a, b) => extentOf(b) - extentOf(a)).slice(0, maxPictureElements);
  const chosen = new Set(bySize);
  return living.filter((element) => chosen.has(element));
}

function extentOf({ width, height }: BoardElement): number {
  return Math.max(typeof width === 'number' ? width : 0, typeof height === 'number' ? height : 0);
}
