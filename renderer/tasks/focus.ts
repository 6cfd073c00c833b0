/** Where the keyboard goes when what had it is gone. */

import type { ColumnId } from '#shared/board/task/model.ts';

/** Ids of the cards that are shown, in their order. */
export type ShownCards = { readonly [column: ColumnId]: readonly string[] };

/** A card: its id, and where it was. */
export interface FocusedCard {
  readonly id: string;
  readonly column: ColumnId;
  /** In its column. */
  readonly index: number;
}

/** A card, or the field for new tasks of a column. */
export type FocusTarget = { readonly card: string } | { readonly column: ColumnId };

/** @returns undefined if the card is not shown. */
export function placeOf(shown: ShownCards, id: string): FocusedCard | undefined {
  for (const [column, cards] of Object.entries(shown)) {
    const index = cards.indexOf(id);
    if (index >= 0) return { id, column, index };
  }
  return undefined;
}

/** The same card, wherever it is now; or the one that took its place, the one before, the column's field. */
export function focusAfter(lost: FocusedCard, shown: ShownCards): FocusTarget {
  if (placeOf(shown, lost.id) !== undefined) return { card: lost.id };
  const inColumn = shown[lost.column] ?? [];
  const card = inColumn[Math.min(lost.index, inColumn.length - 1)];
  return card === undefined ? { column: lost.column } : { card };
}
