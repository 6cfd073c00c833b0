/**
 * A board's content as bytes, encoded piece by piece, so that a large board does not hold up its device. The pieces
 * together are the MessagePack of one object, with its names in order: a list is a header and its items.
 *
 * Items are never changed, so references to them keep the content as it was when the encoding began.
 * Source: https://github.com/msgpack/msgpack/blob/master/spec.md.
 */

import type { BoardContent } from '../content.ts';
import { compareCodeUnits, withSortedNames } from '../values/json.ts';
import { encodePlain } from './plain-data.ts';

/** Bytes of a piece with more than one item, about. */
const pieceBytes = 32 * 1024;

/** Items of one piece, at most. */
const pieceItems = 256;

/** Items that are sorted or merged in one step. */
const sortedItems = 2048;

/** The version of the format. */
export const snapshotFormat = 1;

/** An item with its place in the order of its list. */
interface Keyed {
  readonly key: string;
  readonly item: unknown;
}

/**
 * Begins to encode `content`, which may change afterwards.
 *
 * @returns the pieces in order, each made when it is requested, within a few milliseconds; some are empty.
 */
export function snapshotPieces(content: BoardContent): Iterable<Uint8Array> {
  const { newcomers, members, elements, tasks, library, parts, lastOutcomes } = content;
  const lists: { readonly [name: string]: Keyed[] } = {
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
  return pieces(values, lists);
}

function* pieces(
  values: { readonly [name: string]: string | number },
  lists: { readonly [name: string]: Keyed[] },
): Generator<Uint8Array> {
  const names = [...Object.keys(values), ...Object.keys(lists)].sort(compareCodeUnits);
  yield Uint8Array.of(0x80 | names.length);
  for (const name of names) {
    const list = lists[name];
    if (list === undefined) yield joinedBytes([encodePlain(name), encodePlain(values[name])]);
    else {
      const sorted = yield* sortedInSteps(list);
      yield joinedBytes([encodePlain(name), listHeader(sorted.length)]);
      yield* itemPieces(sorted);
    }
  }
}

/** Each piece is a list without its header: one buffer for each item would keep the garbage collector busy. */
function* itemPieces(items: readonly Keyed[]): Generator<Uint8Array> {
  let count = 1;
  for (let at = 0; at < items.length; ) {
    const some = items.slice(at, at + count);
    at += some.length;
    const encoded = encodePlain(some.map(({ item }) => withSortedNames(item)));
    yield encoded.subarray(listHeader(some.length).byteLength);
    // Items of one list are of similar size; after a large one the next piece begins with one item.
    const fitting = Math.floor((pieceBytes * some.length) / encoded.byteLength);
    count = Math.max(1, Math.min(fitting, 2 * some.length, pieceItems));
  }
}

/** Merge sort: short runs first, then pairs of runs. Yields empty pieces between its steps. */
function* sortedInSteps(items: readonly Keyed[]): Generator<Uint8Array, readonly Keyed[]> {
  let runs: Keyed[][] = [];
  for (let at = 0; at < items.length; at += sortedItems) {
    runs.push(items.slice(at, at + sortedItems).sort(compareKeys));
    yield new Uint8Array();
  }
  while (runs.length > 1) {
    const longer: Keyed[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      longer.push(yield* mergedInSteps(runs[at] ?? [], runs[at + 1] ?? []));
    }
    runs = longer;
  }
  return runs[0] ?? [];
}

function* mergedInSteps(a: readonly Keyed[], b: readonly Keyed[]): Generator<Uint8Array, Keyed[]> {
  const merged: Keyed[] = [];
  let [nextOfA, nextOfB] = [0, 0];
  while (nextOfA < a.length || nextOfB < b.length) {
    const [first, second] = [a[nextOfA], b[nextOfB]];
    if (first !== undefined && (second === undefined || compareKeys(first, second) < 0)) {
      merged.push(first);
      nextOfA += 1;
    } else if (second !== undefined) {
      merged.push(second);
      nextOfB += 1;
    }
    if (merged.length % sortedItems === 0) yield new Uint8Array();
  }
  return merged;
}

/** The header of a list, in the shortest form, as the packer writes it. */
function listHeader(length: number): Uint8Array {
  if (length < 0x10) return Uint8Array.of(0x90 | length);
  if (length < 0x1_0000) return Uint8Array.of(0xdc, length >> 8, length & 0xff);
  return Uint8Array.of(0xdd, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
}

function compareKeys(a: Keyed, b: Keyed): number {
  return compareCodeUnits(a.key, b.key);
}

function byId(items: Iterable<{ readonly id: string }>): Keyed[] {
  return Array.from(items, (item) => ({ key: item.id, item }));
}

function byOrigin(entries: Iterable<readonly [string, object]>): Keyed[] {
  return Array.from(entries, ([origin, value]) => ({ key: origin, item: { origin, ...value } }));
}

/** The lists that are not empty. */
function present(lists: { readonly [name: string]: Keyed[] }): { readonly [name: string]: Keyed[] } {
  return Object.fromEntries(Object.entries(lists).filter(([, items]) => items.length > 0));
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
