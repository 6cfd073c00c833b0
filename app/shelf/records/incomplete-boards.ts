/**
 * The new boards that are being filled, in Web Storage: if the page ends meanwhile, the next list of boards deletes them. Each has an
 * entry of its own, as two windows that change one list could bring an entry back, and a complete board would be deleted.
 */

import type { PageStorage } from '#app/store/unsaved-commands.ts';

const keyOf = (id: string) => `paxboard-incomplete-${id}`;

export class IncompleteBoards {
  readonly #storage: () => PageStorage | undefined;
  /** Of this page. */
  readonly #own = new Set<string>();
  /** Of this page, and complete, whatever the storage says. */
  readonly #completed = new Set<string>();

  /** @param storage may throw if the browser blocks storage: then only a page that goes on deletes the board that it began. */
  constructor(storage: () => PageStorage | undefined) {
    this.#storage = storage;
  }

  add(id: string): void {
    this.#own.add(id);
    this.#try((storage) => storage.setItem(keyOf(id), '1'));
  }

  remove(id: string): void {
    this.#own.delete(id);
    this.#completed.add(id);
    this.#try((storage) => storage.removeItem(keyOf(id)));
  }

  has(id: string): boolean {
    return this.#own.has(id) || this.isOfAnother(id);
  }

  /** Whether a page other than this one, which may have ended, has begun it. */
  isOfAnother(id: string): boolean {
    if (this.#own.has(id) || this.#completed.has(id)) return false;
    return this.#try((storage) => storage.getItem(keyOf(id))) === '1';
  }

  #try<T>(use: (storage: PageStorage) => T): T | undefined {
    try {
      const storage = this.#storage();
      return storage === undefined ? undefined : use(storage);
    } catch {
      // The storage is full or blocked.
      return undefined;
    }
  }
}
