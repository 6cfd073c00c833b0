/** The digest of a whole group of commands, which its origin signs. */

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Draft, Group } from '#shared/paxos/model/entry.ts';

const domain = utf8ToBytes('paxboard commands 1');

/**
 * SHA-256 over the group's origin, first sequence, number of commands, the previous group's digest and each body. Each
 * part has a fixed length or a length prefix, so that no two groups give the same bytes.
 */
export function groupDigest({ origin, first, bodies }: Draft, previous: Uint8Array): Uint8Array {
  const name = utf8ToBytes(origin);
  const header = new Uint8Array(domain.length + 1 + name.length + 8 + 4 + 1);
  header.set(domain);
  let at = domain.length;
  header[at] = name.length;
  header.set(name, at + 1);
  at += 1 + name.length;
  const view = new DataView(header.buffer);
  view.setBigUint64(at, BigInt(first));
  view.setUint32(at + 8, bodies.length);
  header[at + 12] = previous.length;
  const hash = sha256.create().update(header).update(previous);
  const length = new Uint8Array(4);
  const lengthView = new DataView(length.buffer);
  for (const body of bodies) {
    lengthView.setUint32(0, body.byteLength);
    hash.update(length).update(body);
  }
  return hash.digest();
}

/** `drafts` chained in order, each with the result of `seal`. */
export function chained(
  drafts: readonly Draft[],
  previous: Uint8Array,
  seal: (digest: Uint8Array) => Uint8Array,
): readonly Group[] {
  let last = previous;
  return drafts.map((draft) => {
    const digest = groupDigest(draft, last);
    const group = { ...draft, previous: last, seal: seal(digest), digest };
    last = digest;
    return group;
  });
}
