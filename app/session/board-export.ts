/** The board as a file that a person keeps. */

import type { BoardElement, BoardView } from '#shared/board/state.ts';

/** Incremented with each format that earlier readers cannot read. */
export const exportVersion = 2;

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
    columns: board.columns(),
    labels: board.labels(),
    tasks: board.columns().flatMap(({ id }) => board.tasks(id)),
    archive: board.shelf('archive'),
    trash: board.shelf('trash'),
    elements,
  };
  return JSON.stringify(content, null, 2);
}
