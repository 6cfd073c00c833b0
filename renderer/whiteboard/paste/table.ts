/** Cells that a person copied from a spreadsheet, as a table on the whiteboard. */

import Papa from 'papaparse';

/** Cells of a pasted table, at most: each is a rectangle and a text. */
export const maxTableCells = 400;

/** Characters of one cell, at most. */
export const maxCellLength = 500;

export type Cells = readonly (readonly string[])[];

/** @returns undefined unless `text` has several rows and columns, or if it has too many cells. */
export function cellsOf(text: string): Cells | undefined {
  if (!text.includes('\t')) return undefined;
  const { data } = Papa.parse<string[]>(text.replace(/[\r\n]+$/, ''), {
    delimiter: '\t',
    preview: maxTableCells + 1,
  });
  const columns = Math.max(0, ...data.map((row) => row.length));
  if (data.length < 2 || columns < 2 || data.length * columns > maxTableCells) return undefined;
  const cells = data.map((row) =>
    Array.from({ length: columns }, (_, at) => (row[at] ?? '').trim().replace(/\r\n?/g, '\n')),
  );
  return cells.flat().every((cell) => cell.length <= maxCellLength) ? cells : undefined;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Canvas pixels. */
const leastColumn = 60;
const greatestColumn = 260;
const leastRow = 35;
/** On both sides of a text together: twice Excalidraw's `BOUND_TEXT_PADDING`, version 0.18.1. */
export const padding = 10;

export interface Grid {
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

/** @param sizeOf the size of a text, in one line if `width` is undefined, else wrapped to it. Canvas pixels. */
export function gridOf(cells: Cells, sizeOf: (text: string, width?: number) => Size): Grid {
  const [first = []] = cells;
  const columns = first.map((_, at) => {
    const widest = Math.max(...cells.map((row) => sizeOf(row[at] ?? '').width));
    return Math.min(Math.max(Math.ceil(widest) + 2 * padding, leastColumn), greatestColumn);
  });
  const rows = cells.map((row) => {
    const heights = row.map((cell, at) => sizeOf(cell, (columns[at] ?? leastColumn) - padding).height);
    return Math.max(leastRow, Math.ceil(Math.max(...heights)) + padding);
  });
  return { columns, rows };
}
