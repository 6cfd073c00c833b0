/**
 * Checks a clipboard that is pasted on the whiteboard, before Excalidraw reads it. Excalidraw makes one element of each line, throws for
 * damaged elements, and requests the images of pasted web pages from their servers.
 */

import { isBlobId } from '#shared/blob/blob.ts';
import type { Json } from '#shared/board/commands.ts';
import { importScene, maxImportLength } from '#shared/board/element/import/import.ts';

/** Characters of a pasted text, at most. */
export const maxPastedText = 200_000;

/** Lines of a pasted text, at most: each becomes an element. */
export const maxPastedLines = 1_000;

export type PasteProblem = 'too-large' | 'text-too-long' | 'damaged' | 'no-elements' | 'foreign-image';

export interface Clipboard {
  /** As plain text. */
  readonly text: string;
  readonly html: string;
  readonly hasFile: boolean;
}

export type CheckedPaste =
  | { readonly result: 'as-is' }
  /** Excalidraw receives this text alone. */
  | { readonly result: 'text'; readonly text: string; readonly leftOut?: 'images' }
  /** Excalidraw receives these elements alone. @property refused elements that are left out. */
  | { readonly result: 'elements'; readonly text: string; readonly refused: number }
  /** Too many elements to add at once: they are added like those of a file. */
  | { readonly result: 'drawing'; readonly text: string }
  | { readonly result: 'refused'; readonly why: PasteProblem };

/**
 * @param options.maxAtOnce the elements that are added at once.
 * @param options.isIntoText whether a text is being written, which takes the clipboard as plain text.
 */
export function checkPaste(
  { text, html, hasFile }: Clipboard,
  options: { readonly maxAtOnce: number; readonly isIntoText: boolean },
): CheckedPaste {
  if (text.length > maxImportLength) return { result: 'refused', why: 'too-large' };
  if (options.isIntoText) return text.length > maxPastedText ? tooLong : asIs;
  if (isDrawing(text)) return checkDrawing(text, options.maxAtOnce);
  if (text.length > maxPastedText || linesIn(text) > maxPastedLines) return tooLong;
  // Spreadsheets add a picture of the cells.
  if (text.includes('\t') && /<table\b/i.test(html)) return { result: 'text', text };
  if (hasFile || html === '') return asIs;
  if (/<img\b/i.test(html)) {
    if (text.trim() === '') return { result: 'refused', why: 'foreign-image' };
    return { result: 'text', text, leftOut: 'images' };
  }
  if (text !== '') return { result: 'text', text };
  return html.length > maxPastedText ? tooLong : asIs;
}

const asIs: CheckedPaste = { result: 'as-is' };
const tooLong: CheckedPaste = { result: 'refused', why: 'text-too-long' };

/** Excalidraw's clipboard, the one for programs, and its file. Recognised by the beginning, as the rest may be missing. */
function isDrawing(text: string): boolean {
  return /^\s*\{\s*"type"\s*:\s*"excalidraw(-api)?(\/clipboard)?"/.test(text.slice(0, 200));
}

function linesIn(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

type Parsed = { readonly [property: string]: unknown };

function checkDrawing(text: string, maxAtOnce: number): CheckedPaste {
  const parsed = parsedObject(text);
  if (parsed === undefined) return { result: 'refused', why: 'damaged' };
  const { elements } = parsed;
  if (!Array.isArray(elements)) return { result: 'refused', why: 'damaged' };
  if (elements.length > maxAtOnce) return { result: 'drawing', text };
  const files = filesOf(parsed.files);
  const imported = importScene({ elements }, { blobOf: (id) => (isBlobId(id) ? id : anyBlob) });
  if (!imported.ok) return { result: 'refused', why: 'damaged' };
  const fileIds = fileIdsOf(elements);
  const checked = imported.elements.map((element) => {
    const fileId = element.type === 'image' ? fileIds.get(element.id) : undefined;
    return fileId === undefined ? element : { ...element, fileId };
  });
  if (checked.length === 0) return { result: 'refused', why: 'no-elements' };
  const drawing = { type: 'excalidraw/clipboard', elements: checked, files };
  return { result: 'elements', text: JSON.stringify(drawing), refused: imported.refused.length };
}

/** In place of a file's id that is not one of a blob yet. */
const anyBlob = 'A'.repeat(43);

function parsedObject(text: string): Parsed | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    // A text that is no JSON is an answer, not a failure.
    return undefined;
  }
}

function isObject(value: unknown): value is Parsed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The file's id of each element that has one, by the id of the element. */
function fileIdsOf(elements: readonly unknown[]): ReadonlyMap<Json | undefined, string> {
  const fileIds = new Map<Json | undefined, string>();
  for (const element of elements) {
    if (isObject(element) && typeof element.id === 'string' && typeof element.fileId === 'string')
      fileIds.set(element.id, element.fileId);
  }
  return fileIds;
}

/** Excalidraw loads the address of a file as an image: only content that is in the clipboard itself. */
function filesOf(files: unknown): Parsed {
  if (!isObject(files)) return {};
  return Object.fromEntries(
    Object.entries(files).filter(
      ([, file]) => isObject(file) && typeof file.dataURL === 'string' && file.dataURL.startsWith('data:'),
    ),
  );
}
