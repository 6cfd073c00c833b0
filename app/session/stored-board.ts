/** The board and the changes as this device's storage and the replica's snapshots hold them. */

import { StoreCorrupted } from '#app/store/errors.ts';
import { Board } from '#shared/board/board.ts';
import { decodeCommand } from '#shared/board/bytes/codec.ts';
import { BadSnapshot } from '#shared/board/bytes/snapshot.ts';
import type { PendingChange } from './changes/pending.ts';

/** @throws StoreCorrupted if `state` is not a board. */
export function restoredBoard(state: Uint8Array): Board {
  try {
    return Board.restore(state);
  } catch (error) {
    if (error instanceof BadSnapshot) throw new StoreCorrupted(error.message);
    throw error;
  }
}

/**
 * A pending command as a change to show. One of another version that this one cannot decode is not shown: all replicas
 * will refuse it.
 */
export function asPending(sequence: number, body: Uint8Array): PendingChange[] {
  const decoded = decodeCommand(body);
  return decoded.ok ? [{ sequence, command: decoded.command, body }] : [];
}
