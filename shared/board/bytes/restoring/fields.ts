/**
 * Reads the bytes of a snapshot in steps of a few milliseconds: one MessagePack map of values and lists, whose items are
 * decoded a few kilobytes at a time.
 *
 * Whether the bytes are in the only form of their content, the caller finds out by encoding it.
 * Source: https://github.com/msgpack/msgpack/blob/master/spec.md.
 */

import * as v from 'valibot';
import { scanOne } from '#shared/wire/codec/scan.ts';
import type { Json } from '../../commands.ts';
import { decodePlainItems } from '../plain-data.ts';
import type { KnownBytes } from '../snapshot-pieces.ts';
import { BadSnapshot } from './bad-snapshot.ts';
import { isSurelyCanonical } from './canonical.ts';
import { isListName, type ListName, type Lists, listSchemas, type Values, valuesSchema } from './schema.ts';

/** Bytes of items that one step decodes, about: one that is larger has a step of its own. */
const stepBytes = 32 * 1024;

/** Values of one snapshot, at most, those in its items included. */
const maxValues = 16_000_000;

/** @throws BadSnapshot if the bytes are not a map of the known fields, each within its bounds. */
export function* fieldsInSteps(
  bytes: Uint8Array,
): Generator<void, { readonly values: Values; readonly lists: Lists; readonly known: KnownBytes }> {
  const reader = new Reader(bytes);
  const known = new Map<unknown, Uint8Array>();
  const fields = reader.header(0x80, 0xde);
  const values: { [name: string]: Json } = {};
  const lists = new Map<ListName, unknown[]>();
  for (let field = 0; field < fields; field += 1) {
    const name = String(reader.next(0));
    if (Object.hasOwn(values, name) || lists.has(name as ListName)) throw bad(`${name} twice`);
    if (isListName(name)) lists.set(name, yield* itemsInSteps(reader, name, known));
    else values[name] = reader.next(0);
  }
  if (!reader.isAtEnd) throw bad('more bytes follow');
  return { values: valid(valuesSchema, values, ''), lists: complete(lists), known };
}

/** @param known receives the items that are in the only form of their content. */
function* itemsInSteps(
  reader: Reader,
  name: ListName,
  known: Map<unknown, Uint8Array>,
): Generator<void, unknown[]> {
  const { item, most, depth } = listSchemas[name];
  const count = reader.header(0x90, 0xdc);
  if (count > most) throw bad(`${name}: more than ${most}`);
  const items: unknown[] = [];
  while (items.length < count) {
    for (const { value, bytes } of reader.some(count - items.length, depth)) {
      const read = valid(item, value, name);
      // The very value that was decoded: its schema changes nothing.
      if (read === value && isSurelyCanonical(bytes)) known.set(read, bytes);
      items.push(read);
    }
    yield;
  }
  return items;
}

function complete(lists: ReadonlyMap<ListName, unknown[]>): Lists {
  const all = Object.entries(listSchemas).map(([name, { isOptional }]) => {
    const items = lists.get(name as ListName);
    if (items === undefined ? isOptional !== true : isOptional === true && items.length === 0)
      throw bad(`${name}: ${items === undefined ? 'missing' : 'empty'}`);
    return [name, items ?? []];
  });
  // Each item passed the schema of its list.
  return Object.fromEntries(all) as Lists;
}

function valid<Schema extends v.GenericSchema>(schema: Schema, value: unknown, of: string) {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw bad(`${of} ${v.getDotPath(issue) ?? ''} ${issue.message}`);
}

function bad(why: string): BadSnapshot {
  return new BadSnapshot(`not a snapshot of a board: ${why}`);
}

class Reader {
  readonly #bytes: Uint8Array;
  #position = 0;
  #values = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.byteLength;
  }

  /**
   * The length in the header of a map or a list.
   *
   * @param short the header of an empty one; its low four bits are the length of a short one.
   * @param long the byte before a length of 16 bits; the next one is before a length of 32.
   */
  header(short: number, long: number): number {
    const head = this.#bytes[this.#position] ?? 0;
    const size = head >> 4 === short >> 4 ? 0 : head === long ? 2 : head === long + 1 ? 4 : -1;
    if (size < 0) throw bad('another type of value');
    let length = size === 0 ? head & 0x0f : 0;
    for (let at = 1; at <= size; at += 1) length = length * 256 + (this.#bytes[this.#position + at] ?? 0);
    this.#position += 1 + size;
    return length;
  }

  /** The next value. */
  next(maxDepth: number): Json {
    const [value] = this.#decoded(this.#skipped(maxDepth), maxDepth);
    if (value === undefined) throw bad('a value is missing');
    return value;
  }

  /** The next items with their bytes, at least one and `most` at most. */
  some(most: number, maxDepth: number): readonly { readonly value: Json; readonly bytes: Uint8Array }[] {
    const start = this.#position;
    const parts: Uint8Array[] = [];
    let end = start;
    while (parts.length < most && end - start < stepBytes) {
      const next = this.#skipped(maxDepth, end);
      parts.push(this.#bytes.subarray(end, next));
      end = next;
    }
    const values = this.#decoded(end, maxDepth);
    if (values.length !== parts.length) throw bad('a value is missing');
    return values.map((value, at) => ({ value, bytes: parts[at] ?? this.#bytes }));
  }

  /** The place after the value at `start`. */
  #skipped(maxDepth: number, start: number = this.#position): number {
    const scanned = scanOne(this.#bytes, start, { maxDepth, maxValues: maxValues - this.#values });
    if (typeof scanned === 'string') throw bad(scanned);
    this.#values += scanned.values;
    return scanned.end;
  }

  #decoded(end: number, maxDepth: number): readonly Json[] {
    const values = decodePlainItems(this.#bytes.subarray(this.#position, end), maxDepth);
    if (values === undefined) throw bad('these bytes are no plain data');
    this.#position = end;
    return values;
  }
}
