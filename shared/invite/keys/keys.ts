/**
 * Derives a board's keys from its secret, one key per purpose.
 *
 * HKDF-SHA256 (RFC 5869) with a separate info string for each, so that no key reveals another: a signaling server
 * learns the topic, and can neither read a signal nor impersonate a member.
 *
 *     board secret ─┬─► editors' signing key (Ed25519) ─► its public key ─┐
 *                   └─► viewers' half ─────────────────────────────────────┴─► view secret ─┬─► viewers' signing key
 *                                                                                           └─► all other keys
 *
 * All shared keys are derived from the view secret, so that editors and viewers meet in one topic. The editors' signing
 * key is not: a viewer can verify a signature and cannot make one. A witness gets the keys of a link only
 * ({@link linkKeysOf}), from which neither secret can be computed.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { toBase64url } from '../base64url.ts';
import { accessOf, boardSecretBytes, viewSecretBytes } from '../invite.ts';

export interface BoardKeys {
  /**
   * Identifies the board, and its database, on its members' devices; sent to no server, except to a host that keeps a
   * vote. 22 base64url characters.
   */
  readonly boardId: string;
  /** The board's name on a signaling server. 22 base64url characters. */
  readonly topic: string;
  /** {@link boardKeyBytes} bytes; seals every signal (`seal.ts`). */
  readonly signalingKey: Uint8Array;
  /** {@link boardKeyBytes} bytes; proves membership to a peer (`handshake.ts`). */
  readonly handshakeKey: Uint8Array;
  /** Ed25519 public key, 32 bytes: its owner has edit access. */
  readonly editorKey: Uint8Array;
  /** The secret key, 32 bytes; undefined on a device with view access, and on a witness. */
  readonly editorSecretKey?: Uint8Array;
  /** Ed25519 public key, 32 bytes: its owner may read the board. */
  readonly viewerKey: Uint8Array;
  /** The secret key, 32 bytes; undefined on a witness. */
  readonly viewerSecretKey?: Uint8Array;
  /**
   * {@link boardKeyBytes} bytes; seals commands for witnesses (`shared/replica/members/veil.ts`). Undefined on a witness.
   */
  readonly veilKey?: Uint8Array;
}

/** The keys with which a device has links to members, and can read nothing of the board. */
export type LinkKeys = Omit<BoardKeys, 'editorSecretKey' | 'viewerSecretKey' | 'veilKey'>;

export const boardKeyBytes = 32;

/** Bytes of `boardId` and `topic`: 128 bits, so that no two boards collide by chance. */
const nameBytes = 16;

const salt = utf8ToBytes('paxboard/1');

/**
 * The size of the table of multiples of the base point, which the first key of a page makes. With noble's default, 6, the first keys
 * of a board take 2,240 additions of points, and with this one 1,000; those of each further board take 100 more than with the default.
 */
const windowBits = 4;
ed25519.Point.BASE.precompute(windowBits);

/**
 * The secret that gives view access to a board.
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
  const viewerSecretKey = derive('viewers signing key', boardKeyBytes);
  return {
    boardId: toBase64url(derive('board id', nameBytes)),
    topic: toBase64url(derive('signaling topic', nameBytes)),
    signalingKey: derive('signaling key', boardKeyBytes),
    handshakeKey: derive('handshake key', boardKeyBytes),
    editorKey: viewSecret.slice(viewSecretBytes - boardKeyBytes),
    viewerKey: ed25519.getPublicKey(viewerSecretKey),
    viewerSecretKey,
    veilKey: derive('veil key', boardKeyBytes),
    ...(accessOf(secret) === 'edit' ? { editorSecretKey: editorSecretKeyOf(secret) } : {}),
  };
}

/** The keys that a witness gets. */
export function linkKeysOf(keys: BoardKeys): LinkKeys {
  const { boardId, topic, signalingKey, handshakeKey, editorKey, viewerKey } = keys;
  return { boardId, topic, signalingKey, handshakeKey, editorKey, viewerKey };
}

function editorSecretKeyOf(boardSecret: Uint8Array): Uint8Array {
  return derivation(boardSecret)('editors', boardKeyBytes);
}

function derivation(secret: Uint8Array): (use: string, bytes: number) => Uint8Array {
  const pseudorandomKey = extract(sha256, secret, salt);
  return (use, bytes) => expand(sha256, pseudorandomKey, utf8ToBytes(use), bytes);
}
