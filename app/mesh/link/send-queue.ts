/** What waits to leave through one data channel: three lanes, back-pressure, bounds. */

import type { Lane } from '../transport.ts';
import { FrameCutter } from './chunks.ts';
import { WaterMark } from './water-mark.ts';

/**
 * How much the data channel itself may hold, bytes. Enough that it never runs dry between two turns of the event
 * loop; what is in it is out of our hands and delays whatever comes after (a ping, a vote).
 */
export const highWaterBytes = 256 * 1024;

/**
 * The channel reports when it holds no more than this, bytes: less than half of the least that bulk fills it with
 * (`water-mark.ts`).
 */
export const lowWaterBytes = 8 * 1024;

/** Consensus and bulk frames waiting, bytes. A peer this far behind is better served by a new link: the engine sends again. */
export const maxConsensusQueueBytes = 64 * 1024 * 1024;

/** Ephemeral frames waiting, bytes; the oldest are dropped first, as newer ones (a cursor) replace what they said. */
export const maxEphemeralQueueBytes = 256 * 1024;

/** What is carried for others and waits, bytes. They themselves keep less under way (`relay-channel.ts`). */
export const maxCarriedQueueBytes = 4 * 1024 * 1024;

/** Held by the data channel, bytes, at most, for it to count as clear: some dozens of a pointer's messages. */
export const clearBytes = 4 * 1024;

/** What a waiting frame counts for besides its bytes, so that many tiny ones are bounded too. */
const frameOverheadBytes = 64;

export interface Outlet {
  /** What the channel has taken and not sent yet, bytes. */
  bufferedBytes(): number;
  /** Hands one message to the channel. */
  write(message: Uint8Array): void;
  /** Milliseconds, from any point in time on. */
  now(): number;
}

class LaneQueue {
  readonly #waiting: FrameCutter[] = [];
  /** The frame that is partly in the channel: it is finished before another of its lane begins. */
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

  /** Drops the frames that have waited longest, all but the last, until the rest is within `maxBytes`. */
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
   * Sends `frame` as soon as the channel takes it. It is not copied and must not be changed afterwards.
   *
   * @returns false if what may not be dropped is over its bound: the link is to be dropped.
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

  /**
   * Fills the channel: consensus up to its high-water mark, and the rest only as far as the channel is soon rid of it. To be
   * called whenever it has drained.
   */
  pump(): void {
    const { consensus } = this.#lanes;
    while (!consensus.isEmpty && this.#outlet.bufferedBytes() < highWaterBytes) this.#write(consensus);
    this.#mark.drained(this.#outlet.bufferedBytes(), this.#outlet.now());
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

  /** Bulk and ephemeral in turns. */
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
