/**
 * Plain data as bytes, in exactly one way.
 *
 * Bytes are accepted only if encoding the decoded value gives the same bytes. So two replicas that accept the same
 * bytes have read the same data, whatever their decoder makes of bad UTF-8, repeated names, numbers in a longer form
 * than needed or MessagePack's extensions: such bytes are refused everywhere.
 */

import { Packr } from 'msgpackr';
import { scan } from '#shared/wire/codec/scan.ts';
import type { Json } from '../commands.ts';
import { maxPropertyNameLength } from '../limits.ts';
import { isWellFormed } from '../values/well-formed.ts';
import { isSurelyEncoded } from './restoring/canonical.ts';

/** Values in one piece of plain data, at most: of the largest, a whole board's snapshot. */
const maxPlainValues = 16_000_000;

const packer = new Packr({
  useRecords: false,
  structuredClone: false,
  mapsAsObjects: true,
  variableMapSize: true,
  useToJSON: false,
});

/** `value`'s bytes; equal values with the same order of names have equal bytes. `value` must be plain data. */
export function encodePlain(value: unknown): Uint8Array {
  // A copy, because the packer's result is a view of a larger buffer, which storage would keep as a whole.
  return new Uint8Array(packer.encode(value));
}

/**
 * The plain data that `bytes` hold, deeply frozen; undefined if they hold anything else or hold it in any other form
 * than {@link encodePlain}'s.
 *
 * @param maxDepth arrays and objects within one another, at most.
 */
export function decodePlain(bytes: Uint8Array, maxDepth: number): Json | undefined {
  // A few bytes can announce more than memory holds, or an extension type: both are detected before anything is
  // allocated.
  if (scan(bytes, 0, { maxDepth, maxValues: maxPlainValues }) !== undefined) return undefined;
  const value = decoded(bytes);
  // The depth is checked before anything else walks the value: it may be too deep for a recursion, or a circle.
  if (!freezePlain(value, maxDepth)) return undefined;
  return isSurelyEncoded(bytes) || isSameBytes(encodePlain(value), bytes) ? value : undefined;
}

/**
 * The plain data that follow one another in `bytes`, each deeply frozen. The caller has scanned them, and checks that
 * they are in the form of {@link encodePlain}.
 *
 * @returns undefined if one of them is not plain data.
 */
export function decodePlainItems(bytes: Uint8Array, maxDepth: number): readonly Json[] | undefined {
  const values = decodedAll(bytes);
  return values?.every((value) => freezePlain(value, maxDepth)) === true ? (values as Json[]) : undefined;
}

function decodedAll(bytes: Uint8Array): readonly unknown[] | undefined {
  try {
    return packer.unpackMultiple(bytes.subarray()) ?? [];
  } catch {
    return undefined;
  }
}

function decoded(bytes: Uint8Array): unknown {
  try {
    // The unpacker adds a property to its argument; this view keeps the caller's unchanged.
    return packer.decode(bytes.subarray());
  } catch {
    // Every error of the decoder has one meaning: the bytes are not plain data.
    return undefined;
  }
}

/** Property names with a meaning in JavaScript. */
const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether `value` is plain data. Freezes it on the way, so that a mistake elsewhere cannot change agreed state. */
function freezePlain(value: unknown, depth: number): value is Json {
  if (typeof value === 'string') return isWellFormed(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'boolean' || value === null) return true;
  if (typeof value !== 'object' || depth === 0) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!freezePlain(item, depth - 1)) return false;
  } else {
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    for (const name of Object.keys(value)) {
      if (
        !isPlainName(name) ||
        !freezePlain((value as { readonly [name: string]: unknown })[name], depth - 1)
      )
        return false;
    }
  }
  Object.freeze(value);
  return true;
}

/** Names that were found to be allowed: the same few are in every element. */
const plainNames = new Set<string>();
const maxPlainNames = 500;

function isPlainName(name: string): boolean {
  if (plainNames.has(name)) return true;
  if (forbiddenNames.has(name) || !isWellFormed(name)) return false;
  if (plainNames.size < maxPlainNames && name.length <= maxPropertyNameLength) plainNames.add(name);
  return true;
}

/** Four bytes at a time: a snapshot has megabytes. Most bodies are parts of a larger buffer, at any offset. */
export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.byteLength !== b.byteLength) return false;
  const [left, right] = [viewOf(a), viewOf(b)];
  const inWords = a.byteLength - (a.byteLength % wordBytes);
  for (let at = 0; at < inWords; at += wordBytes)
    if (left.getUint32(at) !== right.getUint32(at)) return false;
  for (let at = inWords; at < a.byteLength; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

const wordBytes = Uint32Array.BYTES_PER_ELEMENT;
