/**
 * A device's replica id as words, to be compared by people side by side. Two devices can have the same name; the id is a hash of
 * the device's key, which every handshake proves.
 *
 * The words are proquints: each has five letters and 16 bits, and can be spelled in most languages.
 * Source: Wilkerson, "A Proposal for Proquints", 2009, https://arxiv.org/html/0901.4016.
 */

import type { ReplicaId } from '../../paxos/model/ids.ts';
import { fromBase64url } from '../base64url.ts';

/** Four words of 16 bits: a device with the same words as another one takes about 2^64 attempts to find. */
export const fingerprintWords = 4;

const consonants = 'bdfghjklmnprstvz';
const vowels = 'aiou';

/** @returns words separated by hyphens; undefined unless the id has at least {@link fingerprintWords} words of 16 bits. */
export function fingerprint(id: ReplicaId): string | undefined {
  const bytes = fromBase64url(id);
  if (bytes === undefined || bytes.length < fingerprintWords * 2) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: fingerprintWords }, (_, at) => word(view.getUint16(at * 2))).join('-');
}

/** Consonant, vowel, consonant, vowel, consonant: 4, 2, 4, 2 and 4 bits, the highest first. */
function word(bits: number): string {
  const consonant = (shift: number): string => consonants.charAt((bits >> shift) & 15);
  const vowel = (shift: number): string => vowels.charAt((bits >> shift) & 3);
  return consonant(12) + vowel(10) + consonant(6) + vowel(4) + consonant(0);
}
