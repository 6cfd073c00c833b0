/** The content of a board for a file that a person keeps. */

import type { LibraryItem } from '#shared/board/library/model.ts';
import type { BoardElement, BoardView, Member } from '#shared/board/state.ts';
import type { Column, Label, Task, Template } from '#shared/board/task/model.ts';

/** Incremented with each format that earlier readers cannot read. Up to version 2 a file had neither blobs nor the library. */
export const exportVersion = 3;

/** All that a board shows, without the content of images and files. */
export interface BoardExport {
  readonly app: 'paxboard';
  readonly version: typeof exportVersion;
  /** An ISO 8601 instant. */
  readonly exportedAt: string;
  readonly name: string;
  readonly members: readonly Member[];
  readonly columns: readonly Column[];
  readonly labels: readonly Label[];
  readonly templates: readonly Template[];
  readonly library: readonly LibraryItem[];
  readonly tasks: readonly Task[];
  readonly archive: readonly Task[];
  readonly trash: readonly Task[];
  /** In drawing order, deleted ones included. */
  readonly elements: readonly BoardElement[];
}

/**
 * @param elements as they are shown, in drawing order.
 * @param exportedAt in milliseconds since 1970.
 */
export function boardExport(
  board: BoardView,
  elements: readonly BoardElement[],
  boardName: string,
  exportedAt: number,
): BoardExport {
  return {
    app: 'paxboard',
    version: exportVersion,
    exportedAt: new Date(exportedAt).toISOString(),
    name: boardName,
    members: [...board.members()],
    columns: board.columns(),
    labels: board.labels(),
    templates: board.templates(),
    library: board.library(),
    tasks: board.columns().flatMap(({ id }) => board.tasks(id)),
    archive: board.shelf('archive'),
    trash: board.shelf('trash'),
    elements,
  };
}
