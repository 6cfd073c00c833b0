/**
 * Makes snapshots beside the other work of a replica: encoded in steps of a few milliseconds, then stored in chunks,
 * each in the transaction of a batch that is due anyway or in one of its own. Only when all chunks are durable does the
 * engine write that the snapshot replaces the log. Until then the storage holds the earlier snapshot, whole, and the
 * log after it.
 *
 * A received snapshot is complete; its chunks are stored before the write that installs it.
 */

import { encodeInSteps, type SnapshotBase, type SnapshotImage } from '../../paxos/catch-up/snapshot.ts';
import type { Event, Write } from '../../paxos/effects.ts';
import type { Slot } from '../../paxos/model/ids.ts';

/** A part of a snapshot, stored before the write that refers to it. */
export interface StoredChunk {
  /** The last slot of the snapshot. */
  readonly through: Slot;
  /** From 0 up. */
  readonly position: number;
  /** A view of the snapshot's bytes. */
  readonly bytes: Uint8Array;
}

/** A snapshot whose chunks are being stored. */
interface Storing {
  readonly image: SnapshotImage;
  /** Of a snapshot of this replica; a received one is written by the engine already. */
  readonly base: SnapshotBase | undefined;
  /** Chunks handed out so far; the next one follows once the last one is durable. */
  chunks: number;
}

export class Snapshots {
  readonly #chunkBytes: number;
  #making: { readonly base: SnapshotBase; readonly steps: Iterator<void, SnapshotImage> } | undefined;
  #storing: Storing | undefined;
  /** The latest image of which all chunks are durable. */
  #stored: SnapshotImage | undefined;

  /** @param chunkBytes of one chunk, at most; a smaller snapshot is stored as a whole, with its write. */
  constructor(chunkBytes: number) {
    this.#chunkBytes = chunkBytes;
  }

  /** Whether {@link step} has work. */
  get isMaking(): boolean {
    return this.#making !== undefined;
  }

  /** Whether another snapshot can begin. */
  get isIdle(): boolean {
    return this.#making === undefined && this.#storing === undefined;
  }

  /** @param state the pieces of the state after `base.through`; a later change of the state does not affect them. */
  begin(base: SnapshotBase, state: Iterable<Uint8Array>): void {
    this.#making = { base, steps: encodeInSteps(base, state) };
  }

  /** One step of the encoding. @returns the event for the engine once a snapshot is ready that needs no chunks. */
  step(): Event | undefined {
    if (this.#making === undefined) return undefined;
    const { base, steps } = this.#making;
    const step = steps.next();
    if (step.done !== true) return undefined;
    this.#making = undefined;
    const image = step.value;
    if (!this.#isChunked(image)) return { type: 'compact', base, image };
    this.#storing = { image, base, chunks: 0 };
    return undefined;
  }

  /** A snapshot in progress is not needed: the replica has restored another one, or closes. */
  drop(): void {
    this.#making = undefined;
    if (this.#storing?.base !== undefined) this.#storing = undefined;
  }

  /**
   * The number of `writes` that the next batch may have: a write that installs a received snapshot waits until all
   * chunks are durable.
   */
  allowed(writes: readonly Write[]): number {
    const at = writes.findIndex(({ snapshot }) => snapshot !== undefined && !this.#isStored(snapshot));
    const image = at < 0 ? undefined : writes[at]?.snapshot;
    if (image === undefined) return writes.length;
    // The chunks of an earlier one count until its write is handed out, which waits for its preparation.
    const isAfterAnother = writes.slice(0, at).some(({ snapshot }) => snapshot !== undefined);
    if (!isAfterAnother && this.#storing?.image !== image)
      this.#storing = { image, base: undefined, chunks: 0 };
    return at;
  }

  /** Whether {@link nextChunk} has one. */
  get hasChunk(): boolean {
    return this.#storing !== undefined;
  }

  /** The chunk for the next batch, if any. */
  nextChunk(): StoredChunk | undefined {
    const storing = this.#storing;
    if (storing === undefined) return undefined;
    const { image, chunks: position } = storing;
    const start = position * this.#chunkBytes;
    storing.chunks += 1;
    const bytes = image.bytes.subarray(start, start + this.#chunkBytes);
    return { through: image.through, position, bytes };
  }

  /** `chunk` is durable. @returns the event for the engine once all chunks of an own snapshot are. */
  chunkStored({ through }: StoredChunk): Event | undefined {
    const storing = this.#storing;
    if (storing === undefined || storing.image.through !== through) return undefined;
    const { image, base, chunks } = storing;
    if (chunks * this.#chunkBytes < image.bytes.byteLength) return undefined;
    this.#storing = undefined;
    this.#stored = image;
    return base === undefined ? undefined : { type: 'compact', base, image };
  }

  #isStored(image: SnapshotImage): boolean {
    return image === this.#stored || !this.#isChunked(image);
  }

  #isChunked({ bytes }: SnapshotImage): boolean {
    return bytes.byteLength > this.#chunkBytes;
  }
}
