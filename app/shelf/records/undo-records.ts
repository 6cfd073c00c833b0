/**
 * The steps of undo of each board, in a separate database. The session validates them. They contain parts of the board, so they are
 * removed with its copy.
 */

import type { StoredUndo } from '#app/session/changes/undo/stored-undo.ts';
import type { KeyValues } from './key-values.ts';

/** The name of the database and of its only store. */
export const undoDatabase = 'paxboard-undo';

export class UndoRecords {
  readonly #store: KeyValues;
  readonly #warn: (text: string) => void;

  /** @param warn receives failures of reading, for developers. */
  constructor(store: KeyValues, warn: (text: string) => void) {
    this.#store = store;
    this.#warn = warn;
  }

  /** Unchecked. Undefined if there is none, or if it cannot be read: a board opens without it. */
  async find(id: string): Promise<unknown> {
    try {
      return await this.#store.get(id);
    } catch (error) {
      this.#warn(`The steps of undo of a board could not be read: ${String(error)}`);
      return undefined;
    }
  }

  /** Starts to write immediately, as the page may end. */
  keep(id: string, undo: StoredUndo): Promise<void> {
    return this.#store.set(id, undo);
  }

  remove(id: string): Promise<void> {
    return this.#store.delete(id);
  }
}
