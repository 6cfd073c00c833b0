/**
 * How two peers prove to each other that they belong to the same board, and which device each is, once they have a
 * connection.
 *
 * Each sends a `hello`. When it has the other's, each sends a `proof` of three parts, all of them over the transcript: who
 * speaks (its role), both hellos, and what only this connection has (the channel binding):
 *
 * - `member`: HMAC-SHA256 under the board's `handshakeKey`, which everybody who was invited has;
 * - `device`: an Ed25519 signature by the key that the replica id is made from (`device-key.ts`);
 * - `editor`: an Ed25519 signature by the board's editors' key, from whoever says that it may edit.
 *
 * The nonces are fresh, so that a proof cannot be replayed; the role is in it, so it cannot be sent back to its author;
 * the binding is in it, so that nobody survives between the two. No frame is taken from a peer before its proof was
 * found right.
 */

import { equalBytes } from '@noble/ciphers/utils.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { deviceKeyBytes } from './device-key.ts';
import type { BoardAccess } from './invite.ts';
import type { BoardKeys } from './keys.ts';

/** Told in every hello. Peers of different numbers do not talk on. 1 was never released. */
export const peerProtocol = 3;

export const helloNonceBytes = 32;
export const memberProofBytes = 32;
export const signatureBytes = 64;

/** Characters of the name in a hello, at most. */
export const maxPeerNameLength = 80;

/** Bytes of a channel binding, at most: two SHA-256 certificate fingerprints and room for longer ones. */
export const maxChannelBindingBytes = 256;

export interface Hello {
  readonly type: 'hello';
  readonly protocol: number;
  /** Ed25519 public key, {@link deviceKeyBytes} bytes. */
  readonly deviceKey: Uint8Array;
  /** What the device says that it may do. */
  readonly access: BoardAccess;
  /** For people; may be empty. */
  readonly name: string;
  /** {@link helloNonceBytes} random bytes, fresh for each connection. */
  readonly nonce: Uint8Array;
}

export interface Proof {
  readonly type: 'proof';
  /** {@link memberProofBytes} bytes. */
  readonly member: Uint8Array;
  /** {@link signatureBytes} bytes. */
  readonly device: Uint8Array;
  /** {@link signatureBytes} bytes; there if and only if the hello said `edit`. */
  readonly editor?: Uint8Array;
}

/** Who opened the connection; both sides know it before the handshake. */
export type HandshakeRole = 'initiator' | 'responder';

export interface Transcript {
  readonly initiator: Hello;
  readonly responder: Hello;
  /**
   * What only these two ends of this very connection share, the same bytes on both sides, e.g. both certificates'
   * fingerprints: whoever sits between them has other ones. At most {@link maxChannelBindingBytes}.
   */
  readonly channelBinding: Uint8Array;
}

/** What a device proves with. */
export type ProvingKeys = Pick<BoardKeys, 'handshakeKey' | 'editorSecretKey'> & {
  readonly deviceSecretKey: Uint8Array;
};

/** What a proof is checked with. */
export type CheckingKeys = Pick<BoardKeys, 'handshakeKey' | 'editorKey'>;

export type ReadHello =
  | { readonly ok: true; readonly hello: Hello }
  /** A peer of another protocol number; nothing else in its hello is looked at. */
  | { readonly ok: false; readonly problem: 'version'; readonly theirs: number }
  | { readonly ok: false; readonly problem: 'malformed' };

const bytesOf = (length: number) =>
  v.pipe(
    v.instance(Uint8Array),
    v.check((bytes) => bytes.length === length, `expected ${length} bytes`),
  );

const anyHello = v.looseObject({
  type: v.literal('hello'),
  protocol: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(0xffff_ffff)),
});

const hello = v.strictObject({
  type: v.literal('hello'),
  protocol: v.literal(peerProtocol),
  deviceKey: bytesOf(deviceKeyBytes),
  access: v.picklist(['edit', 'view']),
  name: v.pipe(v.string(), v.maxLength(maxPeerNameLength)),
  nonce: bytesOf(helloNonceBytes),
});

