/**
 * Comma-separated values (RFC 4180) as a table, and back. Separators (comma, semicolon, tab, bar) are recognised; a quoted cell
 * may hold line breaks. The parser is Papa Parse.
 */

import Papa from 'papaparse';
import type { Trouble } from './model.ts';
import { maxCards } from './model.ts';

export interface CsvRow {
  /** Where it begins in the file, 1 and up. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly troubles: readonly Trouble[];
}

/** Columns of a table, at most. */
export const maxCells = 200;

/** @returns undefined if there is no row beside the header. */
export function readTable(text: string): CsvTable | undefined {
  const content = text.startsWith('\ufeff') ? text.slice(1) : text;
  const rows: CsvRow[] = [];
  const troubles: Trouble[] = [];
  let at = 0;
  let line = 1;
  const next = (): void => {
    const code = content.charCodeAt(at);
    at += 1;
    // A line ends with LF, CR LF, or CR alone.
    if (code === 10 || (code === 13 && content.charCodeAt(at) !== 10)) line += 1;
  };
  Papa.parse<string[]>(content, {
    delimitersToGuess: [',', ';', '\t', '|'],
    skipEmptyLines: true,
    step: ({ data, errors, meta }, parser) => {
      // Empty lines before the row were skipped.
      while (isLineEnd(content.charCodeAt(at)) && at < meta.cursor) next();
      const began = line;
      while (at < meta.cursor) next();
      if (errors.some(({ type }) => type === 'Quotes'))
        troubles.push({ kind: 'unclosed-quote', line: began });
      if (data.every((cell) => cell.trim() === '')) return;
      rows.push({ line: began, cells: data.slice(0, maxCells).map(original) });
      if (rows.length > maxCards + 1) parser.abort();
    },
  });
  const [header, ...rest] = rows;
  if (header === undefined || rest.length === 0) return undefined;
  for (const row of rest) {
    const surplus = row.cells.slice(header.cells.length).some((cell) => cell.trim() !== '');
    if (surplus) troubles.push({ kind: 'many-cells', line: row.line });
  }
  return { header: header.cells.map((cell) => cell.trim()), rows: rest, troubles };
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

/** Lines end with CR LF, as the standard has it; with a byte order mark, by which spreadsheets recognise UTF-8. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const harmless = rows.map((row) => row.map(madeHarmless));
  return `\ufeff${Papa.unparse(harmless, { newline: '\r\n' })}\r\n`;
}

/** A spreadsheet takes a cell that begins with one of these for a formula, which may send data away. */
const formula = /^'*[=+\-@\t\r]/;

/** A cell that looks like the result already gets another apostrophe, so that each cell is itself when it is read again. */
function madeHarmless(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

/** The reverse of {@link madeHarmless}. */
function original(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell;
}
