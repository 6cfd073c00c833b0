/**
 * The ids of new boards that are being filled, in Web Storage: if the page ends meanwhile, the next list of boards deletes them. Their
 * records are stored before that is known, and are readable by earlier versions.
 */

import * as v from 'valibot';
import type { PageStorage } from '#app/store/unsaved-commands.ts';

const key = 'paxboard-incomplete-boards';

/** A window fills one at a time. */
const maxIncomplete = 20;

const schema = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
  v.maxLength(maxIncomplete),
);

export class IncompleteBoards {
  readonly #storage: () => PageStorage | undefined;
  /** Of this page. */
  readonly #own = new Set<string>();

  /** @param storage may throw if the browser blocks storage: then only a page that goes on deletes what it began. */
  constructor(storage: () => PageStorage | undefined) {
    this.#storage = storage;
  }

  add(id: string): void {
    this.#own.add(id);
    this.#write([id, ...this.#read().filter((other) => other !== id)].slice(0, maxIncomplete));
  }

  remove(id: string): void {
    this.#own.delete(id);
    this.#write(this.#read().filter((other) => other !== id));
  }

  has(id: string): boolean {
    return this.#own.has(id) || this.#read().includes(id);
  }

  /** Of pages other than this one, which may have ended. */
  others(): readonly string[] {
    return this.#read().filter((id) => !this.#own.has(id));
  }

  #read(): readonly string[] {
    try {
      const read = v.safeParse(schema, JSON.parse(this.#storage()?.getItem(key) ?? '[]'));
      return read.success ? read.output : [];
    } catch {
      return [];
    }
  }

  #write(ids: readonly string[]): void {
    try {
      if (ids.length === 0) this.#storage()?.removeItem(key);
      else this.#storage()?.setItem(key, JSON.stringify(ids));
    } catch {
      // The storage is full or blocked.
    }
  }
}
