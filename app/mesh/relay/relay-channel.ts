/**
 * A {@link Channel} by way of a third member, for two that cannot connect to each other.
 *
 * The member between them carries bytes and is trusted with nothing: the two ends agree on keys (X25519, RFC 7748, fresh for each
 * channel; HKDF-SHA256, RFC 5869), seal every message (XChaCha20-Poly1305, its nonce counting, so that nothing can be
 * left out, repeated or put in another order), and hand both public keys to the handshake as what only they share.
 * Whoever puts keys of its own in between is found out there, as with the certificates of a direct connection.
 *
 * | first byte | then |
 * |---|---|
 * | 1 open, 2 answer | number of the channel (8 bytes), public key (32) |
 * | 3 sealed | number of the channel (8), sealed: 0 and a message, or 1 and how many bytes have arrived (8) |
 * | 4 close | number of the channel (8) |
 *
 * What has arrived is told to the other end, which keeps no more than a window under way: so the member between them never
 * holds more than that for one channel, however slow its other link is.
 */

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { RandomBytes } from '../backoff.ts';
import type { Channel, ChannelListener } from '../link/channel.ts';
import { maxMessageBytes } from '../link/channel-messages.ts';

const channelNumberBytes = 8;
const publicKeyBytes = 32;
const keyBytes = 32;
const nonceBytes = 24;
const headerBytes = 1 + channelNumberBytes;

/** Under way to the other end, bytes, at most; what is more waits here. */
export const windowBytes = 256 * 1024;

/**
 * Waiting here, bytes, at most; as much as a data channel takes. Frames wait elsewhere (`send-queue.ts`): so much are answers
 * to one who asks without end, and takes none.
 */
export const maxWaitingBytes = 16 * 1024 * 1024;

/** What a waiting message counts for besides its bytes. */
const messageOverheadBytes = 64;

/** Arrived and not yet told of, bytes: a quarter of the window, so that the other end never runs dry. */
const tellAfterBytes = windowBytes / 4;

const kinds = { open: 1, answer: 2, sealed: 3, close: 4 } as const;
const inner = { message: 0, arrived: 1 } as const;

/** What was carried, as far as it can be read without a key. */
export type RelayMessage =
  | { readonly kind: 'open' | 'answer'; readonly channel: string; readonly publicKey: Uint8Array }
  | { readonly kind: 'sealed'; readonly channel: string; readonly sealed: Uint8Array }
  | { readonly kind: 'close'; readonly channel: string };

/** @returns undefined if it is none. Never throws. */
export function readRelayMessage(payload: Uint8Array): RelayMessage | undefined {
  if (payload.byteLength < headerBytes) return undefined;
  const channel = bytesToHex(payload.subarray(1, headerBytes));
  const body = payload.subarray(headerBytes);
  switch (payload[0]) {
    case kinds.open:
    case kinds.answer:
      if (body.byteLength !== publicKeyBytes) return undefined;
      return { kind: payload[0] === kinds.open ? 'open' : 'answer', channel, publicKey: body };
    case kinds.sealed:
      return { kind: 'sealed', channel, sealed: body };
    case kinds.close:
      return body.byteLength === 0 ? { kind: 'close', channel } : undefined;
    default:
      return undefined;
  }
}

/** What ends a channel for its other end, where there is none here: this device does not want it. */
export function closingOf(channel: string): Uint8Array {
  return concatBytes(Uint8Array.of(kinds.close), hexToBytes(channel));
}

export interface RelayChannelOptions {
  readonly listener: ChannelListener;
  readonly random: RandomBytes;
  /** Hands bytes to the member between. @returns false if that cannot take them. */
  readonly carry: (payload: Uint8Array) => boolean;
  /** What the other end opened the channel with; absent where this end opens it. */
  readonly opened?: { readonly channel: string; readonly publicKey: Uint8Array };
}

interface Keys {
  readonly send: Uint8Array;
  readonly receive: Uint8Array;
  readonly binding: Uint8Array;
}

export class RelayChannel implements Channel {
  /** 16 hexadecimal digits; names the channel among those of the same two ends. */
  readonly channel: string;
  readonly #number: Uint8Array;
  readonly #options: RelayChannelOptions;
  readonly #secretKey: Uint8Array;
  readonly #publicKey: Uint8Array;
  #keys: Keys | undefined;
  #sent = 0;
  #received = 0;
  /** Bytes of messages, in all. */
  #sentBytes = 0;
  #arrivedBytes = 0;
  #toldBytes = 0;
  #knownArrivedBytes = 0;
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #ended = false;

