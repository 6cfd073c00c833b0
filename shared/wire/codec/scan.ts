/**
 * Validates received bytes before they are decoded: exactly one value, of the subset of MessagePack that this project
 * writes.
 *
 * To the decoder, MessagePack's extensions are more than data: records compiled to functions, references that make a
 * small frame a huge value, regular expressions, errors. None of them is ever sent, so all are rejected. The scan is
 * linear in the bytes, does not recurse, and does not allocate announced lengths.
 *
 * Source: the MessagePack specification, https://github.com/msgpack/msgpack/blob/master/spec.md, "Formats".
 */

/** The deepest nesting of values. The deepest message is a promise: 6. */
export const maxDepth = 12;

/** Values in one frame, at most, containers counted as one. */
export const maxValues = 1_000_000;

export interface ScanBounds {
  /** The deepest nesting of containers. */
  readonly maxDepth: number;
  readonly maxValues: number;
}

const frameBounds: ScanBounds = { maxDepth, maxValues };

/** @returns the problem with the value that starts at `start`, or undefined if it may be decoded. */
export function scan(bytes: Uint8Array, start: number, bounds: ScanBounds = frameBounds): string | undefined {
  const scanned = scanOne(bytes, start, bounds);
  if (typeof scanned === 'string') return scanned;
  return scanned.end === bytes.length ? undefined : 'followed by more bytes';
}

/** A value that may be decoded. */
export interface Scanned {
  /** The place after it. */
  readonly end: number;
  /** The values in it, containers counted as one. */
  readonly values: number;
}

/** As {@link scan}, of one value that others may follow. @returns the problem with it as a text. */
export function scanOne(
  bytes: Uint8Array,
  start: number,
  { maxDepth, maxValues }: ScanBounds,
): Scanned | string {
  /** The number of values still expected at each level. */
  const due = new Array<number>(maxDepth + 1).fill(0);
  due[0] = 1;
  let level = 0;
  let position = start;
  let values = 0;
  while (level >= 0) {
    const left = due[level] ?? 0;
    if (left === 0) {
      level -= 1;
      continue;
    }
    due[level] = left - 1;
    values += 1;
    if (values > maxValues) return `more than ${maxValues} values`;
    const head = bytes[position];
    if (head === undefined) return 'truncated';
    position += 1;
    const headerBytes = lengthBytes(head);
    if (headerBytes < 0) return `an unsupported type (0x${head.toString(16)})`;
    const length = headerBytes === 0 ? inlineLength(head) : readLength(bytes, position, headerBytes);
    position += headerBytes;
    const nested = nestedValues(head, length);
    if (nested === 0) {
      position += contentBytes(head, length);
    } else {
      if (nested > bytes.length - position) return 'truncated';
      if (level === maxDepth) return `nested deeper than ${maxDepth}`;
      level += 1;
      due[level] = nested;
    }
    if (position > bytes.length) return 'truncated';
  }
  return { end: position, values };
}

/** Bytes of the length after `head`; -1 for a rejected format. */
function lengthBytes(head: number): number {
  if (head < 0xc0 || head >= 0xe0) return 0;
  switch (head) {
    case 0xc4: // binary
    case 0xd9: // text
      return 1;
    case 0xc5:
    case 0xda:
    case 0xdc: // array
    case 0xde: // map
      return 2;
    case 0xc6:
    case 0xdb:
    case 0xdd:
    case 0xdf:
      return 4;
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
    case 0xcb: // 64-bit float: also whole numbers beyond 32 bits
    case 0xcc: // unsigned, signed
    case 0xcd:
    case 0xce:
    case 0xd0:
    case 0xd1:
    case 0xd2:
      return 0;
    default:
      return -1;
  }
}

/** The length in `head` itself, or the bytes of the number after it. */
function inlineLength(head: number): number {
  if (head < 0x80 || head >= 0xe0) return 0;
  if (head < 0xa0) return head & 0x0f;
  if (head < 0xc0) return head & 0x1f;
  switch (head) {
    case 0xcb:
      return 8;
    case 0xce:
    case 0xd2:
      return 4;
    case 0xcd:
    case 0xd1:
      return 2;
    case 0xcc:
    case 0xd0:
      return 1;
    default:
      return 0;
  }
}

/** Missing bytes count as 0; the caller then detects the end. */
function readLength(bytes: Uint8Array, position: number, size: number): number {
  let length = 0;
  for (let offset = 0; offset < size; offset += 1) length = length * 256 + (bytes[position + offset] ?? 0);
  return length;
}

function nestedValues(head: number, length: number): number {
  if ((head >= 0x90 && head < 0xa0) || head === 0xdc || head === 0xdd) return length;
  if ((head >= 0x80 && head < 0x90) || head === 0xde || head === 0xdf) return length * 2;
  return 0;
}

function contentBytes(head: number, length: number): number {
  const isContainer =
    (head >= 0x80 && head < 0xa0) || head === 0xdc || head === 0xdd || head === 0xde || head === 0xdf;
  return isContainer ? 0 : length;
}
