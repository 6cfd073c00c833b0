/** The next focus when the focused element is removed. */

import type { ColumnId } from '#shared/board/task/model.ts';

/** Ids of the cards that are shown, in their order. */
export type ShownCards = { readonly [column: ColumnId]: readonly string[] };

/** A card: its id, and its last place. */
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

/** The same card at its new place; else the card at its old place, the one before that, or the column's field. */
export function focusAfter(lost: FocusedCard, shown: ShownCards): FocusTarget {
  if (placeOf(shown, lost.id) !== undefined) return { card: lost.id };
  const inColumn = shown[lost.column] ?? [];
  const card = inColumn[Math.min(lost.index, inColumn.length - 1)];
  return card === undefined ? { column: lost.column } : { card };
}
