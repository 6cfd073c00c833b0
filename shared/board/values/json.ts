/** Properties of plain data: equality, size, and one text for equal values. */

import { InvariantViolation } from '#shared/paxos/model/invariant.ts';
import type { Json } from '../commands.ts';

/** Whether `a` and `b` are equal by value; the order of an object's properties does not matter. */
export function isSameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isJsonArray(a)) {
    return (
      isJsonArray(b) && a.length === b.length && a.every((item, position) => isSameJson(item, b[position]))
    );
  }
  if (isJsonArray(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSameJson(a[name], b[name]))
  );
}

/** `Array.isArray` does not narrow a readonly array. */
export function isJsonArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * An upper bound of the bytes of `value` as MessagePack. All size limits use it. It is a sum over the parts, so it does not
 * depend on the version of an encoder or on how a number is printed.
 */
export function jsonBytes(value: Json): number {
  if (typeof value === 'string') return 5 + utf8Bytes(value);
  if (typeof value === 'number') return 9;
  if (typeof value !== 'object' || value === null) return 1;
  let bytes = 5;
  if (isJsonArray(value)) {
    for (const item of value) bytes += jsonBytes(item);
    return bytes;
  }
  for (const name of Object.keys(value)) {
    const item = value[name];
    if (item !== undefined) bytes += propertyBytes(name, item);
  }
  return bytes;
}

/** The part of `jsonBytes` of an object that one of its properties is. */
export function propertyBytes(name: string, value: Json): number {
  return 5 + utf8Bytes(name) + jsonBytes(value);
}

function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let position = 0; position < text.length; position += 1) {
    const unit = text.charCodeAt(position);
    if (unit < 0x80) continue;
    // A surrogate pair is 4 bytes of two units, so each of the two counts as one unit and one more byte.
    bytes += unit < 0x800 || (unit & 0xf800) === 0xd800 ? 1 : 2;
  }
  return bytes;
}

/**
 * The one text of everything that is equal to `value`: JSON without white space, names sorted by code units. Numbers
 * are printed as ECMAScript prescribes, to the last digit, so it is the same text everywhere.
 *
 * @throws InvariantViolation if `value` is not plain data.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value !== 'object') throw new InvariantViolation(`not plain data: ${typeof value}`);
  const parts = sortedEntries(value).map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`);
  return `{${parts.join()}}`;
}

/**
 * `value` with the properties of every object in it in order of their names; the very object if they are in it already, as
 * in everything that was read from a snapshot.
 */
export function withSortedNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || hasSortedNames(value)) return value;
  if (Array.isArray(value)) return value.map(withSortedNames);
  return Object.fromEntries(sortedEntries(value).map(([name, item]) => [name, withSortedNames(item)]));
}

function hasSortedNames(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(hasSortedNames);
  const names = Object.keys(value);
  for (let at = 1; at < names.length; at += 1) if ((names[at - 1] ?? '') >= (names[at] ?? '')) return false;
  return names.every((name) => hasSortedNames((value as { readonly [name: string]: unknown })[name]));
}

function sortedEntries(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => compareCodeUnits(a, b));
}

/** Never `localeCompare`: its answer depends on the device's language and on its version of Unicode. */
export function compareCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
