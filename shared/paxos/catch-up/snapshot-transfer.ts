/**
 * An incoming snapshot, chunk by chunk: bounded, resumable, verified before use.
 *
 * Equal states give equal images, so a transfer can continue with another peer.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { SnapshotChunk } from '../messages.ts';
import type { Slot } from '../model/ids.ts';
import { maxSnapshotChunkBytes } from '../model/limits.ts';
import { intactImage, maxSnapshotBytes, type SnapshotImage } from './snapshot.ts';

export interface TransferProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

interface Transfer {
  readonly through: Slot;
  readonly digest: string;
  readonly totalBytes: number;
  /** Of the received bytes: each chunk is hashed when it comes, so that no step takes as long as the whole. */
  readonly hash: ReturnType<typeof sha256.create>;
  /** Begins with the received bytes. Grows with them: a few bytes can announce more than memory holds. */
  buffer: Uint8Array;
  received: number;
}

export class SnapshotTransfer {
  readonly #chunkBytes: number;
  #transfer: Transfer | undefined;

  /** @param chunkBytes of every chunk but the last. */
  constructor(chunkBytes = maxSnapshotChunkBytes) {
    this.#chunkBytes = chunkBytes;
  }

  get progress(): TransferProgress | undefined {
    if (this.#transfer === undefined) return undefined;
    return { receivedBytes: this.#transfer.received, totalBytes: this.#transfer.totalBytes };
  }

  /** The next range to request; undefined while no transfer is in progress. */
  get wanted(): { readonly through: Slot; readonly offset: number } | undefined {
    if (this.#transfer === undefined) return undefined;
    return { through: this.#transfer.through, offset: this.#transfer.received };
  }

  /** Called when the log has overtaken the snapshot, or no peer has it any more. */
  abandon(): void {
    this.#transfer = undefined;
  }

  /**
   * Adds a chunk.
   *
   * @returns the whole image once it is complete and its digest matches. A broken one is dropped entirely, and
   *   requested again from its first chunk after a pause: its sender may have no better one.
   */
  take(chunk: SnapshotChunk): SnapshotImage | 'incomplete' | 'broken' {
    if (chunk.totalBytes > maxSnapshotBytes || chunk.totalBytes === 0) return 'broken';
    if (chunk.offset === 0 && !this.#continues(chunk)) {
      const { through, digest, totalBytes } = chunk;
      const [hash, buffer] = [sha256.create(), new Uint8Array()];
      this.#transfer = { through, digest, totalBytes, hash, buffer, received: 0 };
    }
    const transfer = this.#transfer;
    if (transfer === undefined || !this.#continues(chunk)) return 'incomplete';
    // Only full chunks, and the last one: each small chunk would keep a whole frame in memory.
    const due = Math.min(this.#chunkBytes, transfer.totalBytes - transfer.received);
    if (chunk.bytes.byteLength !== due) return 'broken';
    append(transfer, chunk.bytes);
    if (transfer.received < transfer.totalBytes) return 'incomplete';
    this.#transfer = undefined;
    const { through, digest, buffer: bytes } = transfer;
    if (bytesToHex(transfer.hash.digest()) !== digest) return 'broken';
    return intactImage({ through, bytes, digest });
  }

  #continues(chunk: SnapshotChunk): boolean {
    const transfer = this.#transfer;
    return (
      transfer !== undefined &&
      transfer.through === chunk.through &&
      transfer.digest === chunk.digest &&
      transfer.totalBytes === chunk.totalBytes &&
      transfer.received === chunk.offset
    );
  }
}

/** The buffer doubles, up to the announced size: in the end it has that size. */
function append(transfer: Transfer, bytes: Uint8Array): void {
  const { hash, totalBytes, received } = transfer;
  const length = received + bytes.byteLength;
  if (length > transfer.buffer.byteLength) {
    const longer = new Uint8Array(Math.min(totalBytes, Math.max(length, 2 * received)));
    longer.set(transfer.buffer.subarray(0, received));
    transfer.buffer = longer;
  }
  transfer.buffer.set(bytes, received);
  hash.update(bytes);
  transfer.received = length;
}
