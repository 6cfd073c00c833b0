/**
 * The code by which two devices of one person recognise each other on a board (`docs/protocol.md`, "One person with
 * several devices"). The log has hashes of it only. They are bound to the devices, so they are of no use to others, and
 * the code cannot be found from them while it counts: it has 60 random bits, and ends after ten minutes.
 */

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { toBase64url } from './base64url.ts';

/** A code counts this long. */
export const linkCodeMilliseconds = 10 * 60_000;

/** Random bytes for {@link linkCode}. */
export const linkCodeBytes = 12;

/** Crockford's base 32: no I, L, O and U. Source: https://www.crockford.com/base32.html. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** @param random {@link linkCodeBytes} bytes, of which 5 bits each count. @returns `XXXX-XXXX-XXXX`. */
export function linkCode(random: Uint8Array): string {
  const characters = [...random.subarray(0, linkCodeBytes)].map((byte) => alphabet.charAt(byte & 31));
  return inGroups(characters.join(''));
}

/** The code that a person entered, in its one form; undefined if it cannot be one. */
export function readLinkCode(text: string): string | undefined {
  if (text.length > 100) return undefined;
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const isCode = plain.length === linkCodeBytes && [...plain].every((one) => alphabet.includes(one));
  return isCode ? inGroups(plain) : undefined;
}

function inGroups(characters: string): string {
  return characters.replace(/.{4}(?=.)/g, '$&-');
}

/** What device `by` puts into the log when it offers to link a device by `code`: 43 characters. */
export function offerOf(code: string, by: ReplicaId): string {
  return hashOf(code, `paxboard link offer ${by}`);
}

/** The proof of device `by` for the device `of` that it knows `code`: 43 characters. */
export function proofOf(code: string, of: ReplicaId, by: ReplicaId): string {
  return hashOf(code, `paxboard link proof ${of} ${by}`);
}

/** Neither a code nor a replica id has a space. */
function hashOf(code: string, text: string): string {
  return toBase64url(hmac(sha256, utf8ToBytes(code), utf8ToBytes(text)));
}
