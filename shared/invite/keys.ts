/**
 * What a board's secret is used for, one key for each use.
 *
 * HKDF-SHA256 (RFC 5869) with an info string of its own for each, so that none tells anything about another: whoever
 * runs a signaling server learns the topic and can neither read a signal nor pass for a member.
 *
 *     board secret ─┬─► editors' signing key (Ed25519) ─► its public key ─┐
 *                   └─► viewers' half ─────────────────────────────────────┴─► view secret ─► all other keys
 *
 * Everything that members share comes from the view secret, so that who may edit and who may view meet in one topic. The
 * editors' signing key does not: a viewer can check a signature and cannot make one.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { toBase64url } from './base64url.ts';
import { accessOf, boardSecretBytes, viewSecretBytes } from './invite.ts';

export interface BoardKeys {
  /** Names the board, and its database, on its members' devices; never sent to a server. 22 base64url characters. */
  readonly boardId: string;
  /** What a signaling server sees of the board. 22 base64url characters. */
  readonly topic: string;
  /** {@link boardKeyBytes} bytes; seals every signal (`seal.ts`). */
  readonly signalingKey: Uint8Array;
  /** {@link boardKeyBytes} bytes; proves membership to a peer (`handshake.ts`). */
  readonly handshakeKey: Uint8Array;
  /** Ed25519 public key, 32 bytes: who signs with its other half may edit. */
  readonly editorKey: Uint8Array;
  /** The other half, 32 bytes; absent on a device that may only view. */
  readonly editorSecretKey?: Uint8Array;
}

export const boardKeyBytes = 32;

/** Bytes behind `boardId` and `topic`: 128 bits, so that no two boards ever share one by chance. */
const nameBytes = 16;

const salt = utf8ToBytes('paxboard/1');

/**
 * What a board's secret lets others view by.
 *
 * @param secret of either kind.
 * @throws RangeError if it is of neither.
 */
export function viewSecretOf(secret: Uint8Array): Uint8Array {
  switch (accessOf(secret)) {
    case 'view':
      return secret;
    case 'edit': {
      const half = derivation(secret)('viewers', viewSecretBytes - boardKeyBytes);
      return concatBytes(half, ed25519.getPublicKey(editorSecretKeyOf(secret)));
    }
    default:
      throw new RangeError(
        `a secret has ${boardSecretBytes} or ${viewSecretBytes} bytes, not ${secret.length}`,
      );
  }
}

/** @throws RangeError if `secret` is of neither kind. */
export function deriveKeys(secret: Uint8Array): BoardKeys {
  const viewSecret = viewSecretOf(secret);
  const derive = derivation(viewSecret);
  return {
    boardId: toBase64url(derive('board id', nameBytes)),
    topic: toBase64url(derive('signaling topic', nameBytes)),
    signalingKey: derive('signaling key', boardKeyBytes),
    handshakeKey: derive('handshake key', boardKeyBytes),
    editorKey: viewSecret.slice(viewSecretBytes - boardKeyBytes),
    ...(accessOf(secret) === 'edit' ? { editorSecretKey: editorSecretKeyOf(secret) } : {}),
  };
}

function editorSecretKeyOf(boardSecret: Uint8Array): Uint8Array {
  return derivation(boardSecret)('editors', boardKeyBytes);
}

function derivation(secret: Uint8Array): (use: string, bytes: number) => Uint8Array {
  const pseudorandomKey = extract(sha256, secret, salt);
  return (use, bytes) => expand(sha256, pseudorandomKey, utf8ToBytes(use), bytes);
}
