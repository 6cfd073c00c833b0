/**
 * Encrypts signals, so that only a board's members can read or write them.
 *
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) under the board's `signalingKey`. Its nonces are long enough to be
 * random, without a counter. Signals that a signaling server changes, invents or misdirects are rejected. Replayed ones
 * are not: the receiver's handshake detects them.
 */

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concatBytes } from '@noble/hashes/utils.js';

export const sealNonceBytes = 24;

/** Bytes that a seal adds to its content: the nonce before it, the authentication tag after it. */
export const sealOverheadBytes = sealNonceBytes + 16;

/**
 * @param context authenticated and not sent; `open` needs the same one: sender, receiver and topic.
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

/** @returns undefined if it was not sealed with this key and context, or was modified. */
export function open(key: Uint8Array, sealed: Uint8Array, context: Uint8Array): Uint8Array | undefined {
  if (sealed.length < sealOverheadBytes) return undefined;
  const cipher = xchacha20poly1305(key, sealed.subarray(0, sealNonceBytes), context);
  try {
    return cipher.decrypt(sealed.subarray(sealNonceBytes));
  } catch {
    // With valid lengths, the only failure is a tag that does not match.
    return undefined;
  }
}
