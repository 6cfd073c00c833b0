/**
 * Fetches blobs from peers: each from one peer at a time, in order, hashed as it arrives. After a link goes down the received
 * bytes stay, and the next peer is asked for the rest.
 *
 * It accepts only requested chunks, and only from the peer that it asked.
 */

import type { Clock } from '#app/clock/clock.ts';
import { BlobHash, type BlobId } from '#shared/blob/blob.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { type BlobChunk, type BlobMessage, blobChunkBytes } from '#shared/wire/blobs.ts';
import type { Holders } from './holders.ts';

/** Concurrent fetches, at most. Each holds its blob in memory. */
export const maxFetches = 3;

/** Outstanding chunks of one blob, at most: 256 KiB. */
export const maxChunksUnderWay = 4;

/** A peer that sent no chunk for this time is slow: if another has the blob, and if none has. Milliseconds. */
export const slowMs = { withAnother: 5_000, alone: 20_000 } as const;

/** A peer that sent content with a wrong hash gets no requests for this time, milliseconds. */
export const liarMs = 600_000;

/** Interval between checks for slow peers, milliseconds. */
const tickMs = 1_000;

export interface Progress {
  readonly bytes: number;
  readonly total: number;
}

interface Fetch {
  readonly id: BlobId;
  source: ReplicaId | undefined;
  /** Peers that sent a part of the received bytes. */
  readonly givers: Set<ReplicaId>;
  /** Slow peers: requested last. */
  readonly slow: Set<ReplicaId>;
  /** Parts of several peers had a wrong hash: from now on one peer sends all of it. */
  isWhole: boolean;
  hash: BlobHash;
  bytes: Uint8Array | undefined;
  /** The ends of the received and of the requested bytes. */
  received: number;
  asked: number;
  /** The time of the last chunk, or of the first request to the source. */
  at: number;
}

export interface FetcherOptions {
  readonly clock: Clock;
  readonly holders: Holders;
  readonly send: (to: ReplicaId, message: BlobMessage) => void;
  /** Whether there is room for this many bytes. */
  readonly admits: (id: BlobId, bytes: number) => boolean;
  /** The bytes have the hash that the id names. */
  readonly fetched: (id: BlobId, bytes: Uint8Array) => void;
  readonly progressed: () => void;
  /** It sent content with another hash than the id. */
  readonly lied: (by: ReplicaId) => void;
}

export class Fetcher {
  readonly #options: FetcherOptions;
  readonly #fetches = new Map<BlobId, Fetch>();
  readonly #waiting = new Set<BlobId>();
  readonly #liars = new Map<ReplicaId, number>();
  #cancelTick: (() => void) | undefined;

  constructor(options: FetcherOptions) {
    this.#options = options;
  }