const proof = v.strictObject({
  type: v.literal('proof'),
  member: bytesOf(memberProofBytes),
  device: bytesOf(signatureBytes),
  editor: v.exactOptional(bytesOf(signatureBytes)),
});

/** Checks what a peer sent for its hello. Never throws. */
export function readHello(value: unknown): ReadHello {
  const first = v.safeParse(anyHello, value);
  if (!first.success) return { ok: false, problem: 'malformed' };
  if (first.output.protocol !== peerProtocol) {
    return { ok: false, problem: 'version', theirs: first.output.protocol };
  }
  const result = v.safeParse(hello, value);
  return result.success ? { ok: true, hello: result.output } : { ok: false, problem: 'malformed' };
}

/** Checks the form of what a peer sent for its proof; {@link proves} says whether it is right. Never throws. */
export function readProof(value: unknown): Proof | undefined {
  const result = v.safeParse(proof, value);
  return result.success ? result.output : undefined;
}

/**
 * What `role` sends to prove what its hello says. It proves that it may edit if it has the key for that.
 *
 * @throws RangeError if the channel binding is longer than {@link maxChannelBindingBytes}.
 */
export function prove(keys: ProvingKeys, role: HandshakeRole, transcript: Transcript): Proof {
  const { handshakeKey, deviceSecretKey, editorSecretKey } = keys;
  return {
    type: 'proof',
    member: hmac(sha256, handshakeKey, transcriptBytes('member', role, transcript)),
    device: ed25519.sign(transcriptBytes('device', role, transcript), deviceSecretKey),
    ...(editorSecretKey === undefined
      ? {}
      : { editor: ed25519.sign(transcriptBytes('editor', role, transcript), editorSecretKey) }),
  };
}

/**
 * Whether `claimed` shows all that the hello of `role` says. Never throws, whatever the keys in the hello are.
 *
 * @param role The peer's role, not one's own.
 * @throws RangeError as {@link prove}.
 */
export function proves(
  keys: CheckingKeys,
  role: HandshakeRole,
  transcript: Transcript,
  claimed: Proof,
): boolean {
  const { access, deviceKey } = transcript[role];
  if ((access === 'edit') !== (claimed.editor !== undefined)) return false;
  const member = hmac(sha256, keys.handshakeKey, transcriptBytes('member', role, transcript));
  // In the same time wherever they differ; and first, so that a stranger costs no arithmetic on curves.
  if (!equalBytes(member, claimed.member)) return false;
  return (
    isSigned(claimed.device, transcriptBytes('device', role, transcript), deviceKey) &&
    (claimed.editor === undefined ||
      isSigned(claimed.editor, transcriptBytes('editor', role, transcript), keys.editorKey))
  );
}

/** By RFC 8032 to the letter: a key of small order, for which some signatures hold for any text, is none. */
function isSigned(signature: Uint8Array, text: Uint8Array, publicKey: Uint8Array): boolean {
  return ed25519.verify(signature, text, publicKey, { zip215: false });
}

/** Every part after its length (2 bytes, big-endian), so that no two transcripts make the same bytes. */
function transcriptBytes(
  part: 'member' | 'device' | 'editor',
  role: HandshakeRole,
  { initiator, responder, channelBinding }: Transcript,
): Uint8Array {
  if (channelBinding.length > maxChannelBindingBytes) {
    throw new RangeError(`a channel binding of ${channelBinding.length} bytes is too long`);
  }
  return concatBytes(
    ...[
      utf8ToBytes('paxboard handshake'),
      utf8ToBytes(part),
      utf8ToBytes(role),
      ...helloParts(initiator),
      ...helloParts(responder),
      channelBinding,
    ].map(withLength),
  );
}

function helloParts({ protocol, deviceKey, access, name, nonce }: Hello): Uint8Array[] {
  return [utf8ToBytes(String(protocol)), deviceKey, utf8ToBytes(access), utf8ToBytes(name), nonce];
}

function withLength(part: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(part.length >> 8, part.length & 0xff), part);
}
