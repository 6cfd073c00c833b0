/**
 * Finds the blobs of a board's file without parsing it: a file of all images of a board is larger than any string. The blobs are
 * the entries of the outermost object's `blobs`; each is read from its place in the file when it is needed.
 *
 * This is no JSON parser: `JSON.parse` checks everything else.
 */

import { type BlobId, isBlobId, maxBlobs } from '#shared/blob/blob.ts';
import { maxBlobCharacters, maxContentBytes, maxDepth, maxValues } from './bounds.ts';

/** A part of a file: bytes from `start` up to `end`, without the latter. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface FileScan {
  /** The names of the outermost object's properties, of the first {@link maxNames}. */
  readonly names: ReadonlySet<string>;
  /** The value of `blobs` with its braces; absent if there is none. */
  readonly blobs?: Range;
  /** Each without its quotes. */
  readonly entries: ReadonlyMap<BlobId, Range>;
}

/**
 * - `not-an-object`: it does not begin as a JSON object.
 * - `damaged`: it ends too early, or has something other than blobs among them.
 * - `too-large`: a bound of `bounds.ts`.
 */
export type ScanProblem = 'not-an-object' | 'damaged' | 'too-large';

/** Names that are remembered, at most. */
const maxNames = 64;
/** Bytes of a name that is remembered, at most. */
const maxNameBytes = 64;

const quote = 0x22;
const backslash = 0x5c;

/** Takes the bytes of a file piece by piece, in any pieces. */
export class Scanner {
  readonly #names = new Set<string>();
  readonly #entries = new Map<BlobId, Range>();
  #blobs: { readonly start: number; end?: number } | undefined;
  #problem: ScanProblem | undefined;
  /** The place of the piece in the file. */
  #base = 0;
  #depth = 0;
  #values = 0;
  #isOver = false;
  #inString = false;
  /** The byte after a backslash at the end of the last piece. */
  #isEscaped = false;
  /** The next string is a name. */
  #expectsName = false;
  /** The string that is being read is a name: its bytes; undefined if it is not remembered. */
  #name: number[] | undefined;
  #isName = false;
  /** The latest name of the outermost object, or among the blobs. */
  #latest = '';
  #start = 0;

  /** @returns false if the rest need not be read. */
  push(piece: Uint8Array): boolean {
    let at = this.#base === 0 && isMark(piece) ? 3 : 0;
    let slash = -1;
    while (at < piece.length && this.#problem === undefined) {
      if (!this.#inString) {
        this.#outside(piece[at] ?? 0, this.#base + at);
        at += 1;
        continue;
      }
      if (this.#isEscaped) {
        this.#isEscaped = false;
        at += 1;
        continue;
      }
      const end = indexOr(piece, quote, at);
      // Searched once for all strings before it.
      if (slash < at) slash = indexOr(piece, backslash, at);
      this.#take(piece, at, Math.min(end, slash));
      if (slash < end) {
        this.#escape();
        this.#isEscaped = true;
        at = slash + 1;
      } else {
        if (end < piece.length) this.#endString(this.#base + end);
        at = end + 1;
      }
    }
    this.#base += piece.length;
    const blobBytes = this.#blobs === undefined ? 0 : (this.#blobs.end ?? this.#base) - this.#blobs.start;
    if (this.#base - blobBytes > maxContentBytes) this.#problem ??= 'too-large';
    return this.#problem === undefined;
  }

  /** After the last piece. */
  result(): FileScan | ScanProblem {
    if (this.#problem !== undefined) return this.#problem;
    if (!this.#isOver) return this.#depth === 0 && !this.#inString ? 'not-an-object' : 'damaged';
    const { start, end } = this.#blobs ?? {};
    return {
      names: this.#names,
      ...(start === undefined || end === undefined ? {} : { blobs: { start, end } }),
      entries: this.#entries,
    };
  }

  /** A byte outside of strings. */
  #outside(byte: number, at: number): void {
    if (isSpace(byte)) return;
    if (this.#depth === 0) {
      // `JSON.parse` refuses what follows the end.
      if (this.#isOver) return;
      if (byte !== 0x7b) this.#problem = 'not-an-object';
      else this.#open(byte, at);
      return;
    }
    const amongBlobs = this.#isAmongBlobs();
    switch (byte) {
      case quote:
        this.#inString = true;
        this.#start = at + 1;
        this.#isName = this.#expectsName;
        this.#name = this.#isName ? [] : undefined;
        this.#expectsName = false;
        return;
      case 0x7b: // {
      case 0x5b: // [
        if (amongBlobs) this.#problem = 'damaged';
        else this.#open(byte, at);
        return;
      case 0x7d: // }
      case 0x5d: // ]
        this.#depth -= 1;
        if (amongBlobs && this.#blobs !== undefined) this.#blobs.end = at + 1;
        this.#isOver = this.#depth === 0;
        return;
      case 0x2c: // ,
        this.#expectsName = this.#depth === 1 || amongBlobs;
        if (!amongBlobs) this.#count();
        return;
      case 0x3a: // :
        return;
      default:
        // Of numbers, `true`, `false` and `null`.
        if (amongBlobs) this.#problem = 'damaged';
    }
  }

  #open(byte: number, at: number): void {
    const isBlobs = byte === 0x7b && this.#depth === 1 && this.#latest === 'blobs';
    if (isBlobs) {
      if (this.#blobs !== undefined) {
        this.#problem = 'damaged';
        return;
      }
      this.#blobs = { start: at };
    }
    this.#depth += 1;
    this.#expectsName = this.#depth === 1 || isBlobs;
    if (this.#depth > maxDepth) this.#problem = 'damaged';
    this.#count();
  }

  #count(): void {
    this.#values += 1;
    if (this.#values > maxValues) this.#problem = 'too-large';
  }

  /** Bytes of the string that is being read. */
  #take(piece: Uint8Array, from: number, to: number): void {
    if (this.#name === undefined) return;
    if (this.#name.length + to - from > maxNameBytes) this.#name = undefined;
    else this.#name.push(...piece.subarray(from, to));
  }

  #escape(): void {
    this.#name = undefined;
    if (this.#isAmongBlobs()) this.#problem = 'damaged';
  }

  #endString(end: number): void {
    this.#inString = false;
    if (this.#isName) {
      const name = this.#name === undefined ? '' : String.fromCharCode(...this.#name);
      this.#latest = name;
      if (this.#depth === 1 && this.#names.size < maxNames) this.#names.add(name);
      return;
    }
    if (!this.#isAmongBlobs()) return;
    if (this.#entries.size >= maxBlobs || end - this.#start > maxBlobCharacters) this.#problem = 'too-large';
    else if (isBlobId(this.#latest)) this.#entries.set(this.#latest, { start: this.#start, end });
  }

  #isAmongBlobs(): boolean {
    return this.#depth === 2 && this.#blobs !== undefined && this.#blobs.end === undefined;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The byte order mark of UTF-8. */
function isMark(piece: Uint8Array): boolean {
  return piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf;
}

function indexOr(piece: Uint8Array, byte: number, from: number): number {
  const index = piece.indexOf(byte, from);
  return index < 0 ? piece.length : index;
}
