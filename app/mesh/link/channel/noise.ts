/**
 * `Noise_NNpsk0_25519_ChaChaPoly_SHA256`: the Noise Protocol Framework, revision 34 (https://noiseprotocol.org/noise.html), as far
 * as this one protocol needs it. The names are those of the specification.
 *
 *     NNpsk0:
 *       -> psk, e
 *       <- e, ee
 *
 * - **NN**: both keys are ephemeral. Devices have signing keys (Ed25519), which X25519 cannot use; they sign the handshake hash
 *   afterwards (section 11.2, "Channel binding"; `handshake.ts`).
 * - **psk0**: every member has the pre-shared key. A stranger cannot read even the first message, and its attempt costs no
 *   curve arithmetic.
 * - **ChaChaPoly**: nonces of 96 bits that count, as the framework prescribes. XChaCha20's longer ones are for nonces that are
 *   drawn.
 *
 * It is not a library: the ones for JavaScript (noise-handshake, @chainsafe/libp2p-noise) implement other patterns and depend on
 * sodium or libp2p. This file uses the `@noble` primitives that the project has already. The test runs the published vectors of
 * this protocol.
 */

import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export const noiseProtocolName = 'Noise_NNpsk0_25519_ChaChaPoly_SHA256';

/** Bytes of a key, of a pre-shared key and of a hash. */
export const noiseKeyBytes = 32;

/** Bytes that sealing adds. */
export const noiseTagBytes = 16;

/** Bytes of one message, at most (section 3). */
export const maxNoiseMessageBytes = 65_535;

const nonceBytes = 12;
const none = new Uint8Array();

/** A message was not made by the other end of this handshake, or not for this position. */
export class NoiseError extends Error {
  override readonly name = 'NoiseError';
}

/** One direction's key, and the number of messages sealed or opened under it. */
export class CipherState {
  #key: Uint8Array;
  /** Never repeats under one key: `Rekey` does not reset it (section 5.1). */
  #count = 0;

