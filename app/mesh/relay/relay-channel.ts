/**
 * A {@link Channel} relayed by a third member, for two devices that cannot connect directly.
 *
 * The relay forwards bytes and is not trusted: like every channel this one carries a secure channel
 * (`secure-channel.ts`), whose keys only the two ends have.
 *
 * | first byte | then |
 * |---|---|
 * | 1 open, 2 answer, 4 close | channel number (8 bytes) |
 * | 3 message | channel number (8), the message |
 * | 5 arrived | channel number (8), bytes received (8) |
 *
 * The receiver acknowledges bytes, and the sender keeps at most one window in flight: so the relay never holds more
 * than that for one channel, however slow its other link is. A false count harms only its sender: the queues here and
 * at the relay are bounded all the same.
 */

import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import type { Channel, ChannelListener } from '../link/channel/channel.ts';
import { noiseTagBytes } from '../link/channel/noise.ts';
import { maxMessageBytes } from '../link/channel-messages.ts';
import { clearBytes } from '../link/send-queue.ts';
import type { RandomBytes } from '../redial/backoff.ts';

const channelNumberBytes = 8;
const headerBytes = 1 + channelNumberBytes;
const countBytes = 8;

/** Bytes of one message, at most: a sealed one of a link. */
const maxRelayedBytes = maxMessageBytes + noiseTagBytes;

/** Bytes in flight to the other end, at most; the rest waits here. */
export const windowBytes = 256 * 1024;

/**
 * Bytes waiting here, at most; as much as a data channel takes. Frames wait in `send-queue.ts`; this bounds replies to
 * a peer that keeps requesting but never reads.
 */
export const maxWaitingBytes = 16 * 1024 * 1024;

/** Overhead counted per waiting message. */
const messageOverheadBytes = 64;

/**
 * Received bytes after which an acknowledgement is due. The sender counts those without one as waiting, and must know
 * when the channel is clear for a position of a pointer.
 */
const tellAfterBytes = clearBytes / 2;

const kinds = { open: 1, answer: 2, message: 3, close: 4, arrived: 5 } as const;

/** A decoded payload. */
export type RelayMessage =
  | { readonly kind: 'open' | 'answer' | 'close'; readonly channel: string }
  | { readonly kind: 'message'; readonly channel: string; readonly message: Uint8Array }
  | { readonly kind: 'arrived'; readonly channel: string; readonly bytes: number };

/** @returns undefined if it is malformed. Never throws. */
export function readRelayMessage(payload: Uint8Array): RelayMessage | undefined {
  if (payload.byteLength < headerBytes) return undefined;
  const channel = bytesToHex(payload.subarray(1, headerBytes));
  const body = payload.subarray(headerBytes);
  switch (payload[0]) {
    case kinds.open:
      return body.byteLength === 0 ? { kind: 'open', channel } : undefined;
    case kinds.answer:
      return body.byteLength === 0 ? { kind: 'answer', channel } : undefined;
    case kinds.close:
      return body.byteLength === 0 ? { kind: 'close', channel } : undefined;
    case kinds.message:
      return body.byteLength <= maxRelayedBytes ? { kind: 'message', channel, message: body } : undefined;
    case kinds.arrived:
      return body.byteLength === countBytes ? { kind: 'arrived', channel, bytes: countIn(body) } : undefined;
    default:
      return undefined;
  }
}

/** The payload that closes a channel that this device refuses or does not know. */
export function closingOf(channel: string): Uint8Array {
  return concatBytes(Uint8Array.of(kinds.close), hexToBytes(channel));
}

export interface RelayChannelOptions {
  readonly listener: ChannelListener;
  readonly random: RandomBytes;
  /** Hands bytes to the relay. @returns false if it has no room. */
  readonly carry: (payload: Uint8Array) => boolean;
  /** The channel number chosen by the other end; undefined if this end opens the channel. */
  readonly opened?: string;
}

export class RelayChannel implements Channel {
  /** 16 hexadecimal digits; identifies the channel between the same two ends. */
  readonly channel: string;
  readonly #number: Uint8Array;
  readonly #options: RelayChannelOptions;
  #isOpen = false;
  /** Bytes of messages, in total. */
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
    this.#number = opened === undefined ? random(channelNumberBytes) : hexToBytes(opened);
    this.channel = bytesToHex(this.#number);
    // The listener must not be called before the creator has the channel.
    queueMicrotask(() => this.#begin());
  }

  /** Processes a payload of the other end for this channel. Never throws; an invalid one closes it. */
  receive(message: RelayMessage): void {
    if (this.#ended) return;
    switch (message.kind) {
      case 'open':
        return this.#fail('it was opened twice');
      case 'answer':
        return this.#open();
      case 'message':
        return this.#receiveMessage(message.message);
      case 'arrived':
        return this.#noteArrived(message.bytes);
      case 'close':
        return this.#fail('closed by the other end');
    }
  }

  /** The route is lost. */
  lose(why: string): void {
    this.#fail(why);
  }

  signal(): void {
    // A relayed channel has no signals: everything is a payload.
  }

  /** `message` must not be modified afterwards. */
  send(message: Uint8Array): void {
    if (this.#ended || !this.#isOpen) return;
    if (message.byteLength > maxRelayedBytes) return this.#fail(`a message of ${message.byteLength} bytes`);
    this.#waiting.push(message);
    this.#waitingBytes += message.byteLength;
    this.#pump();
    const waiting = this.#waitingBytes + this.#waiting.length * messageOverheadBytes;
    if (waiting > maxWaitingBytes) this.#fail('it takes too little');
  }

  bufferedBytes(): number {
    return this.#waitingBytes + this.#sentBytes - this.#knownArrivedBytes;
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
    const isCarried = this.#carry(opened === undefined ? kinds.open : kinds.answer);
    if (isCarried && opened !== undefined) this.#open();
  }

  #open(): void {
    if (this.#isOpen) return this.#fail('it was answered twice');
    this.#isOpen = true;
    this.#options.listener.open();
  }

  #receiveMessage(message: Uint8Array): void {
    if (!this.#isOpen) return this.#fail('a message before the answer');
    this.#arrivedBytes += message.byteLength;
    if (this.#arrivedBytes - this.#toldBytes >= tellAfterBytes) this.#acknowledge();
    if (!this.#ended) this.#options.listener.message(message);
  }

  #acknowledge(): void {
    this.#toldBytes = this.#arrivedBytes;
    const count = new Uint8Array(countBytes);
    new DataView(count.buffer).setFloat64(0, this.#arrivedBytes);
    this.#carry(kinds.arrived, count);
  }

  #noteArrived(arrived: number): void {
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
      this.#carry(kinds.message, message);
    }
  }

  /** @returns false if the relay had no room; then the channel has ended. */
  #carry(kind: number, ...parts: readonly Uint8Array[]): boolean {
    if (this.#options.carry(concatBytes(Uint8Array.of(kind), this.#number, ...parts))) return true;
    this.#fail('no room on the way');
    return false;
  }

  #fail(why: string): void {
    if (this.#ended) return;
    this.destroy();
    this.#options.listener.closed(why);
  }
}

function countIn(body: Uint8Array): number {
  return new DataView(body.buffer, body.byteOffset, body.byteLength).getFloat64(0);
}
