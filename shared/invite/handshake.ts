/**
 * How two peers prove to each other that they belong to the same board, and which device each is, once they have a
 * connection.
 *
 * Each sends a `greeting` in the clear: its protocol number, and nothing else. Then both agree on keys (`app/mesh/link/noise.ts`)
 * with the board's `handshakeKey` as the pre-shared one, so that only who was invited can go on; each says in its message of that
 * agreement who it is: the `hello`. Under the new keys each sends a `proof`, over its role and the handshake hash, which is made
 * of all that was said:
 *
 * - `device`: an Ed25519 signature by the key that the replica id is made from (`device-key.ts`);
 * - `editor`: an Ed25519 signature by the board's editors' key, from whoever says that it may edit.
 *
 * Both ephemeral keys and both hellos are in the hash: so a proof cannot be replayed, and who sits between the two, with keys of
 * its own, has another hash with each. The role is in it, so it cannot be sent back to its author. No frame is taken from a peer
 * before its proof was found right.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { deviceKeyBytes } from './device-key.ts';
import type { BoardAccess } from './invite.ts';
import type { BoardKeys } from './keys.ts';

/** Told in every greeting. Peers of different numbers do not talk on. 1 was never released. */
export const peerProtocol = 9;

export const signatureBytes = 64;

/** Bytes of a handshake hash. */
export const handshakeHashBytes = 32;

/** Characters of the name in a hello, at most. */
export const maxPeerNameLength = 80;

/** The first thing on a connection, of every version. */
export interface Greeting {
  readonly type: 'hello';
  readonly protocol: number;
}

export interface Hello {
  /** Ed25519 public key, {@link deviceKeyBytes} bytes. */
  readonly deviceKey: Uint8Array;
  /** What the device says that it may do. */
  readonly access: BoardAccess;
  /** The device keeps its copy for as long as its page is open, and asks never to be given a vote. */
  readonly guest?: true;
  /** For people; may be empty. */
  readonly name: string;
}

export interface Proof {
  /** {@link signatureBytes} bytes. */
  readonly device: Uint8Array;
  /** {@link signatureBytes} bytes; there if and only if the hello said `edit`. */
  readonly editor?: Uint8Array;
}

/** Who opened the connection; both sides know it before the handshake. */
export type HandshakeRole = 'initiator' | 'responder';

/** What a device proves with. */
export type ProvingKeys = Pick<BoardKeys, 'editorSecretKey'> & { readonly deviceSecretKey: Uint8Array };

export type ReadGreeting =
  | { readonly ok: true }
  /** A peer of another protocol number; nothing else that it says is looked at. */
  | { readonly ok: false; readonly problem: 'version'; readonly theirs: number }
  | { readonly ok: false; readonly problem: 'malformed' };

const bytesOf = (length: number) =>
  v.pipe(
    v.instance(Uint8Array),
    v.check((bytes) => bytes.length === length, `expected ${length} bytes`),
  );

/** Loose: versions before 4 said here what is now in the hello. */
const greeting = v.looseObject({
  type: v.literal('hello'),
  protocol: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(0xffff_ffff)),
});

const hello = v.strictObject({
  deviceKey: bytesOf(deviceKeyBytes),
  access: v.picklist(['edit', 'view']),
  guest: v.exactOptional(v.literal(true)),
  name: v.pipe(v.string(), v.maxLength(maxPeerNameLength)),
});

const proof = v.strictObject({
  device: bytesOf(signatureBytes),
  editor: v.exactOptional(bytesOf(signatureBytes)),
});

/** Checks what a peer sent for its greeting. Never throws. */
export function readGreeting(value: unknown): ReadGreeting {
  const result = v.safeParse(greeting, value);
  if (!result.success) return { ok: false, problem: 'malformed' };
  const { protocol } = result.output;
  return protocol === peerProtocol ? { ok: true } : { ok: false, problem: 'version', theirs: protocol };
}

/** Checks the form of what a peer sent for its hello. Never throws. */
export function readHello(value: unknown): Hello | undefined {
  const result = v.safeParse(hello, value, { abortEarly: true });
  return result.success ? result.output : undefined;
}

/** Checks the form of what a peer sent for its proof; {@link proves} says whether it is right. Never throws. */
export function readProof(value: unknown): Proof | undefined {
  const result = v.safeParse(proof, value, { abortEarly: true });
  return result.success ? result.output : undefined;
}

/**
 * What `role` sends to prove what its hello says. It proves that it may edit if it has the key for that.
 *
 * @param handshakeHash {@link handshakeHashBytes} bytes.
 */
export function prove(keys: ProvingKeys, role: HandshakeRole, handshakeHash: Uint8Array): Proof {
  const { deviceSecretKey, editorSecretKey } = keys;
  return {
    device: ed25519.sign(signedText('device', role, handshakeHash), deviceSecretKey),
    ...(editorSecretKey === undefined
      ? {}
      : { editor: ed25519.sign(signedText('editor', role, handshakeHash), editorSecretKey) }),
  };
}

/**
 * Whether `claimed` shows all that `said`, the hello of `role`, says. Never throws, whatever the keys in the hello are.
 *
 * @param role The peer's role, not one's own.
 */
export function proves(
  { editorKey }: Pick<BoardKeys, 'editorKey'>,
  role: HandshakeRole,
  said: Hello,
  handshakeHash: Uint8Array,
  claimed: Proof,
): boolean {
  if ((said.access === 'edit') !== (claimed.editor !== undefined)) return false;
  return (
    isSigned(claimed.device, signedText('device', role, handshakeHash), said.deviceKey) &&
    (claimed.editor === undefined ||
      isSigned(claimed.editor, signedText('editor', role, handshakeHash), editorKey))
  );
}

/** By RFC 8032 to the letter: a key of small order, for which some signatures hold for any text, is none. */
export function isSigned(signature: Uint8Array, text: Uint8Array, publicKey: Uint8Array): boolean {
  return ed25519.verify(signature, text, publicKey, { zip215: false });
}

/** The hash has a fixed length and is last, so that no two of these are the same bytes. */
function signedText(part: 'device' | 'editor', role: HandshakeRole, handshakeHash: Uint8Array): Uint8Array {
  if (handshakeHash.length !== handshakeHashBytes) {
    throw new RangeError(`a handshake hash of ${handshakeHash.length} bytes`);
  }
  return concatBytes(utf8ToBytes(`paxboard link ${part} ${role} `), handshakeHash);
}
