/**
 * A {@link Channel} over a WebSocket, between a member and a host that keeps votes. Like every channel it carries a
 * secure channel (`secure-channel.ts`): neither the network nor another program on the host's port can read or change
 * its messages.
 */

import type { Clock } from '#app/clock/clock.ts';
import type { ByteSocket, ByteSocketListener } from '#app/mesh/signaling/byte-socket.ts';
import { lowWaterBytes } from '../send-queue.ts';
import type { Channel, ChannelListener, CreateChannel } from './channel.ts';

/** Timeout for opening the socket, milliseconds: shorter than that for candidates, of which a socket has none. */
export const openMilliseconds = 3000;

/** Bytes waiting in the socket, at most; as much as a data channel takes. */
export const maxSocketBytes = 16 * 1024 * 1024;

/** A WebSocket reports no drained buffer, so this looks again after so many milliseconds. */
const lookMilliseconds = 10;

/** @param open opens the socket, or adopts one. The listener must not be called before it returns. */
export function socketChannel(
  open: (listener: ByteSocketListener) => ByteSocket,
  clock: Clock,
): CreateChannel {
  return (_, listener) => new SocketChannel(open, clock, listener);
}

class SocketChannel implements Channel {
  readonly #clock: Clock;
  readonly #listener: ChannelListener;
  readonly #socket: ByteSocket | undefined;
  #isOpen = false;
  #hasEnded = false;
  #cancelOpening: () => void;
  #cancelLook: (() => void) | undefined;

  constructor(open: (listener: ByteSocketListener) => ByteSocket, clock: Clock, listener: ChannelListener) {
    this.#clock = clock;
    this.#listener = listener;
    this.#cancelOpening = clock.after(openMilliseconds, () => this.#end('it does not open'));
    try {
      this.#socket = open({
        open: () => this.#opened(),
        message: (bytes) => {
          if (!this.#hasEnded) this.#listener.message(bytes);
        },
        closed: () => this.#end('closed by the other end'),
      });
    } catch {
      // This page may not connect there (a secure page to an insecure address).
      queueMicrotask(() => this.#end('blocked'));
    }
  }

  signal(): void {
    // Everything is a message of the socket.
  }

  send(message: Uint8Array): void {
    if (this.#hasEnded || !this.#isOpen) return;
    this.#socket?.send(message);
    if (this.bufferedBytes() > maxSocketBytes) return this.#end('it takes too little');
    this.#look();
  }

  bufferedBytes(): number {
    return this.#socket?.bufferedBytes() ?? 0;
  }

  destroy(): void {
    this.#hasEnded = true;
    this.#cancelOpening();
    this.#cancelLook?.();
    this.#socket?.close();
  }

  #opened(): void {
    if (this.#hasEnded || this.#isOpen) return;
    this.#isOpen = true;
    this.#cancelOpening();
    this.#listener.open();
  }

  #look(): void {
    if (this.#cancelLook !== undefined || this.bufferedBytes() <= lowWaterBytes) return;
    this.#cancelLook = this.#clock.after(lookMilliseconds, () => {
      this.#cancelLook = undefined;
      if (this.bufferedBytes() > lowWaterBytes) this.#look();
      else this.#listener.drained();
    });
  }

  #end(why: string): void {
    if (this.#hasEnded) return;
    this.destroy();
    this.#listener.closed(why);
  }
}
