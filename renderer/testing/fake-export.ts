import { type BoardExport, exportVersion } from '#app/session/board-export.ts';
import type { SessionView } from '#app/session/view/view.ts';
import type { BoardElement } from '#shared/board/state.ts';

/** What a fake session exports: its view, which lists no members. */
export function fakeExport(
  { boardName, columns, labels, templates, library, tasks, shelves }: SessionView,
  elements: readonly BoardElement[],
): BoardExport {
  return {
    app: 'paxboard',
    version: exportVersion,
    exportedAt: new Date(0).toISOString(),
    name: boardName,
    members: [],
    columns,
    labels,
    templates,
    library,
    tasks: columns.flatMap(({ id }) => tasks[id] ?? []),
    archive: shelves.archive,
    trash: shelves.trash,
    elements,
  };
}
