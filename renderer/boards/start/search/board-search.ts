/** Finds boards of the list by their names. */

import type { KnownBoard } from '#app/session/api.ts';
import { folded } from '../../../tasks/bar/search.ts';
import { nameOf } from '../texts.ts';

/** With fewer boards, the list is short enough to read. */
export const fewestSearched = 9;

/** The boards whose names contain every word of `text`, in the order of the list; all of a list without a search. */
export function foundBoards(boards: readonly KnownBoard[], text: string): readonly KnownBoard[] {
  if (boards.length < fewestSearched) return boards;
  const words = folded(text).split(/\s+/);
  return boards.filter((board) => {
    const name = folded(nameOf(board));
    return words.every((word) => name.includes(word));
  });
}

/**
 * Whether a key starts a search.
 *
 * @param isInList whether the focus is in the list of boards: a visible character is the first one of the search then.
 */
export function startsSearch(
  { key, altKey, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>,
  isInList: boolean,
): boolean {
  if (altKey || ctrlKey || metaKey) return false;
  return key === '/' || (isInList && key !== ' ' && [...key].length === 1);
}
