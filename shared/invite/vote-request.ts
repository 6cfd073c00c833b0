/**
 * The request of an editor that a host keeps a vote for its board, over a secure channel to the host
 * (`app/mesh/link/channel/secure-channel.ts`). Whoever is on the network may open one; it protects the keys from those
 * who listen.
 *
 * | message | from → to | |
 * |---|---|---|
 * | `ask` | editor → host | the keys of a link, and a signature of the editors' key over the channel's handshake hash |
 * | `offer` | host → editor | the public key of the witness, and the host's name |
 * | `permit` | editor → host | the editors' permission for that key (`keys/witness-permission.ts`) |
 * | `kept` | host → editor | it is durable, and the witness runs |
 * | `refused` | host → editor | in place of `offer` or `kept` |
 *
 * The host learns neither the board's secret nor the key to view it.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { Packr } from 'msgpackr';
import * as v from 'valibot';
import { scan } from '../wire/codec/scan.ts';
import { maxPeerNameLength, signatureBytes } from './handshake.ts';
import { deviceKeyBytes } from './keys/device-key.ts';
import { bytesOf, keyNameSchema } from './keys/key-schemas.ts';
import { boardKeyBytes } from './keys/keys.ts';
import { isSigned } from './keys/signature.ts';

/** The pre-shared key of the channel; public, as a host knows no board beforehand. */
export const voteRequestKey: Uint8Array = sha256(utf8ToBytes('paxboard vote request'));

/** Bytes of one message, at most. */
export const maxVoteRequestBytes = 1024;

export const linkKeysSchema = v.strictObject({
  boardId: keyNameSchema,
  topic: keyNameSchema,
  signalingKey: bytesOf(boardKeyBytes),
  handshakeKey: bytesOf(boardKeyBytes),
  editorKey: bytesOf(boardKeyBytes),
  viewerKey: bytesOf(boardKeyBytes),
});

/**
 * `full`: the host keeps as many votes as it may. `yours`: as many of this network address. `unproven`: the signature is
 * not one of the board's editors. `busy`: too many requests at once. `failed`: its storage failed.
 */
export const voteRefusals = ['full', 'yours', 'unproven', 'busy', 'failed'] as const;
export type VoteRefusal = (typeof voteRefusals)[number];

const request = v.variant('type', [
  v.strictObject({ type: v.literal('ask'), keys: linkKeysSchema, proof: bytesOf(signatureBytes) }),
  v.strictObject({ type: v.literal('permit'), permission: bytesOf(signatureBytes) }),
]);

const reply = v.variant('type', [
  v.strictObject({
    type: v.literal('offer'),
    deviceKey: bytesOf(deviceKeyBytes),
    name: v.pipe(v.string(), v.maxLength(maxPeerNameLength)),
  }),
  v.strictObject({ type: v.literal('kept') }),
  v.strictObject({ type: v.literal('refused'), why: v.picklist(voteRefusals) }),
]);

export type VoteRequest = v.InferOutput<typeof request>;
export type VoteReply = v.InferOutput<typeof reply>;

const packr = new Packr({ useRecords: false });

export function encodeVoteMessage(message: VoteRequest | VoteReply): Uint8Array {
  return Uint8Array.from(packr.pack(message));
}

/** For the host. Never throws. */
export function readVoteRequest(bytes: Uint8Array): VoteRequest | undefined {
  return read(request, bytes);
}

/** For the editor. Never throws. */
export function readVoteReply(bytes: Uint8Array): VoteReply | undefined {
  return read(reply, bytes);
}

/** @param handshakeHash of the channel, so that the signature counts there only. */
export function askingProof(handshakeHash: Uint8Array, editorSecretKey: Uint8Array): Uint8Array {
  return ed25519.sign(askingText(handshakeHash), editorSecretKey);
}

/** Never throws, for any key and any proof. */
export function provesAsking(proof: Uint8Array, handshakeHash: Uint8Array, editorKey: Uint8Array): boolean {
  return isSigned(proof, askingText(handshakeHash), editorKey);
}

function askingText(handshakeHash: Uint8Array): Uint8Array {
  return concatBytes(utf8ToBytes('paxboard vote request '), handshakeHash);
}

function read<Schema extends typeof request | typeof reply>(
  schema: Schema,
  bytes: Uint8Array,
): v.InferOutput<Schema> | undefined {
  if (bytes.byteLength > maxVoteRequestBytes || scan(bytes, 0) !== undefined) return undefined;
  let value: unknown;
  try {
    value = packr.unpack(bytes.slice());
  } catch {
    return undefined;
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  return result.success ? result.output : undefined;
}
