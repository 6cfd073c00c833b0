/** The chunks of snapshots on a disk that no write refers to yet. */

import type { SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import type { Slot } from '#shared/paxos/model/ids.ts';
import type { StoredChunk } from '#shared/replica/loop/snapshots.ts';
import { Violation } from '../../checks/violation.ts';

export class SnapshotChunks {
  readonly #chunkBytes: number;
  readonly #chunks = new Map<string, StoredChunk>();

  /** @param chunkBytes of one chunk; a smaller snapshot has none. */
  constructor(chunkBytes: number) {
    this.#chunkBytes = chunkBytes;
  }

  put(chunk: StoredChunk): void {
    this.#chunks.set(chunkKey(chunk.through, chunk.position), chunk);
  }

  /**
   * A snapshot as a restart reads it: of a large one the write holds no bytes, and the chunks are all there is.
   *
   * @throws Violation if one is missing
   */
  whole(image: SnapshotImage): SnapshotImage {
    const { through, digest, bytes } = image;
    if (bytes.byteLength <= this.#chunkBytes) return image;
    const stored: number[] = [];
    for (let position = 0; stored.length < bytes.byteLength; position += 1) {
      const chunk = this.#chunks.get(chunkKey(through, position));
      if (chunk === undefined)
        throw new Violation('4 durable first', `the snapshot of ${through} lacks its chunk ${position}`);
      stored.push(...chunk.bytes);
    }
    // Those of a later snapshot may be in this very batch.
    for (const [key, { through: of }] of this.#chunks) if (of <= through) this.#chunks.delete(key);
    return { through, digest, bytes: Uint8Array.from(stored) };
  }

  /** A copy. @returns a function that restores it. */
  image(): () => void {
    const chunks = new Map(this.#chunks);
    return () => replaceAll(this.#chunks, chunks);
  }
}

function chunkKey(through: Slot, position: number): string {
  return `${through}/${position}`;
}

export function replaceAll<Key, Value>(map: Map<Key, Value>, by: ReadonlyMap<Key, Value>): void {
  map.clear();
  for (const [key, value] of by) map.set(key, value);
}
