/** What waits to leave through one data channel: two lanes, back-pressure, bounds. */

import type { Lane } from '../transport.ts';
import { FrameCutter } from './chunks.ts';

/**
 * How much the data channel itself may hold, bytes. Enough that it never runs dry between two turns of the event
 * loop; what is in it is out of our hands and delays whatever comes after (a ping, a vote).
 */
export const highWaterBytes = 256 * 1024;

/** Consensus frames waiting, bytes. A peer this far behind is better served by a new link: the engine sends again. */
export const maxConsensusQueueBytes = 64 * 1024 * 1024;

/** Ephemeral frames waiting, bytes; the oldest are dropped first, as newer ones (a cursor) replace what they said. */
export const maxEphemeralQueueBytes = 256 * 1024;

/** What is carried for others and waits, bytes. They themselves keep less under way (`relay-channel.ts`). */
export const maxCarriedQueueBytes = 4 * 1024 * 1024;

/** What a waiting frame counts for besides its bytes, so that many tiny ones are bounded too. */
const frameOverheadBytes = 64;

export interface Outlet {
  /** What the channel has taken and not sent yet, bytes. */
  bufferedBytes(): number;
  /** Hands one message to the channel. */
  write(message: Uint8Array): void;
}

export class SendQueue {
  readonly #outlet: Outlet;
  readonly #waiting: { readonly [lane in Lane]: FrameCutter[] } = { consensus: [], ephemeral: [] };
  readonly #waitingBytes: { [lane in Lane]: number } = { consensus: 0, ephemeral: 0 };
  readonly #carried: Uint8Array[] = [];
  #carriedBytes = 0;
  /** The frame that is partly in the channel: it is finished before another begins. */
  #leaving: FrameCutter | undefined;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
  }

  /**
   * Sends `frame` as soon as the channel takes it. It is not copied and must not be changed afterwards.
   *
   * @returns false if the consensus lane is over its bound: the link is to be dropped.
   * @throws RangeError if the frame is too large.
   */
  push(lane: Lane, frame: Uint8Array): boolean {
    this.#waiting[lane].push(new FrameCutter(lane, frame));
    this.#waitingBytes[lane] += frame.byteLength + frameOverheadBytes;
    this.pump();
    while (this.#waitingBytes.ephemeral > maxEphemeralQueueBytes && this.#waiting.ephemeral.length > 1) {
      this.#take('ephemeral');
    }
    return this.#waitingBytes.consensus + (this.#leaving?.remainingBytes ?? 0) <= maxConsensusQueueBytes;
  }

  /**
   * Sends a message that is carried for others, in turns with this device's own. It must not be changed afterwards.
   *
   * @returns false if there is no room for it; then it is not sent.
   */
  pushCarried(message: Uint8Array): boolean {
    const bytes = message.byteLength + frameOverheadBytes;
    if (this.#carriedBytes + bytes > maxCarriedQueueBytes) return false;
    this.#carried.push(message);
    this.#carriedBytes += bytes;
    this.pump();
    return true;
  }

  /** Fills the channel up to its high-water mark; to be called whenever it has drained. */
  pump(): void {
    while (this.#outlet.bufferedBytes() < highWaterBytes) {
      const carried = this.#takeCarried();
      if (carried !== undefined) this.#outlet.write(carried);
      this.#leaving ??= this.#take('consensus') ?? this.#take('ephemeral');
      const chunk = this.#leaving?.next();
      if (chunk !== undefined) this.#outlet.write(chunk);
      else if (this.#leaving !== undefined) this.#leaving = undefined;
      else if (carried === undefined) return;
    }
  }

  #takeCarried(): Uint8Array | undefined {
    const message = this.#carried.shift();
    if (message !== undefined) this.#carriedBytes -= message.byteLength + frameOverheadBytes;
    return message;
  }

  #take(lane: Lane): FrameCutter | undefined {
    const frame = this.#waiting[lane].shift();
    if (frame !== undefined) this.#waitingBytes[lane] -= frame.remainingBytes + frameOverheadBytes;
    return frame;
  }
}
