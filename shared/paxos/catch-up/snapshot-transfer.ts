/**
 * An incoming snapshot, chunk by chunk: bounded, resumable, verified before use.
 *
 * Equal states give equal images, so a transfer can continue with another peer.
 */

import type { SnapshotChunk } from '../messages.ts';
import type { Slot } from '../model/ids.ts';
import { maxSnapshotChunkBytes } from '../model/limits.ts';
import { maxSnapshotBytes, type SnapshotImage, snapshotDigest } from './snapshot.ts';

export interface TransferProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

interface Transfer {
  readonly through: Slot;
  readonly digest: string;
  readonly totalBytes: number;
  readonly pieces: Uint8Array[];
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
      this.#transfer = { through, digest, totalBytes, pieces: [], received: 0 };
    }
    const transfer = this.#transfer;
    if (transfer === undefined || !this.#continues(chunk)) return 'incomplete';
    // Only full chunks, and the last one: each small chunk would keep a whole frame in memory.
    const due = Math.min(this.#chunkBytes, transfer.totalBytes - transfer.received);
    if (chunk.bytes.byteLength !== due) return 'broken';
    transfer.pieces.push(chunk.bytes);
    transfer.received += chunk.bytes.byteLength;
    if (transfer.received < transfer.totalBytes) return 'incomplete';
    this.#transfer = undefined;
    const { through, digest } = transfer;
    const bytes = joined(transfer.pieces, transfer.totalBytes);
    return snapshotDigest(bytes) === digest ? { through, bytes, digest } : 'broken';
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

function joined(pieces: readonly Uint8Array[], totalBytes: number): Uint8Array {
  const bytes = new Uint8Array(totalBytes);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.byteLength;
  }
  return bytes;
}
