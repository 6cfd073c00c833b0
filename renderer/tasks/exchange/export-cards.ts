/** Saves the cards of a board as a file for other programs. */

import { type WritingOptions, writeBoard } from '#app/exchange/board-file/write.ts';
import { writeCsv } from '#app/exchange/formats/csv.ts';
import { writeMarkdown } from '#app/exchange/formats/markdown.ts';
import { exchangeBoard } from '#app/exchange/from-board.ts';
import type { BoardSession } from '#app/session/api.ts';
import { asFileName } from '../../ui/format.ts';
import { saveBoard } from '../../ui/saving/save-board.ts';
import { saveText } from '../../ui/saving/save-file.ts';
import { columnName } from '../texts.ts';

export const exportFormats = ['csv', 'markdown', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** @param nameOf a person's name. */
export async function exportCards(
  session: BoardSession,
  format: ExportFormat,
  nameOf: (id: string) => string,
): Promise<void> {
  const { boardName, columns, labels, tasks, shelves, me } = session.view();
  if (format === 'json') {
    const write = (options: WritingOptions) => writeBoard(session, options);
    await saveBoard(boardName, write, { isGuest: me.guest === true });
    return;
  }
  const file = asFileName(boardName);
  const names = new Map(columns.map((column) => [column.id, columnName(column)]));
  const board = exchangeBoard(
    {
      columns: () => columns,
      labels: () => labels,
      tasks: (column) => tasks[column] ?? [],
      shelf: (shelf) => shelves[shelf],
    },
    { board: boardName, column: (id) => names.get(id) ?? '', person: nameOf },
  );
  if (format === 'csv') saveText(`${file}.csv`, writeCsv(board), 'text/csv');
  else saveText(`${file}.md`, writeMarkdown(board), 'text/markdown');
}
