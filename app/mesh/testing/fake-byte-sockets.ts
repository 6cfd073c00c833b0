/** Pairs of connected in-memory sockets with binary messages. */

import type { Clock } from '../../clock/clock.ts';
import type { ByteSocket, ByteSocketListener } from '../signaling/byte-socket.ts';

export const byteSocketLatencyMs = 5;

export class FakeByteSocket implements ByteSocket {
  readonly listener: ByteSocketListener;
  readonly #clock: Clock;
  other: FakeByteSocket | undefined;
  /** As on a slow network. */
  buffered = 0;
  isClosed = false;

  constructor(clock: Clock, listener: ByteSocketListener) {
    this.#clock = clock;
    this.listener = listener;
  }

  send(bytes: Uint8Array): void {
    this.say(bytes.slice());
  }

  /** Delivers bytes, or a message that is not bytes, to the other end. */
  say(bytes: Uint8Array | undefined): void {
    const { other } = this;
    if (!this.isClosed && other !== undefined) this.#later(() => other.#received(bytes));
  }

  bufferedBytes(): number {
    return this.buffered;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const { other } = this;
    if (other !== undefined) this.#later(() => other.#lost());
  }

  opened(): void {
    this.#later(() => {
      if (!this.isClosed) this.listener.open();
    });
  }

  #received(bytes: Uint8Array | undefined): void {
    if (!this.isClosed) this.listener.message(bytes);
  }

  #lost(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.listener.closed();
  }

  #later(act: () => void): void {
    this.#clock.after(byteSocketLatencyMs, act);
  }
}

/** Connects two sockets, and opens both. */
export function join(one: FakeByteSocket, other: FakeByteSocket): void {
  one.other = other;
  other.other = one;
  one.opened();
  other.opened();
}
