/** Blobs without a network, a disk or a clock. */

import { MemoryBlobs } from '../blob-store.ts';
import { BoardBlobs, type BoardBlobsOptions } from '../board-blobs.ts';

export function memoryBlobs(some: Partial<BoardBlobsOptions> = {}): BoardBlobs {
  return new BoardBlobs({
    store: new MemoryBlobs(),
    clock: { now: () => 0, after: () => () => undefined },
    now: () => 0,
    send: () => undefined,
    lied: () => undefined,
    warn: () => undefined,
    ...some,
  });
}
