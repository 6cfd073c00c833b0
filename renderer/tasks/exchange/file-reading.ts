/** The chosen file, and the options of its import. */

import { useState } from 'react';
import { contentOfBoardFile } from '#app/exchange/board-file/read.ts';
import {
  type CsvMapping,
  cardsOfTable,
  guessedMapping,
  isDayOrderAmbiguous,
} from '#app/exchange/formats/csv.ts';
import type { CsvTable } from '#app/exchange/formats/csv-table.ts';
import type { ExchangeBoard, Format, ImportWarning, ReadProblem } from '#app/exchange/model.ts';
import { maxFileBytes } from '#app/exchange/model.ts';
import { readFile } from '#app/exchange/read.ts';

export interface TableChoice {
  readonly table: CsvTable;
  readonly mapping: CsvMapping;
  /** Whether its days are ambiguous. */
  readonly asksForOrder: boolean;
}

export type FileState =
  | { readonly state: 'none' }
  | { readonly state: 'reading' }
  | { readonly state: 'failed'; readonly problem: ReadProblem | 'unreadable' }
  | {
      readonly state: 'read';
      readonly name: string;
      readonly format: Format;
      readonly board: ExchangeBoard;
      readonly warnings: readonly ImportWarning[];
      readonly csv?: TableChoice;
    }
  /** A table without a complete mapping of its columns. */
  | {
      readonly state: 'unmapped';
      readonly name: string;
      readonly csv: TableChoice;
      readonly problem: ReadProblem;
    };

export function useFileReading(columnName: (id: string) => string) {
  const [file, setFile] = useState<FileState>({ state: 'none' });

  async function choose(chosen: File): Promise<void> {
    setFile({ state: 'reading' });
    try {
      // A saved board can have many times its cards in images.
      const content = chosen.size > maxFileBytes ? await contentOfBoardFile(chosen) : chosen;
      if (content.size > maxFileBytes) return setFile({ state: 'failed', problem: 'too-large' });
      const bytes = new Uint8Array(await content.arrayBuffer());
      // The message is shown before a large file keeps the window busy.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const reading = readFile(chosen.name, bytes, columnName);
      const { table } = reading;
      if (table !== undefined) return mapped(chosen.name, table, guessedMapping(table));
      if (!reading.ok) return setFile({ state: 'failed', problem: reading.problem });
      const { format, board, warnings } = reading;
      setFile({ state: 'read', name: chosen.name, format, board, warnings });
    } catch (error) {
      console.error(error);
      setFile({ state: 'failed', problem: 'unreadable' });
    }
  }

  function mapped(name: string, table: CsvTable, mapping: CsvMapping): void {
    const csv = { table, mapping, asksForOrder: isDayOrderAmbiguous(table, mapping) };
    const reading = cardsOfTable(table, mapping);
    if (!reading.ok) return setFile({ state: 'unmapped', name, csv, problem: reading.problem });
    const { format, board, warnings } = reading;
    setFile({ state: 'read', name, format, board, warnings, csv });
  }

  return { file, choose, mapped, forget: () => setFile({ state: 'none' }) };
}
