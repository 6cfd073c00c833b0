/**
 * A board's content as bytes, encoded piece by piece, so that a large board does not hold up its device. The pieces
 * together are the MessagePack of one object, with its names in order: a list is a header and its items.
 *
 * Items are never changed, so references to them keep the content as it was when the encoding began.
 * Source: https://github.com/msgpack/msgpack/blob/master/spec.md.
 */

import type { BoardContent } from '../content.ts';
import { sortedInSteps } from '../order/sorted-in-steps.ts';
import { compareCodeUnits, withSortedNames } from '../values/json.ts';
import { encodePlain } from './plain-data.ts';

/** Bytes of a piece with more than one item, about. */
const pieceBytes = 32 * 1024;

/** Items of one piece, at most. */
const pieceItems = 256;

/** The version of the format. */
export const snapshotFormat = 1;

const nothing = new Uint8Array();

export type KnownBytes = ReadonlyMap<unknown, Uint8Array>;

const noneKnown: KnownBytes = new Map();

/** Items, and the place of each in their order. */
interface List {
  readonly items: readonly unknown[];
  // A method, so that it may take the items of this list only.
  keyOf(item: unknown): string;
}

/**
 * Begins to encode `content`, which may change afterwards.
 *
 * @param known the bytes of some items, in place of which they are not encoded again.
 * @returns the pieces in order, each made when it is requested, within a few milliseconds; some are empty.
 */
export function snapshotPieces(content: BoardContent, known: KnownBytes = noneKnown): Iterable<Uint8Array> {
  const { newcomers, members, elements, tasks, library, parts, lastOutcomes } = content;
  const lists: { readonly [name: string]: List } = {
    members: byId(members.values()),
    elements: byId(elements.table.values()),
    tasks: byId(tasks.table.values()),
    ...present({
      columns: byId(tasks.columns.table.values()),
      labels: byId(tasks.labels.table.values()),
      library: byId(library.table.values()),
      templates: byId(tasks.templates.table.values()),
      parts: byOrigin(parts.table.entries()),
    }),
    lastOutcomes: byOrigin(lastOutcomes.entries()),
  };
  const name = content.name.get('name') ?? '';
  const tasksCreated = tasks.counter.get('created') ?? 0;
  const role = newcomers.get('role');
  const values = { format: snapshotFormat, name, tasksCreated, ...(role && { newcomers: role }) };
  return pieces(values, lists, known);
}

function* pieces(
  values: { readonly [name: string]: string | number },
  lists: { readonly [name: string]: List },
  known: KnownBytes,
): Generator<Uint8Array> {
  const names = [...Object.keys(values), ...Object.keys(lists)].sort(compareCodeUnits);
  yield Uint8Array.of(0x80 | names.length);
  for (const name of names) {
    const list = lists[name];
    if (list === undefined) yield joinedBytes([encodePlain(name), encodePlain(values[name])]);
    else {
      const items = yield* sorted(list);
      yield joinedBytes([encodePlain(name), listHeader(items.length)]);
      yield* itemPieces(items, known);
    }
  }
}

/** Each piece is a list without its header: one buffer for each item would keep the garbage collector busy. */
function* itemPieces(items: readonly unknown[], known: KnownBytes): Generator<Uint8Array> {
  let count = 1;
  for (let at = 0; at < items.length; ) {
    const bytes = known.get(items[at]);
    if (bytes !== undefined) {
      at += 1;
      yield bytes;
      continue;
    }
    const some = beforeKnown(items.slice(at, at + count), known);
    at += some.length;
    const encoded = encodePlain(some.map(withSortedNames));
    yield encoded.subarray(listHeader(some.length).byteLength);
    // Items of one list are of similar size; after a large one the next piece begins with one item.
    const fitting = Math.floor((pieceBytes * some.length) / encoded.byteLength);
    count = Math.max(1, Math.min(fitting, 2 * some.length, pieceItems));
  }
}

/** The items before the first of which the bytes are known. */
function beforeKnown(items: readonly unknown[], known: KnownBytes): readonly unknown[] {
  const end = known.size === 0 ? -1 : items.findIndex((item) => known.has(item));
  return end < 0 ? items : items.slice(0, end);
}

/** Yields empty pieces between the steps of the sort. */
function* sorted({ items, keyOf }: List): Generator<Uint8Array, readonly unknown[]> {
  const steps = sortedInSteps(items, (a, b) => compareCodeUnits(keyOf(a), keyOf(b)));
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield nothing;
  }
}

/** The header of a list, in the shortest form, as the packer writes it. */
function listHeader(length: number): Uint8Array {
  if (length < 0x10) return Uint8Array.of(0x90 | length);
  if (length < 0x1_0000) return Uint8Array.of(0xdc, length >> 8, length & 0xff);
  return Uint8Array.of(0xdd, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
}

function byId<Item extends { readonly id: string }>(items: Iterable<Item>): List {
  return { items: [...items], keyOf: (item: Item) => item.id };
}

function byOrigin(entries: Iterable<readonly [string, object]>): List {
  const items = Array.from(entries, ([origin, value]) => ({ origin, ...value }));
  return { items, keyOf: (item: { readonly origin: string }) => item.origin };
}

/** The lists that are not empty. */
function present(lists: { readonly [name: string]: List }): { readonly [name: string]: List } {
  return Object.fromEntries(Object.entries(lists).filter(([, { items }]) => items.length > 0));
}

export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
