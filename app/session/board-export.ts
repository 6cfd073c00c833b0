/** The board as a file that a person keeps. */

import { columnIds } from '#shared/board/commands.ts';
import type { BoardElement, BoardView } from '#shared/board/state.ts';

/** Raised when a reader of earlier files could not read it. */
export const exportVersion = 1;

/**
 * Everything that `board` shows, as indented JSON.
 *
 * @param elements as they are shown, in drawing order.
 * @param exportedAt in milliseconds since 1970.
 */
export function boardExport(
  board: BoardView,
  elements: readonly BoardElement[],
  boardName: string,
  exportedAt: number,
): string {
  const content = {
    app: 'paxboard',
    version: exportVersion,
    exportedAt: new Date(exportedAt).toISOString(),
    name: boardName,
    members: [...board.members()],
    tasks: columnIds.flatMap((column) => board.tasks(column)),
    elements,
  };
  return JSON.stringify(content, null, 2);
}
