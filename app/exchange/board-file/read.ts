/** Reads a file with a whole board (`write.ts`), of this and of earlier versions. */

import * as v from 'valibot';
import { hashOf } from '#app/blobs/content-id.ts';
import { nextTask, resultInSlices } from '#app/replica/slices.ts';
import { exportVersion } from '#app/session/board-export.ts';
import { type BlobId, isBlobId } from '#shared/blob/blob.ts';
import { readImage } from '#shared/blob/image.ts';
import { importing, importScene, maxImportLength } from '#shared/board/element/import/import.ts';
import {
  maxColumns,
  maxLabels,
  maxLibraryItems,
  maxMembers,
  maxTasks,
  maxTemplates,
} from '#shared/board/limits.ts';
import type { BoardElement } from '#shared/board/state.ts';
import { firstColumns, type Shelf } from '#shared/board/task/model.ts';
import { wellFormed } from '#shared/board/values/well-formed.ts';
import { bytesOfBase64 } from './base64.ts';
import { maxBoardFileBytes } from './bounds.ts';
import type { NewBlob, NewCard, NewContent } from './content.ts';
import { parsing } from './parse.ts';
import { type FileScan, type Range, Scanner } from './scan.ts';
import {
  cardSchema,
  columnSchema,
  type FileCard,
  fileSchema,
  labelSchema,
  libraryItemSchema,
  markSchema,
  memberSchema,
  templateSchema,
  valid,
} from './schema.ts';

/**
 * - `unreadable`: the disk did not give it.
 * - `too-large`: more than any board.
 * - `not-recognised`: neither JSON of a board nor of a drawing.
 * - `damaged`: it ends too early, or was changed.
 * - `newer`: of a later version of Paxboard.
 */
export type BoardFileProblem = 'unreadable' | 'too-large' | 'not-recognised' | 'damaged' | 'newer';

export interface ReadBoard {
  /** Empty if the file has none. */
  readonly name: string;
  readonly content: NewContent;
  /** Parts (elements, cards, columns, labels, templates, items of the library) that do not fit on a board, and are left out. */
  readonly refused: number;
  /** Images and files to which the content refers, and that are not in the file. */
  readonly lacking: number;
}

export type BoardFileReading =
  | { readonly ok: true; readonly kind: 'board'; readonly board: ReadBoard }
  /** A drawing of Excalidraw, as parsed JSON. */
  | { readonly ok: true; readonly kind: 'drawing'; readonly scene: object }
  | { readonly ok: false; readonly problem: BoardFileProblem };

export interface ReadingOptions {
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal;
  /** Bytes so far, and of the file. */
  readonly progress?: (done: number, all: number) => void;
}

/** Bytes that are read at once. */
const pieceBytes = 4 * 1024 * 1024;

/** Rejects only with the reason of the signal. */
export async function readBoardFile(file: Blob, options: ReadingOptions = {}): Promise<BoardFileReading> {
  if (file.size > maxBoardFileBytes) return { ok: false, problem: 'too-large' };
  let text: string;
  let scan: FileScan | BoardFileProblem;
  try {
    scan = await scanned(file, options);
    if (typeof scan === 'string') return { ok: false, problem: scan };
    if (!isBoard(scan) && !isDrawing(scan)) return { ok: false, problem: 'not-recognised' };
    if (!isBoard(scan) && file.size > maxImportLength) return { ok: false, problem: 'too-large' };
    text = await withoutBlobs(file, scan).text();
  } catch (error) {
    options.signal?.throwIfAborted();
    console.warn('A file could not be read', error);
    return { ok: false, problem: 'unreadable' };
  }
  const pause = (): Promise<void> => {
    options.signal?.throwIfAborted();
    return nextTask();
  };
  let data: object;
  try {
    data = await resultInSlices(parsing(text), pause);
  } catch {
    options.signal?.throwIfAborted();
    // Invalid JSON is a result, not a failure.
    return { ok: false, problem: 'damaged' };
  }
  const mark = v.safeParse(markSchema, data);
  if (!mark.success)
    return isDrawing(scan)
      ? { ok: true, kind: 'drawing', scene: data }
      : { ok: false, problem: 'not-recognised' };
  if (mark.output.version > exportVersion) return { ok: false, problem: 'newer' };
  return boardOf(file, scan, data, pause);
}

/**
 * The file without the content of its blobs, for a reader of its cards.
 *
 * @returns the file itself if it is no file with a board.
 */
export async function contentOfBoardFile(file: Blob): Promise<Blob> {
  if (file.size > maxBoardFileBytes) return file;
  const scan = await scanned(file, {});
  return typeof scan === 'string' || !isBoard(scan) ? file : withoutBlobs(file, scan);
}

