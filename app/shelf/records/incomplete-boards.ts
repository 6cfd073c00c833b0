/**
 * The new boards that are being filled: if the page ends meanwhile, the next list of boards deletes them. Their marks are in the
 * database of the list, in strict transactions: Web Storage writes later than it says, so after a crash the mark of a complete
 * board could be back, and the board would be deleted.
 */

import type { KeyValues } from './key-values.ts';

const prefix = 'incomplete:';

export class IncompleteBoards {
  readonly #store: KeyValues;
  /** Of this page. */
  readonly #own = new Set<string>();

  constructor(store: KeyValues) {
    this.#store = store;
  }

  /** Before the record of the board is stored. */
  async add(id: string): Promise<void> {
    this.#own.add(id);
    await this.#store.set(prefix + id, true);
  }

  /** Resolves when it is durable. */
  async remove(id: string): Promise<void> {
    await this.#store.delete(prefix + id);
    this.#own.delete(id);
  }

  /** Whether this page is filling it. */
  isOwn(id: string): boolean {
    return this.#own.has(id);
  }

  /** Whether a page other than this one, which may have ended, has begun it. */
  async isOfAnother(id: string): Promise<boolean> {
    return !this.#own.has(id) && (await this.#store.get(prefix + id)) !== undefined;
  }

  /** The ids of all. */
  async all(): Promise<ReadonlySet<string>> {
    const keys = (await this.#store.keys()).filter((key) => typeof key === 'string');
    return new Set(keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)));
  }
}
