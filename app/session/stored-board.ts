/** The board and the changes as this device's storage and the replica's snapshots hold them. */

import { StoreCorrupted } from '#app/store/errors.ts';
import { Board } from '#shared/board/board.ts';
import { decodeCommand } from '#shared/board/bytes/codec.ts';
import { BadSnapshot } from '#shared/board/bytes/restoring/bad-snapshot.ts';
import type { PendingChange } from './changes/pending.ts';

/** The boards of snapshots: prepared in steps, or restored at once. */
export class RestoredBoards {
  #prepared: { readonly state: Uint8Array; readonly board: Board } | undefined;

  /** Nobody sees the board before {@link take}. @throws StoreCorrupted if `state` is not a board. */
  *preparing(state: Uint8Array): Generator<void, void> {
    this.#prepared = undefined;
    try {
      const board = yield* Board.restoring(state);
      this.#prepared = { state, board };
    } catch (error) {
      throw asStoreError(error);
    }
  }

  /** The board of `state`, for one owner. @throws StoreCorrupted if `state` is not a board. */
  take(state: Uint8Array): Board {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (prepared !== undefined && areSamePlace(prepared.state, state)) return prepared.board;
    try {
      return Board.restore(state);
    } catch (error) {
      throw asStoreError(error);
    }
  }
}

/** Whether both are the same bytes of one buffer, which nobody changes. */
function areSamePlace(a: Uint8Array, b: Uint8Array): boolean {
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.byteLength === b.byteLength;
}

function asStoreError(error: unknown): unknown {
  return error instanceof BadSnapshot ? new StoreCorrupted(error.message) : error;
}

/**
 * A pending command as a change to show. One of another version that this one cannot decode is not shown: all replicas
 * will refuse it.
 */
export function asPending(sequence: number, body: Uint8Array): PendingChange[] {
  const decoded = decodeCommand(body);
  return decoded.ok ? [{ sequence, command: decoded.command, body }] : [];
}
