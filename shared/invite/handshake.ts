/**
 * Mutual proof of board membership and device identity over a new connection.
 *
 * Each peer sends a `greeting` in the clear, which holds only its protocol number. Then both run a key agreement
 * (`app/mesh/link/channel/noise.ts`) with the board's `handshakeKey` as the pre-shared key, so that only invited
 * devices can continue; each sends its `hello` in its message of that agreement. Under the new keys each sends a
 * `proof` over its role and the handshake hash, which covers the whole transcript:
 *
 * - `device`: an Ed25519 signature by the key that the replica id is derived from (`device-key.ts`);
 * - `editor`: an Ed25519 signature by the board's editors' key, from peers that claim edit access;
 * - `viewer`: one by the viewers' key, from those that claim view access.
 *
 * A witness has neither key. Its hello contains the permission of an editor (`keys/witness-permission.ts`).
 *
 * Both ephemeral keys and both hellos are in the hash, so a proof cannot be replayed, and a man in the middle has
 * another hash with each side. The role prevents reflection. No frame of a peer is processed before its proof is
 * verified.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import type { BoardAccess } from './invite.ts';
import { deviceKeyBytes } from './keys/device-key.ts';
import { bytesOf } from './keys/key-schemas.ts';
import type { BoardKeys } from './keys/keys.ts';
import { isSigned } from './keys/signature.ts';
import { permitsWitness } from './keys/witness-permission.ts';

/** The number in every greeting. Peers with different numbers disconnect. 1 was never released. */
export const peerProtocol = 20;

export const signatureBytes = 64;

/** Bytes of a handshake hash. */
export const handshakeHashBytes = 32;

/** Characters of the name in a hello, at most. */
export const maxPeerNameLength = 80;

/** The first message on a connection, in every version. */
export interface Greeting {
  readonly type: 'hello';
  readonly protocol: number;
}

export interface Hello {
  /** Ed25519 public key, {@link deviceKeyBytes} bytes. */
  readonly deviceKey: Uint8Array;
  /** The access that the device claims. */
  readonly access: BoardAccess;
  /** The device keeps its copy only while its page is open, and must never get a vote. */
  readonly guest?: true;
  /**
   * The device lends a vote, and may neither read nor change the board: an editor's permission for its key,
   * {@link signatureBytes} bytes.
   */
  readonly witness?: Uint8Array;
  /** A display name; may be empty. */
  readonly name: string;
}

export interface Proof {
  /** {@link signatureBytes} bytes. */
  readonly device: Uint8Array;
  /** {@link signatureBytes} bytes; present if and only if the hello claimed `edit`. */
  readonly editor?: Uint8Array;
  /** {@link signatureBytes} bytes; present if and only if the hello claimed `view`, and is not a witness's. */
  readonly viewer?: Uint8Array;
}

/** `initiator` opened the connection; both sides know it before the handshake. */
export type HandshakeRole = 'initiator' | 'responder';

/** The keys for a proof. */
export type ProvingKeys = Pick<BoardKeys, 'editorSecretKey' | 'viewerSecretKey'> & {
  readonly deviceSecretKey: Uint8Array;
};

export type ReadGreeting =
  | { readonly ok: true }
  /** A peer with another protocol number; the rest of its greeting is ignored. */
  | { readonly ok: false; readonly problem: 'version'; readonly theirs: number }
  | { readonly ok: false; readonly problem: 'malformed' };

/** A loose object: versions before 4 sent the content of the hello in the greeting. */
const greeting = v.looseObject({
  type: v.literal('hello'),
  protocol: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(0xffff_ffff)),
});

const hello = v.pipe(
  v.strictObject({
    deviceKey: bytesOf(deviceKeyBytes),
    access: v.picklist(['edit', 'view']),
    guest: v.exactOptional(v.literal(true)),
    witness: v.exactOptional(bytesOf(signatureBytes)),
    name: v.pipe(v.string(), v.maxLength(maxPeerNameLength)),
  }),
  v.check(
    ({ access, guest, witness }) => witness === undefined || (access === 'view' && guest !== true),
    'a witness with other rights',
  ),
);

const proof = v.strictObject({
  device: bytesOf(signatureBytes),
  editor: v.exactOptional(bytesOf(signatureBytes)),
  viewer: v.exactOptional(bytesOf(signatureBytes)),
});

/**
 * Validates a received greeting. Never throws.
 *
 * @param own the protocol of this version.
 */
export function readGreeting(value: unknown, own = peerProtocol): ReadGreeting {
  const result = v.safeParse(greeting, value);
  if (!result.success) return { ok: false, problem: 'malformed' };
  const { protocol } = result.output;
  return protocol === own ? { ok: true } : { ok: false, problem: 'version', theirs: protocol };
}

/** Validates the form of a received hello. Never throws. */
export function readHello(value: unknown): Hello | undefined {
  const result = v.safeParse(hello, value, { abortEarly: true });
  return result.success ? result.output : undefined;
}

/** Validates the form of a received proof; {@link proves} verifies it. Never throws. */
export function readProof(value: unknown): Proof | undefined {
  const result = v.safeParse(proof, value, { abortEarly: true });
  return result.success ? result.output : undefined;
}

/**
 * The proof that `role` sends for its hello. It proves the most access for which it has a key.
 *
 * @param handshakeHash {@link handshakeHashBytes} bytes.
 */
export function prove(keys: ProvingKeys, role: HandshakeRole, handshakeHash: Uint8Array): Proof {
  const { deviceSecretKey, editorSecretKey, viewerSecretKey } = keys;
  const device = ed25519.sign(signedText('device', role, handshakeHash), deviceSecretKey);
  if (editorSecretKey !== undefined)
    return { device, editor: ed25519.sign(signedText('editor', role, handshakeHash), editorSecretKey) };
  if (viewerSecretKey !== undefined)
    return { device, viewer: ed25519.sign(signedText('viewer', role, handshakeHash), viewerSecretKey) };
  return { device };
}

/**
 * Whether `received` proves every claim of `claims`, the peer's hello. Never throws, for any key in the hello.
 *
 * @param role the peer's role.
 * @param handshakeHash {@link handshakeHashBytes} bytes.
 */
export function proves(
  { editorKey, viewerKey }: Pick<BoardKeys, 'editorKey' | 'viewerKey'>,
  role: HandshakeRole,
  claims: Hello,
  handshakeHash: Uint8Array,
  received: Proof,
): boolean {
  const { deviceKey, access, witness } = claims;
  const { device, editor, viewer } = received;
  if ((access === 'edit') !== (editor !== undefined)) return false;
  if ((access === 'view' && witness === undefined) !== (viewer !== undefined)) return false;
  return (
    isSigned(device, signedText('device', role, handshakeHash), deviceKey) &&
    (editor === undefined || isSigned(editor, signedText('editor', role, handshakeHash), editorKey)) &&
    (viewer === undefined || isSigned(viewer, signedText('viewer', role, handshakeHash), viewerKey)) &&
    (witness === undefined || permitsWitness(witness, deviceKey, editorKey))
  );
}

/** The hash has a fixed length and is last, so that no two inputs give the same bytes. */
function signedText(
  part: 'device' | 'editor' | 'viewer',
  role: HandshakeRole,
  handshakeHash: Uint8Array,
): Uint8Array {
  if (handshakeHash.length !== handshakeHashBytes) {
    throw new RangeError(`a handshake hash of ${handshakeHash.length} bytes`);
  }
  return concatBytes(utf8ToBytes(`paxboard link ${part} ${role} `), handshakeHash);
}
