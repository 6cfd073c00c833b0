/**
 * What a board's secret is used for, one key for each use.
 *
 * HKDF-SHA256 (RFC 5869) with an info string of its own for each, so that none tells anything about another: whoever
 * runs a signaling server learns the topic and can neither read a signal nor pass for a member.
 */

import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { toBase64url } from './base64url.ts';
import { boardSecretBytes } from './invite.ts';

export interface BoardKeys {
  /** Names the board, and its database, on its members' devices; never sent to a server. 22 base64url characters. */
  readonly boardId: string;
  /** What a signaling server sees of the board. 22 base64url characters. */
  readonly topic: string;
  /** {@link boardKeyBytes} bytes; seals every signal (`seal.ts`). */
  readonly signalingKey: Uint8Array;
  /** {@link boardKeyBytes} bytes; proves membership to a peer (`handshake.ts`). */
  readonly handshakeKey: Uint8Array;
}

export const boardKeyBytes = 32;

/** Bytes behind `boardId` and `topic`: 128 bits, so that no two boards ever share one by chance. */
const nameBytes = 16;

const salt = utf8ToBytes('paxboard/1');

/** @throws RangeError unless `secret` has {@link boardSecretBytes} bytes. */
export function deriveKeys(secret: Uint8Array): BoardKeys {
  if (secret.length !== boardSecretBytes) {
    throw new RangeError(`a board secret has ${boardSecretBytes} bytes, not ${secret.length}`);
  }
  const pseudorandomKey = extract(sha256, secret, salt);
  const derive = (use: string, bytes: number) => expand(sha256, pseudorandomKey, utf8ToBytes(use), bytes);
  return {
    boardId: toBase64url(derive('board id', nameBytes)),
    topic: toBase64url(derive('signaling topic', nameBytes)),
    signalingKey: derive('signaling key', boardKeyBytes),
    handshakeKey: derive('handshake key', boardKeyBytes),
  };
}
