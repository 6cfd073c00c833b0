/** The digest of a whole group of commands, which its origin signs. */

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Draft, Group } from '#shared/paxos/model/entry.ts';

const domain = utf8ToBytes('paxboard commands 1');

/**
 * The input of the hash of most groups is put together here: the hash itself costs less than a few allocations. Larger
 * inputs get an array of their own.
 */
const scratch = new Uint8Array(4_096);
const scratchView = new DataView(scratch.buffer);

/**
 * SHA-256 over the group's origin, first sequence, number of commands, the previous group's digest and each body. Each
 * part has a fixed length or a length prefix, so that no two groups give the same bytes.
 */
export function groupDigest({ origin, first, bodies }: Draft, previous: Uint8Array): Uint8Array {
  let size = domain.length + 1 + origin.length + 8 + 4 + 1 + previous.length;
  for (const body of bodies) size += 4 + body.byteLength;
  const isSmall = size <= scratch.byteLength;
  const bytes = isSmall ? scratch : new Uint8Array(size);
  const view = isSmall ? scratchView : new DataView(bytes.buffer);
  bytes.set(domain);
  let at = domain.length;
  bytes[at] = origin.length;
  at += 1;
  // An id has URL-safe characters only.
  for (let index = 0; index < origin.length; index += 1) bytes[at + index] = origin.charCodeAt(index);
  at += origin.length;
  view.setUint32(at, first / 2 ** 32);
  view.setUint32(at + 4, first);
  view.setUint32(at + 8, bodies.length);
  bytes[at + 12] = previous.length;
  at += 13;
  bytes.set(previous, at);
  at += previous.length;
  for (const body of bodies) {
    view.setUint32(at, body.byteLength);
    bytes.set(body, at + 4);
    at += 4 + body.byteLength;
  }
  return sha256(isSmall ? bytes.subarray(0, size) : bytes);
}

/** `drafts` chained in order, each with the result of `seal`. */
export function chained(
  drafts: readonly Draft[],
  previous: Uint8Array,
  seal: (digest: Uint8Array) => Uint8Array,
): readonly Group[] {
  let last = previous;
  return drafts.map(({ origin, first, bodies }) => {
    const digest = groupDigest({ origin, first, bodies }, last);
    const group = { origin, first, bodies, previous: last, seal: seal(digest), digest };
    last = digest;
    return group;
  });
}
