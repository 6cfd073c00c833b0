/**
 * One direction of a link with a bandwidth and a latency, as the mesh uses it: reliable, in order within each lane, and
 * with urgent messages sent between two chunks of bulk. It has no clock: its owner passes the time.
 */

import type { MessageLane } from '#shared/paxos/flow/lanes.ts';

export interface PipeOptions {
  /** Per unit of its owner's time. */
  readonly bytesPerTime: number;
  readonly latency: number;
  /** Bytes already being sent, which delay everything else. */
  readonly chunkBytes: number;
}

interface Leaving<Item> {
  readonly item: Item;
  leftBytes: number;
}

export interface Arrival<Item> {
  readonly item: Item;
  readonly at: number;
}

export class Pipe<Item> {
  readonly #options: PipeOptions;
  readonly #waiting: { readonly [lane in MessageLane]: Leaving<Item>[] } = { urgent: [], bulk: [] };
  #freeAt = 0;
  #arriving: Arrival<Item>[] = [];

  constructor(options: PipeOptions) {
    this.#options = options;
  }

  /** Sends `item` of `bytes` at the time `now`. */
  push(item: Item, lane: MessageLane, bytes: number, now: number): void {
    this.#serve(now);
    this.#waiting[lane].push({ item, leftBytes: bytes });
    this.#freeAt = Math.max(this.#freeAt, now);
    this.#serve(now);
  }

  /** @returns the items that have arrived by `now`, in order. */
  take(now: number): readonly Arrival<Item>[] {
    this.#serve(now);
    const arrived = this.#arriving.filter(({ at }) => at <= now);
    this.#arriving = this.#arriving.slice(arrived.length);
    return arrived;
  }

  /** The time of the next event here; undefined if the pipe is empty. */
  get nextAt(): number | undefined {
    const isWaiting = this.#waiting.urgent.length + this.#waiting.bulk.length > 0;
    const [next] = this.#arriving;
    if (!isWaiting) return next?.at;
    return next === undefined ? this.#freeAt : Math.min(this.#freeAt, next.at);
  }

  /** Bytes not sent yet. */
  get waitingBytes(): number {
    let bytes = 0;
    for (const { leftBytes } of [...this.#waiting.urgent, ...this.#waiting.bulk]) bytes += leftBytes;
    return bytes;
  }

  /** Starts every chunk that is due. */
  #serve(now: number): void {
    const { bytesPerTime, latency, chunkBytes } = this.#options;
    while (this.#freeAt <= now) {
      const lane = this.#waiting.urgent.length > 0 ? this.#waiting.urgent : this.#waiting.bulk;
      const [leaving] = lane;
      if (leaving === undefined) return;
      const bytes = Math.min(chunkBytes, leaving.leftBytes);
      this.#freeAt += bytes / bytesPerTime;
      leaving.leftBytes -= bytes;
      if (leaving.leftBytes > 0) continue;
      lane.shift();
      this.#arriving.push({ item: leaving.item, at: this.#freeAt + latency });
    }
  }
}
