/**
 * The steps of undo of each board, in a separate database, and the last of an ending page in Web Storage. The session validates
 * both. They contain parts of the board, so they are removed with its copy.
 */

import { packedUndo } from '#app/session/changes/undo/packed-undo.ts';
import type { StoredUndo, UndoStorage } from '#app/session/changes/undo/stored-undo.ts';
import type { PageStorage } from '#app/store/unsaved-commands.ts';
import type { ShelfOptions } from '../shelf-options.ts';
import type { KeyValues } from './key-values.ts';

/** The name of the database and of its only store. */
export const undoDatabase = 'paxboard-undo';

/** Characters of one entry of the page storage, at most. */
const maxCharacters = 1_000_000;

const keyOf = (id: string) => `paxboard-undo-${id}`;

export class UndoRecords {
  readonly #store: KeyValues;
  readonly #options: Pick<Required<ShelfOptions>, 'warn' | 'isGuest' | 'pageStorage'>;

  constructor(store: KeyValues, options: Pick<Required<ShelfOptions>, 'warn' | 'isGuest' | 'pageStorage'>) {
    this.#store = store;
    this.#options = options;
  }

  /** A board opens without steps that cannot be read. */
  async open(id: string): Promise<UndoStorage> {
    const stored = await this.#store.get(id).catch((error: unknown) => {
      this.#options.warn(`The steps of undo of a board could not be read: ${String(error)}`);
    });
    return {
      stored,
      left: this.#left(id),
      keep: (undo) => this.#store.set(id, packedUndo(undo)),
      leave: (undo) => this.#leave(id, undo),
    };
  }

  async remove(id: string): Promise<void> {
    this.#leave(id, undefined);
    await this.#store.delete(id);
  }

  #left(id: string): unknown {
    return this.#try((storage) => {
      const text = storage.getItem(keyOf(id));
      return text === null || text.length > maxCharacters ? undefined : JSON.parse(text);
    });
  }

  #leave(id: string, undo: StoredUndo | undefined): void {
    this.#try((storage) => {
      // Earlier steps would be of no use beside later ones, even if those find no room.
      storage.removeItem(keyOf(id));
      if (undo === undefined) return;
      const text = JSON.stringify(undo);
      if (text.length <= maxCharacters) storage.setItem(keyOf(id), text);
    });
  }

  /** Without page storage, with a full one, or with a damaged entry, only the steps of the last moment are lost. */
  #try<T>(use: (storage: PageStorage) => T): T | undefined {
    if (this.#options.isGuest) return undefined;
    try {
      const storage = this.#options.pageStorage();
      return storage === undefined ? undefined : use(storage);
    } catch {
      return undefined;
    }
  }
}
