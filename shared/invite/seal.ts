/**
 * Signals that only a board's members can read or write.
 *
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) under the board's `signalingKey`. Its nonces are long enough to be
 * drawn at random for each signal without a count of them. A signaling server that changes, invents or misdirects
 * a signal is found out; one that repeats it is not, which is for the receiver's handshake to find.
 */

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concatBytes } from '@noble/hashes/utils.js';

export const sealNonceBytes = 24;

/** Bytes that a seal adds to what it holds: the nonce in front, the authentication tag behind. */
export const sealOverheadBytes = sealNonceBytes + 16;

/**
 * @param context Not sent, but `open` succeeds only with the same: who sends it to whom, in which topic.
 * @param nonce {@link sealNonceBytes} random bytes, never used twice with one key.
 * @returns the nonce and the sealed bytes, {@link sealOverheadBytes} longer than `plaintext`.
 * @throws RangeError if key or nonce have a wrong length.
 */
export function seal(
  key: Uint8Array,
  plaintext: Uint8Array,
  context: Uint8Array,
  nonce: Uint8Array,
): Uint8Array {
  return concatBytes(nonce, xchacha20poly1305(key, nonce, context).encrypt(plaintext));
}

/** @returns undefined if it was not sealed with this key and context, or was changed since. */
export function open(key: Uint8Array, sealed: Uint8Array, context: Uint8Array): Uint8Array | undefined {
  if (sealed.length < sealOverheadBytes) return undefined;
  const cipher = xchacha20poly1305(key, sealed.subarray(0, sealNonceBytes), context);
  try {
    return cipher.decrypt(sealed.subarray(sealNonceBytes));
  } catch {
    // The one way it fails once the lengths are right: the tag does not match.
    return undefined;
  }
}