async function scanned(
  file: Blob,
  { signal, progress }: ReadingOptions,
): Promise<FileScan | BoardFileProblem> {
  const scanner = new Scanner();
  for (let at = 0; at < file.size; at += pieceBytes) {
    signal?.throwIfAborted();
    progress?.(at, file.size);
    const piece = await file.slice(at, at + pieceBytes).arrayBuffer();
    if (!scanner.push(new Uint8Array(piece))) break;
  }
  signal?.throwIfAborted();
  const result = scanner.result();
  return result === 'not-an-object' ? 'not-recognised' : result;
}

function isBoard({ names }: FileScan): boolean {
  return names.has('app') && names.has('version');
}

function isDrawing({ names }: FileScan): boolean {
  return names.has('elements');
}

function withoutBlobs(file: Blob, { blobs }: FileScan): Blob {
  if (blobs === undefined) return file;
  return new Blob([file.slice(0, blobs.start), '{}', file.slice(blobs.end)]);
}

async function boardOf(
  file: Blob,
  { entries }: FileScan,
  data: object,
  pause: () => Promise<void>,
): Promise<BoardFileReading> {
  const parsed = v.safeParse(fileSchema, data);
  if (!parsed.success) return { ok: false, problem: 'damaged' };
  const { output } = parsed;
  const blobOf = (id: string) => (isBlobId(id) ? id : undefined);
  const drawing = await resultInSlices(importing(output, { blobOf }), pause);
  if (!drawing.ok) return { ok: false, problem: drawing.why === 'too-many' ? 'too-large' : 'damaged' };
  const members = valid(output.members, memberSchema, maxMembers);
  const names = new Map(members.items.map(({ id, name }) => [id, wellFormed(name)]));
  const columns = valid(output.columns, columnSchema, maxColumns);
  const labels = valid(output.labels, labelSchema, maxLabels);
  const templates = valid(output.templates, templateSchema, maxTemplates);
  const library = valid(output.library, libraryItemSchema, maxLibraryItems);
  const items = library.items.flatMap(({ elements, ...item }) => {
    const read = importScene({ elements });
    return read.ok && read.refused.length === 0 ? [{ ...item, elements: read.elements }] : [];
  });
  const cards: NewCard[] = [];
  let refused =
    drawing.refused.length + labels.refused + templates.refused + output.library.length - items.length;
  for (const [list, shelf] of [
    [output.tasks, undefined],
    [output.archive, 'archive'],
    [output.trash, 'trash'],
  ] as const) {
    const read = valid(list, cardSchema, maxTasks - cards.length);
    refused += read.refused;
    for (const card of read.items) cards.push(newCard(card, names, shelf));
  }
  const distinct = [...new Map(columns.items.map((column) => [column.id, column])).values()];
  refused += output.columns.length - distinct.length;
  const attached = new Set(cards.flatMap(({ attachments }) => attachments.map(({ blob }) => blob)));
  const used = new Set([...imagesOf(drawing.elements), ...attached]);
  const blobs = [...used].flatMap((id): readonly NewBlob[] => {
    const range = entries.get(id);
    // Only pixels are shown on a whiteboard: a drawing with a script is none. Files of cards are only saved.
    const isFit = (bytes: Uint8Array): boolean => attached.has(id) || typeof readImage(bytes) !== 'string';
    return range === undefined ? [] : [{ id, read: () => blobAt(file, range, id, isFit) }];
  });
  return {
    ok: true,
    kind: 'board',
    board: {
      name: wellFormed(output.name),
      content: {
        elements: drawing.elements,
        columns: distinct.length === 0 ? firstColumns : distinct,
        labels: labels.items,
        templates: templates.items,
        library: items,
        cards,
        blobs,
      },
      refused,
      lacking: used.size - blobs.length,
    },
  };
}

function newCard(card: FileCard, names: ReadonlyMap<string, string>, shelf: Shelf | undefined): NewCard {
  const { assignees, claimedBy, comments, ...rest } = card;
  const people = claimedBy === undefined ? assignees : [claimedBy, ...assignees];
  return {
    ...rest,
    assigned: [...new Set(people.flatMap((id) => names.get(id) ?? []))],
    comments: comments.map((comment) => ({ ...comment, by: names.get(comment.by) ?? '' })),
    ...(shelf === undefined ? {} : { shelf }),
  };
}

function imagesOf(elements: readonly BoardElement[]): readonly BlobId[] {
  return elements.flatMap(({ type, fileId }) => (type === 'image' && isBlobId(fileId) ? [fileId] : []));
}

async function blobAt(
  file: Blob,
  { start, end }: Range,
  id: BlobId,
  isFit: (bytes: Uint8Array) => boolean,
): Promise<Uint8Array | undefined> {
  try {
    const bytes = bytesOfBase64(await file.slice(start, end).text());
    return bytes !== undefined && isFit(bytes) && (await hashOf(bytes)) === id ? bytes : undefined;
  } catch (error) {
    console.warn('A part of a file could not be read', error);
    return undefined;
  }
}
