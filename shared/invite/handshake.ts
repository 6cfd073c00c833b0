/**
 * How two peers prove to each other that they belong to the same board, once they have a connection.
 *
 * Each sends a `hello`. When it has the other's, each sends a `proof`: HMAC-SHA256 under the board's `handshakeKey` of
 * its own role and of both hellos. The nonces in them are fresh, so a proof can not be replayed; the role is in it, so
 * it can not be sent back to its author. No frame is taken from a peer before its proof was found right.
 */

import { equalBytes } from '@noble/ciphers/utils.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { isReplicaId, maxReplicaIdLength, type ReplicaId } from '../paxos/ids.ts';

/** Told in every hello. Peers of different numbers do not talk on. */
export const peerProtocol = 1;

export const helloNonceBytes = 32;
export const proofBytes = 32;

/** Characters of the name in a hello, at most. */
export const maxPeerNameLength = 80;

/** Bytes of a channel binding, at most: two SHA-256 certificate fingerprints and room for longer ones. */
export const maxChannelBindingBytes = 256;

export interface Hello {
  readonly type: 'hello';
  readonly protocol: number;
  readonly replica: ReplicaId;
  /** For people; may be empty. */
  readonly name: string;
  /** {@link helloNonceBytes} random bytes, fresh for each connection. */
  readonly nonce: Uint8Array;
}

export interface Proof {
  readonly type: 'proof';
  /** {@link proofBytes} bytes, from {@link prove}. */
  readonly proof: Uint8Array;
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
  readonly channelBinding?: Uint8Array;
}

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
  replica: v.pipe(v.string(), v.maxLength(maxReplicaIdLength), v.guard(isReplicaId)),
  name: v.pipe(v.string(), v.maxLength(maxPeerNameLength)),
  nonce: bytesOf(helloNonceBytes),
});

const proof = v.strictObject({ type: v.literal('proof'), proof: bytesOf(proofBytes) });

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
 * What `role` sends to prove that it knows the key.
 *
 * @throws RangeError if the channel binding is longer than {@link maxChannelBindingBytes}.
 */
export function prove(handshakeKey: Uint8Array, role: HandshakeRole, transcript: Transcript): Uint8Array {
  return hmac(sha256, handshakeKey, proofInput(role, transcript));
}

/**
 * Whether `claimed` is what `role` would have sent if it knew the key. Takes the same time wherever they differ.
 *
 * @param role The peer's role, not one's own.
 */
export function proves(
  handshakeKey: Uint8Array,
  role: HandshakeRole,
  transcript: Transcript,
  claimed: Uint8Array,
): boolean {
  return claimed.length === proofBytes && equalBytes(prove(handshakeKey, role, transcript), claimed);
}

/** Every part after its length, so that no two transcripts make the same bytes. */
function proofInput(role: HandshakeRole, transcript: Transcript): Uint8Array {
  const binding = transcript.channelBinding ?? new Uint8Array();
  if (binding.length > maxChannelBindingBytes) {
    throw new RangeError(`a channel binding of ${binding.length} bytes is too long`);
  }
  return concatBytes(
    ...[
      utf8ToBytes('paxboard handshake'),
      utf8ToBytes(role),
      ...helloParts(transcript.initiator),
      ...helloParts(transcript.responder),
      binding,
    ].map(withLength),
  );
}

function helloParts(from: Hello): Uint8Array[] {
  return [utf8ToBytes(String(from.protocol)), utf8ToBytes(from.replica), utf8ToBytes(from.name), from.nonce];
}

function withLength(part: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(part.length >> 8, part.length & 0xff), part);
}