  constructor(options: RelayChannelOptions) {
    this.#options = options;
    const { random, opened } = options;
    this.#secretKey = random(keyBytes);
    this.#publicKey = x25519.getPublicKey(this.#secretKey);
    this.#number = opened === undefined ? random(channelNumberBytes) : hexToBytes(opened.channel);
    this.channel = bytesToHex(this.#number);
    // A channel's listener is not called before its maker has it.
    queueMicrotask(() => this.#begin());
  }

  /** Takes what the other end said about this channel. Never throws; what makes no sense closes it. */
  receive(message: RelayMessage): void {
    if (this.#ended) return;
    switch (message.kind) {
      case 'open':
        return this.#fail('it was opened twice');
      case 'answer':
        return this.#open(message.publicKey);
      case 'sealed':
        return this.#receiveSealed(message.sealed);
      case 'close':
        return this.#fail('closed by the other end');
    }
  }

  /** The way is gone. */
  lose(why: string): void {
    this.#fail(why);
  }

  signal(): void {
    // Nothing is signaled: what has to be said goes the way that everything goes.
  }

  send(message: Uint8Array): void {
    if (this.#ended || this.#keys === undefined) return;
    if (message.byteLength > maxMessageBytes) return this.#fail(`a message of ${message.byteLength} bytes`);
    this.#waiting.push(message.slice());
    this.#waitingBytes += message.byteLength;
    this.#pump();
    const waiting = this.#waitingBytes + this.#waiting.length * messageOverheadBytes;
    if (waiting > maxWaitingBytes) this.#fail('it takes too little');
  }

  bufferedBytes(): number {
    return this.#waitingBytes + this.#sentBytes - this.#knownArrivedBytes;
  }

  binding(): Uint8Array {
    return this.#keys?.binding ?? new Uint8Array();
  }

  destroy(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#waiting.length = 0;
    this.#options.carry(closingOf(this.channel));
  }

  #begin(): void {
    if (this.#ended) return;
    const { opened } = this.#options;
    const isCarried = this.#options.carry(
      this.#payload(opened === undefined ? kinds.open : kinds.answer, this.#publicKey),
    );
    if (!isCarried) return this.#fail('no room on the way');
    if (opened !== undefined) this.#open(opened.publicKey);
  }

  #open(theirs: Uint8Array): void {
    if (this.#keys !== undefined) return this.#fail('it was answered twice');
    const keys = this.#agree(theirs);
    if (keys === undefined) return this.#fail('no key can be agreed on');
    this.#keys = keys;
    this.#options.listener.open();
  }

  /** @returns undefined if the other key is one with which everybody could read along (RFC 7748, section 6.1). */
  #agree(theirs: Uint8Array): Keys | undefined {
    const mine = this.#publicKey;
    const opens = this.#options.opened === undefined;
    const [initiator, responder] = opens ? [mine, theirs] : [theirs, mine];
    let shared: Uint8Array;
    try {
      shared = x25519.getSharedSecret(this.#secretKey, theirs);
    } catch {
      return undefined;
    }
    const binding = concatBytes(utf8ToBytes('relay '), this.#number, initiator, responder);
    const pseudorandomKey = extract(sha256, shared, binding);
    const derive = (use: string) => expand(sha256, pseudorandomKey, utf8ToBytes(use), keyBytes);
    const [fromInitiator, fromResponder] = [derive('from the initiator'), derive('from the responder')];
    return opens
      ? { send: fromInitiator, receive: fromResponder, binding }
      : { send: fromResponder, receive: fromInitiator, binding };
  }

  #receiveSealed(sealed: Uint8Array): void {
    const keys = this.#keys;
    if (keys === undefined) return this.#fail('a message before the keys');
    const opened = unsealed(keys.receive, this.#received, this.#number, sealed);
    if (opened === undefined) return this.#fail('something was left out or changed on the way');
    this.#received += 1;
    const body = opened.subarray(1);
    if (opened[0] === inner.arrived && body.byteLength === 8) return this.#noteArrived(body);
    if (opened[0] !== inner.message) return this.#fail('a message of unknown kind');
    this.#arrivedBytes += body.byteLength;
    if (this.#arrivedBytes - this.#toldBytes >= tellAfterBytes) this.#tellArrived();
    this.#options.listener.message(body);
  }

  #tellArrived(): void {
    this.#toldBytes = this.#arrivedBytes;
    const body = new Uint8Array(9);
    body[0] = inner.arrived;
    new DataView(body.buffer).setFloat64(1, this.#arrivedBytes);
    this.#seal(body);
  }

  #noteArrived(body: Uint8Array): void {
    const arrived = new DataView(body.buffer, body.byteOffset, body.byteLength).getFloat64(0);
    if (!(arrived >= this.#knownArrivedBytes && arrived <= this.#sentBytes)) {
      return this.#fail('more has arrived than was sent');
    }
    this.#knownArrivedBytes = arrived;
    this.#pump();
    if (!this.#ended) this.#options.listener.drained();
  }

  #pump(): void {
    while (!this.#ended) {
      const [message] = this.#waiting;
      if (message === undefined || this.#sentBytes - this.#knownArrivedBytes >= windowBytes) return;
      this.#waiting.shift();
      this.#waitingBytes -= message.byteLength;
      this.#sentBytes += message.byteLength;
      this.#seal(concatBytes(Uint8Array.of(inner.message), message));
    }
  }

  #seal(body: Uint8Array): void {
    const keys = this.#keys;
    if (keys === undefined || this.#ended) return;
    const sealed = xchacha20poly1305(keys.send, nonce(this.#sent), this.#number).encrypt(body);
    this.#sent += 1;
    if (!this.#options.carry(this.#payload(kinds.sealed, sealed))) this.#fail('no room on the way');
  }

  #payload(kind: number, body: Uint8Array): Uint8Array {
    return concatBytes(Uint8Array.of(kind), this.#number, body);
  }

  #fail(why: string): void {
    if (this.#ended) return;
    this.destroy();
    this.#options.listener.closed(why);
  }
}

function unsealed(
  key: Uint8Array,
  count: number,
  number: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  try {
    return xchacha20poly1305(key, nonce(count), number).decrypt(sealed);
  } catch {
    // Too short, or the tag does not match.
    return undefined;
  }
}

/** Never the same twice under one key: a channel has a key for each direction. */
function nonce(count: number): Uint8Array {
  const bytes = new Uint8Array(nonceBytes);
  new DataView(bytes.buffer).setFloat64(nonceBytes - 8, count);
  return bytes;
}
