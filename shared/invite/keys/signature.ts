import { ed25519 } from '@noble/curves/ed25519.js';

/** Strict RFC 8032: a key of small order, which verifies some signatures for any text, is rejected. */
export function isSigned(signature: Uint8Array, text: Uint8Array, publicKey: Uint8Array): boolean {
  return ed25519.verify(signature, text, publicKey, { zip215: false });
}