  want(id: BlobId): void {
    if (this.#fetches.has(id)) return;
    this.#waiting.add(id);
    this.#next();
  }

  unwant(id: BlobId): void {
    this.#waiting.delete(id);
    if (this.#fetches.delete(id)) this.#next();
  }

  isWanted(id: BlobId): boolean {
    return this.#waiting.has(id) || this.#fetches.has(id);
  }

  /** Absent before the first chunk. */
  progress(id: BlobId): Progress | undefined {
    const fetch = this.#fetches.get(id);
    return fetch?.bytes === undefined ? undefined : { bytes: fetch.received, total: fetch.bytes.byteLength };
  }

  /** The peer that it is requested from now. */
  source(id: BlobId): ReplicaId | undefined {
    return this.#fetches.get(id)?.source;
  }

  /** `holders` has changed. */
  holdersChanged(): void {
    for (const fetch of this.#fetches.values()) {
      if (fetch.source === undefined || !this.#options.holders.has(fetch.source, fetch.id)) this.#ask(fetch);
    }
    this.#next();
  }

  /** Ends every fetch, and drops the received chunks. */
  stop(): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    this.#fetches.clear();
    this.#waiting.clear();
  }

  /** An unrequested chunk is ignored: it may come late from a peer that was asked before. */
  chunk(from: ReplicaId, { id, offset, total, bytes }: BlobChunk): void {
    const fetch = this.#fetches.get(id);
    if (fetch === undefined || fetch.source !== from) return;
    if (offset !== fetch.received || offset >= fetch.asked) return;
    if (fetch.bytes === undefined) {
      if (!this.#options.admits(id, total)) return this.unwant(id);
      fetch.bytes = new Uint8Array(total);
    } else if (fetch.bytes.byteLength !== total) {
      return this.#mismatch(fetch, from);
    }
    fetch.bytes.set(bytes, offset);
    fetch.hash.add(bytes);
    fetch.givers.add(from);
    fetch.received += bytes.byteLength;
    fetch.at = this.#options.clock.now();
    if (fetch.received === total) this.#complete(fetch, fetch.bytes, from);
    else {
      this.#askMore(fetch, from);
      this.#options.progressed();
    }
  }

  #complete(fetch: Fetch, bytes: Uint8Array, from: ReplicaId): void {
    if (fetch.hash.id() !== fetch.id) return this.#mismatch(fetch, from);
    this.#fetches.delete(fetch.id);
    this.#options.fetched(fetch.id, bytes);
    this.#next();
  }

  /** A single sender has lied. Of several senders the liar is unknown, so the next peer sends all of it. */
  #mismatch(fetch: Fetch, from: ReplicaId): void {
    const [giver = from] = fetch.givers;
    const isSure = fetch.givers.size <= 1 && giver === from;
    restart(fetch);
    fetch.isWhole = true;
    fetch.source = undefined;
    if (isSure) {
      this.#liars.set(from, this.#options.clock.now() + liarMs);
      this.#options.lied(from);
    }
    this.#ask(fetch);
    this.#next();
  }

  #next(): void {
    for (const id of [...this.#waiting]) {
      if (this.#candidates(id).length === 0) continue;
      if (this.#fetches.size >= maxFetches) this.#makeRoom();
      if (this.#fetches.size >= maxFetches) break;
      this.#waiting.delete(id);
      const fetch = newFetch(id);
      this.#fetches.set(id, fetch);
      this.#ask(fetch);
    }
    if (this.#fetches.size > 0) this.#cancelTick ??= this.#options.clock.after(tickMs, () => this.#tick());
  }

  /** Ends a fetch without a source in favour of one that has a source; it starts again later. */
  #makeRoom(): void {
    for (const fetch of this.#fetches.values()) {
      if (fetch.source !== undefined) continue;
      this.#fetches.delete(fetch.id);
      this.#waiting.add(fetch.id);
      return;
    }
  }

  #candidates(id: BlobId): readonly ReplicaId[] {
    const now = this.#options.clock.now();
    return this.#options.holders.of(id).filter((replica) => (this.#liars.get(replica) ?? 0) <= now);
  }

  #ask(fetch: Fetch): void {
    const candidates = this.#candidates(fetch.id);
    const source = candidates.find((replica) => !fetch.slow.has(replica)) ?? candidates[0];
    if (source === undefined) {
      fetch.source = undefined;
      return this.#options.progressed();
    }
    if (candidates.every((replica) => fetch.slow.has(replica))) fetch.slow.clear();
    if (fetch.isWhole && fetch.source !== source) restart(fetch);
    fetch.source = source;
    fetch.asked = fetch.received;
    fetch.at = this.#options.clock.now();
    this.#askMore(fetch, source);
    this.#options.progressed();
  }

  /** The size is unknown before the first chunk, so that one is requested alone. */
  #askMore(fetch: Fetch, source: ReplicaId): void {
    const end = fetch.bytes?.byteLength ?? 1;
    const ahead = fetch.received + maxChunksUnderWay * blobChunkBytes;
    while (fetch.asked < Math.min(end, ahead)) {
      this.#options.send(source, { type: 'want', id: fetch.id, offset: fetch.asked });
      fetch.asked += blobChunkBytes;
    }
  }

  #tick(): void {
    this.#cancelTick = undefined;
    const now = this.#options.clock.now();
    for (const fetch of [...this.#fetches.values()]) {
      if (fetch.source === undefined) {
        if (this.#candidates(fetch.id).length > 0) this.#ask(fetch);
        continue;
      }
      const isAlone = this.#candidates(fetch.id).every((replica) => replica === fetch.source);
      if (now - fetch.at < (isAlone ? slowMs.alone : slowMs.withAnother)) continue;
      fetch.slow.add(fetch.source);
      this.#ask(fetch);
    }
    this.#next();
  }
}

function newFetch(id: BlobId): Fetch {
  return {
    id,
    source: undefined,
    givers: new Set(),
    slow: new Set(),
    isWhole: false,
    hash: new BlobHash(),
    bytes: undefined,
    received: 0,
    asked: 0,
    at: 0,
  };
}

function restart(fetch: Fetch): void {
  fetch.givers.clear();
  fetch.hash = new BlobHash();
  fetch.bytes = undefined;
  fetch.received = 0;
  fetch.asked = 0;
}
