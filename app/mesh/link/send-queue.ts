/** The outgoing queue of one data channel: three lanes, back-pressure, bounds. */

import type { Lane } from '../transport.ts';
import { WaterMark } from './channel/water-mark.ts';
import { FrameCutter } from './chunks.ts';

/**
 * Bytes that the data channel itself may hold. Enough that it never runs dry between two turns of the event loop; its
 * content cannot be reordered and delays everything after it (a ping, a vote).
 */
export const highWaterBytes = 256 * 1024;

/**
 * The channel reports when it holds no more than this, bytes: less than half of the least fill level for bulk
 * (`water-mark.ts`).
 */
export const lowWaterBytes = 8 * 1024;

/**
 * Bytes of waiting consensus and bulk frames, at most. A peer that lags further needs a new link: the engine sends
 * again.
 */
export const maxConsensusQueueBytes = 64 * 1024 * 1024;

/** Bytes of waiting ephemeral frames, at most; the oldest are dropped first, as newer ones (a cursor) replace them. */
export const maxEphemeralQueueBytes = 256 * 1024;

/** Bytes of waiting relayed payloads, at most. Their senders keep less in flight (`relay-channel.ts`). */
export const maxCarriedQueueBytes = 4 * 1024 * 1024;

/** Held by the data channel, bytes, at most, for it to count as clear: some dozens of a pointer's messages. */
export const clearBytes = 4 * 1024;

/** Overhead counted per waiting frame, so that many tiny ones are bounded, too. */
const frameOverheadBytes = 64;

export interface Outlet {
  /** Bytes that the channel holds and has not sent yet. */
  bufferedBytes(): number;
  /** Hands one message to the channel. */
  write(message: Uint8Array): void;
  /** Milliseconds since a fixed moment. */
  now(): number;
}

class LaneQueue {
  readonly #waiting: FrameCutter[] = [];
  /** The frame that is partly sent: it is finished before another of its lane starts. */
  #leaving: FrameCutter | undefined;
  #waitingBytes = 0;

  push(frame: FrameCutter): void {
    this.#waiting.push(frame);
    this.#waitingBytes += frame.remainingBytes + frameOverheadBytes;
  }

  get isEmpty(): boolean {
    return this.#leaving === undefined && this.#waiting.length === 0;
  }

  /** Bytes that have not left. */
  get bytes(): number {
    return this.#waitingBytes + (this.#leaving?.remainingBytes ?? 0);
  }

  nextChunk(): Uint8Array | undefined {
    this.#leaving ??= this.#take();
    const chunk = this.#leaving?.next();
    // An empty frame has a chunk, too.
    if (this.#leaving?.isDone === true) this.#leaving = undefined;
    return chunk;
  }

  /** Drops the oldest frames, except the last one, until the rest is within `maxBytes`. */
  dropOldest(maxBytes: number): void {
    while (this.#waitingBytes > maxBytes && this.#waiting.length > 1) this.#take();
  }

  #take(): FrameCutter | undefined {
    const frame = this.#waiting.shift();
    if (frame !== undefined) this.#waitingBytes -= frame.remainingBytes + frameOverheadBytes;
    return frame;
  }
}

export class SendQueue {
  readonly #outlet: Outlet;
  readonly #lanes: { readonly [lane in Lane]: LaneQueue } = {
    consensus: new LaneQueue(),
    bulk: new LaneQueue(),
    ephemeral: new LaneQueue(),
  };
  readonly #mark = new WaterMark(highWaterBytes);
  readonly #carried: Uint8Array[] = [];
  #carriedBytes = 0;
  #bulkIsNext = true;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
  }

  /**
   * Queues `frame`. It is not copied and must not be modified afterwards.
   *
   * @returns false if the lanes that must not drop frames are over their bound: the link must be dropped.
   * @throws RangeError if the frame is too large.
   */
  push(lane: Lane, frame: Uint8Array): boolean {
    this.#lanes[lane].push(new FrameCutter(lane, frame));
    this.pump();
    this.#lanes.ephemeral.dropOldest(maxEphemeralQueueBytes);
    return this.#lanes.consensus.bytes + this.#lanes.bulk.bytes <= maxConsensusQueueBytes;
  }

  /** Whether an ephemeral frame would leave at once, and soon be through. */
  get isClear(): boolean {
    return this.#lanes.ephemeral.isEmpty && this.#outlet.bufferedBytes() <= clearBytes;
  }

  /**
   * Queues a relayed message, which alternates with this device's own bulk. It must not be modified afterwards.
   *
   * @returns false if it was dropped because there is no room.
   */
  pushCarried(message: Uint8Array): boolean {
    const bytes = message.byteLength + frameOverheadBytes;
    if (this.#carriedBytes + bytes > maxCarriedQueueBytes) return false;
    this.#carried.push(message);
    this.#carriedBytes += bytes;
    this.pump();
    return true;
  }

  /**
   * Fills the channel: consensus up to its high-water mark, and the rest only as far as it leaves soon. Must be called
   * whenever the channel has drained.
   */
  pump(): void {
    const { consensus } = this.#lanes;
    while (!consensus.isEmpty && this.#outlet.bufferedBytes() < highWaterBytes) this.#write(consensus);
    if (this.#mark.isFull) this.#mark.drained(this.#outlet.bufferedBytes(), this.#outlet.now());
    while (consensus.isEmpty && this.#outlet.bufferedBytes() < this.#mark.bytes) {
      const carried = this.#takeCarried();
      if (carried !== undefined) this.#outlet.write(carried);
      const lane = this.#nextLane();
      if (lane !== undefined) this.#write(lane);
      else if (carried === undefined) return;
    }
    this.#mark.filled(this.#outlet.bufferedBytes(), this.#outlet.now());
  }

  #write(lane: LaneQueue): void {
    const chunk = lane.nextChunk();
    if (chunk !== undefined) this.#outlet.write(chunk);
  }

  /** Bulk and ephemeral alternate. */
  #nextLane(): LaneQueue | undefined {
    const { bulk, ephemeral } = this.#lanes;
    const [first, second] = this.#bulkIsNext ? [bulk, ephemeral] : [ephemeral, bulk];
    const lane = first.isEmpty ? second : first;
    this.#bulkIsNext = lane !== bulk;
    return lane.isEmpty ? undefined : lane;
  }

  #takeCarried(): Uint8Array | undefined {
    const message = this.#carried.shift();
    if (message !== undefined) this.#carriedBytes -= message.byteLength + frameOverheadBytes;
    return message;
  }
}
