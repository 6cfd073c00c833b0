/**
 * The bytes of one file of a log: records, each under a header and a checksum.
 *
 * | bytes | |
 * |---|---|
 * | 4 | length of the content, big-endian |
 * | 4 | its complement, so that a damaged length is not taken for that of a record whose end is missing |
 * | 16 | the first bytes of SHA-256 over the number of the file, the position of the record, and the content |
 * | the rest | content |
 *
 * A record that ends before its length says was cut off by a crash: nothing was confirmed to be there. The same holds
 * for zeros up to the end, which some file systems leave in place of data that they had not written. Everything else
 * that is wrong is damage, and may have been confirmed.
 */

import { sha256 } from '@noble/hashes/sha2.js';

const headerBytes = 24;
const sumBytes = 16;

/** Bytes of one record, at most. */
export const maxRecordBytes = 512 * 1024 * 1024;

/** @param position of the record in the file, from 0. */
export function encodeLogRecord(file: number, position: number, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headerBytes + content.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.byteLength);
  view.setUint32(4, ~content.byteLength >>> 0);
  bytes.set(checksum(file, position, content), headerBytes - sumBytes);
  bytes.set(content, headerBytes);
  return bytes;
}

export type LogContent =
  /** `isCut`: the last record was not written in full. */
  | { readonly ok: true; readonly records: readonly Uint8Array[]; readonly isCut: boolean }
  /** `records` are those before the damage. `damaged` is the position of the first wrong record. */
  | { readonly ok: false; readonly records: readonly Uint8Array[]; readonly damaged: number };

/** @param bytes the whole file. Contents are views into it. */
export function readLogFile(file: number, bytes: Uint8Array): LogContent {
  const records: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.byteLength) {
    const isCut = { ok: true, records, isCut: true } as const;
    if (at + headerBytes > bytes.byteLength || isZero(bytes.subarray(at))) return isCut;
    const length = view.getUint32(at);
    const damage = { ok: false, records, damaged: records.length } as const;
    if (view.getUint32(at + 4) !== ~length >>> 0 || length > maxRecordBytes) return damage;
    const start = at + headerBytes;
    if (start + length > bytes.byteLength) return isCut;
    const content = bytes.subarray(start, start + length);
    const sum = bytes.subarray(start - sumBytes, start);
    if (!isSame(sum, checksum(file, records.length, content))) return damage;
    records.push(content);
    at = start + length;
  }
  return { ok: true, records, isCut: false };
}

function checksum(file: number, position: number, content: Uint8Array): Uint8Array {
  const place = new Uint8Array(16);
  const view = new DataView(place.buffer);
  view.setFloat64(0, file);
  view.setFloat64(8, position);
  return sha256.create().update(place).update(content).digest().subarray(0, sumBytes);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