  /** @param key {@link noiseKeyBytes} bytes. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  encryptWithAd(ad: Uint8Array, plaintext: Uint8Array): Uint8Array {
    const sealed = chacha20poly1305(this.#key, nonceOf(this.#count), ad).encrypt(plaintext);
    this.#advance();
    return sealed;
  }

  /** @throws NoiseError if it was not sealed with this key as the message of this number. */
  decryptWithAd(ad: Uint8Array, ciphertext: Uint8Array): Uint8Array {
    const opened = unsealed(this.#key, this.#count, ad, ciphertext);
    this.#advance();
    return opened;
  }

  /** Replaces the key; the new one does not reveal the old one. */
  rekey(): void {
    const sealed = chacha20poly1305(this.#key, lastNonce, none).encrypt(new Uint8Array(noiseKeyBytes));
    this.#key = sealed.slice(0, noiseKeyBytes);
  }

  #advance(): void {
    this.#count += 1;
    if (!Number.isSafeInteger(this.#count)) throw new NoiseError('every nonce is used up');
  }
}

/** The result of a finished handshake. */
export interface NoiseSession {
  readonly send: CipherState;
  readonly receive: CipherState;
  /** {@link noiseKeyBytes} bytes: the hash of the transcript, equal only at both ends. */
  readonly handshakeHash: Uint8Array;
}

export interface NoiseOptions {
  readonly role: 'initiator' | 'responder';
  /** {@link noiseKeyBytes} bytes. */
  readonly psk: Uint8Array;
  /** Both ends must agree on it beforehand. */
  readonly prologue: Uint8Array;
  /** {@link noiseKeyBytes} random bytes, fresh for each handshake. */
  readonly ephemeralSecret: Uint8Array;
}

/** One end of one handshake. The initiator writes and then reads; the responder reads and then writes. */
export class NoiseHandshake {
  readonly #role: NoiseOptions['role'];
  readonly #psk: Uint8Array;
  readonly #secret: Uint8Array;
  readonly #public: Uint8Array;
  readonly #symmetric: SymmetricState;
  #theirs: Uint8Array | undefined;

  constructor(options: NoiseOptions) {
    this.#role = options.role;
    this.#psk = options.psk;
    this.#secret = options.ephemeralSecret;
    this.#public = x25519.getPublicKey(options.ephemeralSecret);
    this.#symmetric = new SymmetricState(noiseProtocolName);
    this.#symmetric.mixHash(options.prologue);
  }

  /** @throws NoiseError if the peer's public key has small order, so that the shared secret is public. */
  write(payload: Uint8Array): Uint8Array {
    if (this.#role === 'initiator') this.#symmetric.mixKeyAndHash(this.#psk);
    this.#mixEphemeral(this.#public);
    if (this.#role === 'responder') this.#mixShared();
    return concatBytes(this.#public, this.#symmetric.encryptAndHash(payload));
  }

  /** @returns the payload. @throws NoiseError if it was modified, or its writer lacks the pre-shared key. */
  read(message: Uint8Array): Uint8Array {
    if (message.byteLength < noiseKeyBytes + noiseTagBytes) throw new NoiseError('a message cut short');
    const theirs = message.slice(0, noiseKeyBytes);
    this.#theirs = theirs;
    if (this.#role === 'responder') this.#symmetric.mixKeyAndHash(this.#psk);
    this.#mixEphemeral(theirs);
    if (this.#role === 'initiator') this.#mixShared();
    return this.#symmetric.decryptAndHash(message.subarray(noiseKeyBytes));
  }

  /** After the second message. */
  split(): NoiseSession {
    const [fromInitiator, fromResponder] = this.#symmetric.split();
    const handshakeHash = this.#symmetric.handshakeHash;
    return this.#role === 'initiator'
      ? { send: fromInitiator, receive: fromResponder, handshakeHash }
      : { send: fromResponder, receive: fromInitiator, handshakeHash };
  }

  /** `e`, and the key from it, which a pattern with a pre-shared key needs (section 9.2). */
  #mixEphemeral(publicKey: Uint8Array): void {
    this.#symmetric.mixHash(publicKey);
    this.#symmetric.mixKey(publicKey);
  }

  /** `ee`. */
  #mixShared(): void {
    if (this.#theirs === undefined) throw new NoiseError('nothing was read yet');
    this.#symmetric.mixKey(sharedSecret(this.#secret, this.#theirs));
  }
}

/** Section 5.2. */
class SymmetricState {
  #chainingKey: Uint8Array;
  #hash: Uint8Array;
  #cipher: CipherState | undefined;

  constructor(protocolName: string) {
    const name = utf8ToBytes(protocolName);
    this.#hash = name.byteLength <= noiseKeyBytes ? padded(name) : sha256(name);
    this.#chainingKey = this.#hash;
  }

  get handshakeHash(): Uint8Array {
    return this.#hash;
  }

  mixKey(material: Uint8Array): void {
    const [chainingKey, key] = derived(this.#chainingKey, material);
    this.#chainingKey = chainingKey;
    this.#cipher = new CipherState(key);
  }

  mixHash(data: Uint8Array): void {
    this.#hash = sha256(concatBytes(this.#hash, data));
  }

  mixKeyAndHash(material: Uint8Array): void {
    const [chainingKey, hash, key] = derived(this.#chainingKey, material);
    this.#chainingKey = chainingKey;
    this.mixHash(hash);
    this.#cipher = new CipherState(key);
  }

  encryptAndHash(plaintext: Uint8Array): Uint8Array {
    const ciphertext = this.#keyed().encryptWithAd(this.#hash, plaintext);
    this.mixHash(ciphertext);
    return ciphertext;
  }

  decryptAndHash(ciphertext: Uint8Array): Uint8Array {
    const plaintext = this.#keyed().decryptWithAd(this.#hash, ciphertext);
    this.mixHash(ciphertext);
    return plaintext;
  }

  split(): readonly [CipherState, CipherState] {
    const [first, second] = derived(this.#chainingKey, none);
    return [new CipherState(first), new CipherState(second)];
  }

  #keyed(): CipherState {
    if (this.#cipher === undefined) throw new NoiseError('there is no key yet');
    return this.#cipher;
  }
}

/** `HKDF` of section 4.3, with three outputs. */
function derived(
  chainingKey: Uint8Array,
  material: Uint8Array,
): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const temporary = hmac(sha256, chainingKey, material);
  const first = hmac(sha256, temporary, Uint8Array.of(1));
  const second = hmac(sha256, temporary, concatBytes(first, Uint8Array.of(2)));
  return [first, second, hmac(sha256, temporary, concatBytes(second, Uint8Array.of(3)))];
}

function unsealed(key: Uint8Array, count: number, ad: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  try {
    return chacha20poly1305(key, nonceOf(count), ad).decrypt(ciphertext);
  } catch {
    // Too short, or the tag does not match.
    throw new NoiseError('a message that was changed, repeated, left out, or made by somebody else');
  }
}

function sharedSecret(secret: Uint8Array, theirs: Uint8Array): Uint8Array {
  try {
    return x25519.getSharedSecret(secret, theirs);
  } catch {
    // All zeros (RFC 7748, section 6.1).
    throw new NoiseError('no key can be agreed on');
  }
}

const lastNonce = new Uint8Array(nonceBytes).fill(0xff, 4);

/** 32 bits of zeros and the count, 64 bits, little-endian (section 12.3). */
function nonceOf(count: number): Uint8Array {
  const nonce = new Uint8Array(nonceBytes);
  const view = new DataView(nonce.buffer);
  view.setUint32(4, count >>> 0, true);
  view.setUint32(8, Math.floor(count / 0x1_0000_0000), true);
  return nonce;
}

function padded(name: Uint8Array): Uint8Array {
  const block = new Uint8Array(noiseKeyBytes);
  block.set(name);
  return block;
}
