/**
 * Converts comma-separated values (RFC 4180) to a table, and back. Recognises the separators comma, semicolon, tab and bar; a quoted
 * cell may hold line breaks. The parser is Papa Parse.
 */

import Papa from 'papaparse';
import type { ImportWarning } from '../model.ts';
import { maxCards } from '../model.ts';

export interface CsvRow {
  /** The line in the file where the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly warnings: readonly ImportWarning[];
}

/** Columns of a table, at most. */
export const maxCells = 200;

/** @returns undefined if there is no row after the header. */
export function readTable(text: string): CsvTable | undefined {
  const content = text.startsWith('\ufeff') ? text.slice(1) : text;
  const rows: CsvRow[] = [];
  const warnings: ImportWarning[] = [];
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
        warnings.push({ kind: 'unclosed-quote', line: began });
      if (data.every((cell) => cell.trim() === '')) return;
      rows.push({ line: began, cells: data.slice(0, maxCells).map(unescapedFormula) });
      if (rows.length > maxCards + 1) parser.abort();
    },
  });
  const [header, ...rest] = rows;
  if (header === undefined || rest.length === 0) return undefined;
  for (const row of rest) {
    const surplus = row.cells.slice(header.cells.length).some((cell) => cell.trim() !== '');
    if (surplus) warnings.push({ kind: 'many-cells', line: row.line });
  }
  return { header: header.cells.map((cell) => cell.trim()), rows: rest, warnings };
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

/** Lines end with CR LF, as RFC 4180 requires; spreadsheets recognise UTF-8 by the byte order mark. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const harmless = rows.map((row) => row.map(escapedFormula));
  return `\ufeff${Papa.unparse(harmless, { newline: '\r\n' })}\r\n`;
}

/** A spreadsheet evaluates a cell that begins with one of these characters as a formula, which may send data to a server. */
const formula = /^'*[=+\-@\t\r]/;

/** Adds an apostrophe, also to a cell that already looks escaped, so that reading restores every cell. */
function escapedFormula(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

/** The reverse of {@link escapedFormula}. */
function unescapedFormula(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell;
}
