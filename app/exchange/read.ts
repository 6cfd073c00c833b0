/** Reads a file with cards of any known program. The content determines the format; the name decides only between text formats. */

import { cardsOfTable, guessedMapping } from './formats/csv.ts';
import { type CsvTable, readTable } from './formats/csv-table.ts';
import { readMarkdown } from './formats/markdown.ts';
import { readPaxboard } from './formats/paxboard.ts';
import { readPlanka } from './formats/planka.ts';
import { readTrello } from './formats/trello.ts';
import { maxFileBytes, type Reading } from './model.ts';

/** A table can be read again with another mapping (`cardsOfTable`). */
export type FileReading = Reading & { readonly table?: CsvTable };

/** Nesting of JSON, at most: deeper values could exhaust the parser's stack. */
const maxJsonDepth = 64;

/** @param columnName the name of a built-in column, which a Paxboard file holds without one. */
export function readFile(name: string, bytes: Uint8Array, columnName: (id: string) => string): FileReading {
  if (bytes.byteLength > maxFileBytes) return { ok: false, problem: 'too-large' };
  const text = decoded(bytes);
  if (text === undefined) return { ok: false, problem: 'not-recognised' };
  const trimmed = text.trimStart();
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) {
    const json = readJson(trimmed, columnName);
    if (json !== undefined) return json;
    // A table may begin with a bracket.
    if (/\.json$/i.test(name)) return { ok: false, problem: isJson(trimmed) ? 'not-recognised' : 'damaged' };
  }
  if (/\.(?:md|markdown|mdown)$/i.test(name)) return readMarkdown(text);
  const table = readTable(text);
  const looksLikeTable = /\.(?:csv|tsv)$/i.test(name) || (table?.header.length ?? 0) > 1;
  if (table !== undefined && looksLikeTable) {
    return { ...cardsOfTable(table, guessedMapping(table)), table };
  }
  return readMarkdown(text);
}

/** Decodes UTF-8, UTF-16 with a byte order mark, or the Windows code page. @returns undefined if it is not text. */
function decoded(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    // Older spreadsheets write the Windows code page. Binary files hold control characters.
    const text = new TextDecoder('windows-1252').decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a text has none of them.
    return /[\0-\x08\x0e-\x1f]/.test(text) ? undefined : text;
  }
}

function readJson(text: string, columnName: (id: string) => string): Reading | undefined {
  if (isDeep(text)) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  return readPaxboard(data, columnName) ?? readTrello(data) ?? readPlanka(data);
}

function isJson(text: string): boolean {
  if (isDeep(text)) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isDeep(text: string): boolean {
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isString) {
      if (code === 92) at += 1;
      else if (code === 34) isString = false;
    } else if (code === 34) isString = true;
    else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > maxJsonDepth) return true;
    } else if (code === 125 || code === 93) depth -= 1;
  }
  return false;
}
