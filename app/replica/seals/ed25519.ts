/**
 * Ed25519 signatures, as fast as this engine allows: WebCrypto if it supports Ed25519, otherwise `@noble/curves`. Pages
 * on plain HTTP have no WebCrypto, and Chromium before 137 has no Ed25519 in it.
 *
 * The result is the same everywhere, and equals `isSigned`: strict RFC 8032 without keys of small order. Engines differ
 * for signatures that only a hostile signer makes. If the results differed, a correct device that forwards such a
 * signature would look like a forger. So WebCrypto's acceptance counts only for valid keys, and its rejection is
 * verified again.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { BoundedMap } from '#shared/collections/bounded-map.ts';
import { isSigned } from '#shared/invite/keys/signature.ts';

export interface Ed25519 {
  /** @param answer is called once, at once or later, with 64 bytes. */
  sign(text: Uint8Array, secretKey: Uint8Array, answer: (signature: Uint8Array) => void): void;
  /** @param answer is called once, at once or later. */
  verify(
    signature: Uint8Array,
    text: Uint8Array,
    publicKey: Uint8Array,
    answer: (isSigned: boolean) => void,
  ): void;
}

export type Subtle = Pick<SubtleCrypto, 'importKey' | 'sign' | 'verify'>;

/** Keys that are cached, at most. */
const maxKeys = 256;

/** @param later runs its argument after other pending work. */
export function platformEd25519(
  subtle: Subtle | undefined = globalThis.crypto?.subtle,
  later: (run: () => void) => void = afterOthers(),
): Ed25519 {
  const own = nobleEd25519(later);
  return subtle === undefined ? own : new WebCryptoEd25519(subtle, own);
}

class WebCryptoEd25519 implements Ed25519 {
  readonly #subtle: Subtle;
  readonly #own: Ed25519;
  readonly #keys = new BoundedMap<string, Promise<CryptoKey | undefined>>(maxKeys);
  /** This engine has no Ed25519. */
  #isUnable = false;

  constructor(subtle: Subtle, own: Ed25519) {
    this.#subtle = subtle;
    this.#own = own;
  }

  sign(text: Uint8Array, secretKey: Uint8Array, answer: (signature: Uint8Array) => void): void {
    if (this.#isUnable) return this.#own.sign(text, secretKey, answer);
    this.#key('sign', secretKey)
      .then(async (key) =>
        key === undefined ? undefined : new Uint8Array(await this.#subtle.sign('Ed25519', key, copy(text))),
      )
      .catch(() => undefined)
      .then((signature) => {
        if (signature === undefined) this.#own.sign(text, secretKey, answer);
        else answer(signature);
      });
  }

  verify(
    signature: Uint8Array,
    text: Uint8Array,
    publicKey: Uint8Array,
    answer: (isSigned: boolean) => void,
  ): void {
    if (this.#isUnable) return this.#own.verify(signature, text, publicKey, answer);
    this.#key('verify', publicKey)
      .then((key) =>
        key === undefined ? false : this.#subtle.verify('Ed25519', key, copy(signature), copy(text)),
      )
      .catch(() => false)
      .then((isRight) => {
        if (isRight) answer(true);
        else this.#own.verify(signature, text, publicKey, answer);
      });
  }

  /** @returns undefined for an invalid key, or if this engine has no Ed25519. */
  #key(use: 'sign' | 'verify', bytes: Uint8Array): Promise<CryptoKey | undefined> {
    const name = `${use} ${String.fromCharCode(...bytes)}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = this.#import(use, bytes);
    this.#keys.set(name, key);
    return key;
  }

  async #import(use: 'sign' | 'verify', bytes: Uint8Array): Promise<CryptoKey | undefined> {
    if (use === 'verify' && !isInOrder(bytes)) return undefined;
    const [format, material] =
      use === 'sign' ? (['pkcs8', pkcs8(bytes)] as const) : (['raw', copy(bytes)] as const);
    try {
      return await this.#subtle.importKey(format, material, 'Ed25519', false, [use]);
    } catch {
      // The bytes are a valid key, so the engine lacks Ed25519.
      this.#isUnable = true;
      return undefined;
    }
  }
}

/** Whether it encodes a point that is not of small order. */
function isInOrder(publicKey: Uint8Array): boolean {
  try {
    return !ed25519.Point.fromBytes(publicKey, false).isSmallOrder();
  } catch {
    return false;
  }
}

/** PKCS #8 of an Ed25519 key (RFC 8410, section 7): a fixed header, and the 32 bytes. */
function pkcs8(secretKey: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = [0x30, 0x2e, 0x02, 0x01, 0, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
  return Uint8Array.of(...head, ...secretKey);
}

function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** Milliseconds of verification before other pending work runs: a window's frame has 16. */
export const sliceMilliseconds = 8;

/** Uses `@noble/curves` on this thread: synchronously, and in slices for long lists. */
export function nobleEd25519(
  later: (run: () => void) => void,
  now: () => number = () => performance.now(),
): Ed25519 {
  const waiting: (() => void)[] = [];
  let isRunning = false;
  const run = (): void => {
    const end = now() + sliceMilliseconds;
    do waiting.shift()?.();
    while (waiting.length > 0 && now() < end);
    if (waiting.length > 0) return later(run);
    isRunning = false;
  };
  return {
    sign: (text, secretKey, answer) => answer(ed25519.sign(text, secretKey)),
    verify: (signature, text, publicKey, answer) => {
      waiting.push(() => answer(isSigned(signature, text, publicKey)));
      if (isRunning) return;
      isRunning = true;
      run();
    },
  };
}

/** Uses a message to itself, which browsers do not throttle in hidden tabs. */
function afterOthers(): (run: () => void) => void {
  const waiting: (() => void)[] = [];
  let port: MessagePort | undefined;
  return (run) => {
    if (port === undefined) {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => waiting.shift()?.();
      port = channel.port2;
    }
    waiting.push(run);
    port.postMessage(undefined);
  };
}
