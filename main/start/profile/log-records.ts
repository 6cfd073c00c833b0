/**
 * The log of a LevelDB, in which Chromium keeps the newest part of an IndexedDB.
 * Source: https://github.com/google/leveldb/blob/main/doc/log_format.md
 */

/** Bytes of a block; no fragment crosses its end. */
const blockBytes = 32_768;
/** Checksum (4), length (2), type (1). */
const headerBytes = 7;

const type = { full: 1, first: 2, middle: 3, last: 4 } as const;

interface Fragment {
  readonly type: number;
  readonly data: Uint8Array;
  readonly end: number;
}

/** `torn` if a write was cut off: the bytes of a fragment end before its length. `damaged` if whole bytes are wrong. */
export type LogState = 'whole' | 'torn' | 'damaged';

export interface LogContents {
  readonly state: LogState;
  /** The whole records, in their order. */
  readonly records: readonly Uint8Array[];
}

/** Reads a log, also after a write that was cut off: LevelDB appends to such a log, and then cannot read it any more. */
export function readLog(log: Uint8Array): LogContents {
  const records: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  let isTorn = false;
  let at = 0;
  while (at < log.length) {
    const rest = blockBytes - (at % blockBytes);
    if (rest < headerBytes) {
      at += rest;
      continue;
    }
    const fragment = fragmentAt(log, at);
    if (fragment === undefined) {
      if (isReserved(log, at) && nextFragment(log, at + 1, log.length) === log.length) break;
      // A search beyond that end would take minutes in a large log that is damaged otherwise.
      const claimed = claimedEnd(log, at);
      const next = nextFragment(log, at + 1, Math.min(claimed, log.length));
      if (claimed <= next) return { state: 'damaged', records };
      isTorn = true;
      parts = [];
      at = next;
      continue;
    }
    at = fragment.end;
    const begins = fragment.type === type.full || fragment.type === type.first;
    // A record without its end, or an end without its record: cut off between two fragments.
    if (begins === parts.length > 0) isTorn = true;
    if (begins) parts = [];
    else if (parts.length === 0) continue;
    parts.push(fragment.data);
    if (fragment.type !== type.full && fragment.type !== type.last) continue;
    records.push(joined(parts));
    parts = [];
  }
  return { state: isTorn || parts.length > 0 ? 'torn' : 'whole', records };
}

/** A log with these records, or the part of one that begins at `offset`. */
export function writeLog(records: readonly Uint8Array[], offset = 0): Uint8Array {
  const pieces: Uint8Array[] = [];
  let place = offset;
  for (const record of records) {
    let from = 0;
    do {
      const rest = blockBytes - (place % blockBytes);
      if (rest < headerBytes) {
        pieces.push(new Uint8Array(rest));
        place += rest;
        continue;
      }
      const data = record.subarray(from, from + rest - headerBytes);
      const isFirst = from === 0;
      from += data.length;
      const isLast = from === record.length;
      const kind = isFirst ? (isLast ? type.full : type.first) : isLast ? type.last : type.middle;
      pieces.push(framed(kind, data));
      place += headerBytes + data.length;
      if (isLast) break;
    } while (from <= record.length);
  }
  return joined(pieces);
}

function framed(kind: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headerBytes + data.length);
  const view = new DataView(bytes.buffer);
  bytes[6] = kind;
  bytes.set(data, headerBytes);
  view.setUint32(0, maskedChecksum(bytes.subarray(6)), true);
  view.setUint16(4, data.length, true);
  return bytes;
}

/** Undefined if no whole fragment begins here. */
function fragmentAt(log: Uint8Array, at: number): Fragment | undefined {
  const end = claimedEnd(log, at);
  const kind = log[at + 6] ?? 0;
  const isInBlock = Math.floor(at / blockBytes) === Math.floor((end - 1) / blockBytes);
  if (end > log.length || !isInBlock || kind < type.full || kind > type.last) return undefined;
  const view = new DataView(log.buffer, log.byteOffset + at, headerBytes);
  if (view.getUint32(0, true) !== maskedChecksum(log.subarray(at + 6, end))) return undefined;
  return { type: kind, data: log.subarray(at + headerBytes, end), end };
}

/** Where the fragment at `at` says that it ends; beyond the log if its header is cut off. */
function claimedEnd(log: Uint8Array, at: number): number {
  const [low, high] = [log[at + 4], log[at + 5]];
  if (low === undefined || high === undefined || at + headerBytes > log.length) return log.length + 1;
  return at + headerBytes + low + high * 256;
}

/** Where the next whole fragment before `end` begins; `end` if there is none. */
function nextFragment(log: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    if (fragmentAt(log, at) !== undefined) return at;
  }
  return end;
}

/** Zeros at the end, as of space that was reserved and never written: LevelDB skips them. */
function isReserved(log: Uint8Array, at: number): boolean {
  const header = log.subarray(at, at + headerBytes);
  return header.length === headerBytes && header.every((byte) => byte === 0);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

/** CRC-32C (RFC 3720), masked as LevelDB stores it. */
function maskedChecksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
