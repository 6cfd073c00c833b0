/**
 * A {@link Channel} relayed by a third member, for two devices that cannot connect directly.
 *
 * The member between them carries bytes and is trusted with nothing: like every channel it carries a secure one
 * (`secure-channel.ts`), which is agreed on by the two ends alone.
 *
 * | first byte | then |
 * |---|---|
 * | 1 open, 2 answer, 4 close | number of the channel (8 bytes) |
 * | 3 message | number of the channel (8), the message |
 * | 5 arrived | number of the channel (8), how many bytes have arrived (8) |
 *
 * The receiver acknowledges bytes, and the sender keeps at most one window in flight: so the member between them never
 * holds more than that for one channel, however slow its other link is. A false count harms only who makes it up: what waits
 * here, and there, is bounded all the same.
 */

import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import type { RandomBytes } from '../backoff.ts';
import type { Channel, ChannelListener } from '../link/channel.ts';
import { maxMessageBytes } from '../link/channel-messages.ts';
import { noiseTagBytes } from '../link/noise.ts';

const channelNumberBytes = 8;
const headerBytes = 1 + channelNumberBytes;
const countBytes = 8;

/** Bytes of one message, at most: a sealed one of a link. */
const maxRelayedBytes = maxMessageBytes + noiseTagBytes;

/** Under way to the other end, bytes, at most; what is more waits here. */
export const windowBytes = 256 * 1024;

/**
 * Waiting here, bytes, at most; as much as a data channel takes. Frames wait elsewhere (`send-queue.ts`): so much are answers
 * to one who asks without end, and takes none.
 */
export const maxWaitingBytes = 16 * 1024 * 1024;

/** What a waiting message counts for besides its bytes. */
const messageOverheadBytes = 64;

/** Received and not yet acknowledged, bytes: a quarter of the window, so that the sender never stalls. */
const tellAfterBytes = windowBytes / 4;

const kinds = { open: 1, answer: 2, message: 3, close: 4, arrived: 5 } as const;

/** What was carried. */
export type RelayMessage =
  | { readonly kind: 'open' | 'answer' | 'close'; readonly channel: string }
  | { readonly kind: 'message'; readonly channel: string; readonly message: Uint8Array }
  | { readonly kind: 'arrived'; readonly channel: string; readonly bytes: number };

/** @returns undefined if it is none. Never throws. */
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

/** What ends a channel for its other end, where there is none here: this device does not want it. */
export function closingOf(channel: string): Uint8Array {
  return concatBytes(Uint8Array.of(kinds.close), hexToBytes(channel));
}

export interface RelayChannelOptions {
  readonly listener: ChannelListener;
  readonly random: RandomBytes;
  /** Hands bytes to the member between. @returns false if that cannot take them. */
  readonly carry: (payload: Uint8Array) => boolean;
  /** The number under which the other end opened the channel; absent where this end opens it. */
  readonly opened?: string;
}

export class RelayChannel implements Channel {
  /** 16 hexadecimal digits; names the channel among those of the same two ends. */
  readonly channel: string;
  readonly #number: Uint8Array;
  readonly #options: RelayChannelOptions;
  #isOpen = false;
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
    this.#number = opened === undefined ? random(channelNumberBytes) : hexToBytes(opened);
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
        return this.#open();
      case 'message':
        return this.#receiveMessage(message.message);
      case 'arrived':
        return this.#noteArrived(message.bytes);
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

  /** `message` must not be changed afterwards. */
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
    if (this.#arrivedBytes - this.#toldBytes >= tellAfterBytes) this.#tellArrived();
    if (!this.#ended) this.#options.listener.message(message);
  }

  #tellArrived(): void {
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

  /** @returns false if it could not be carried; then the channel has ended. */
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
