/**
 * An incremental digest of a set of items: the exclusive or of the items' hashes. Adding and taking out an
 * item are the same operation, and the order does not matter.
 *
 * It detects replicas that differ by a fault. It does not resist a deliberate search for collisions.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../values/json.ts';

/** 128 bits as four unsigned 32-bit words. */
export type Hash = Uint32Array;

const hashWords = 4;

/** The hash of the empty set. */
export function noHash(): Hash {
  return new Uint32Array(hashWords);
}

/** SHA-256, truncated to 128 bits, of the canonical JSON of all three. */
export function itemHash(kind: string, key: string, value: unknown): Hash {
  const bytes = sha256(utf8ToBytes(canonicalJson([kind, key, value])));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: hashWords }, (_, word) => view.getUint32(word * 4));
}

/** Puts `hash` into `sum`, or takes it out if it is in it. Changes `sum`. */
export function toggle(sum: Hash, hash: Hash): void {
  for (let word = 0; word < hashWords; word += 1) sum[word] = (sum[word] ?? 0) ^ (hash[word] ?? 0);
}

/** 32 hexadecimal digits. */
export function formatHash(hash: Hash): string {
  return [...hash].map((word) => word.toString(16).padStart(8, '0')).join('');
}
