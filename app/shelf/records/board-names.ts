/**
 * The names of this device's boards, in Web Storage: separate from the boards' databases.
 *
 * A browser engine that finds its databases damaged deletes them without notice, and starts with empty ones. Web
 * Storage survives that, so the start screen can name the lost boards.
 */

import * as v from 'valibot';
import type { PageStorage } from '#app/store/unsaved-commands.ts';
import { maxBoardNameLength } from '#shared/invite/invite.ts';
import { maxBoards } from './shelf-records.ts';

const key = 'paxboard-boards';

export interface NamedBoard {
  readonly id: string;
  readonly name: string;
}

const schema = v.pipe(
  v.array(
    v.strictObject({
      id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
      name: v.pipe(v.string(), v.maxLength(maxBoardNameLength)),
    }),
  ),
  v.maxLength(maxBoards),
);

export class BoardNames {
  readonly #storage: () => PageStorage | undefined;

  /** @param storage may throw if the browser blocks storage: then no board counts as lost. */
  constructor(storage: () => PageStorage | undefined) {
    this.#storage = storage;
  }

  /** Stores the names of the present boards. @returns boards that were present before, and were not forgotten. */
  others(there: readonly NamedBoard[]): readonly NamedBoard[] {
    const ids = new Set(there.map(({ id }) => id));
    const others = this.#read().filter(({ id }) => !ids.has(id));
    this.#write([...there.map(({ id, name }) => ({ id, name })), ...others].slice(0, maxBoards));
    return others;
  }

  add({ id, name }: NamedBoard): void {
    const others = this.#read().filter((board) => board.id !== id);
    this.#write([{ id, name }, ...others].slice(0, maxBoards));
  }

  forget(ids: readonly string[]): void {
    this.#write(this.#read().filter(({ id }) => !ids.includes(id)));
  }

  #read(): readonly NamedBoard[] {
    try {
      const read = v.safeParse(schema, JSON.parse(this.#storage()?.getItem(key) ?? '[]'));
      return read.success ? read.output : [];
    } catch {
      return [];
    }
  }

  #write(boards: readonly NamedBoard[]): void {
    try {
      if (boards.length === 0) this.#storage()?.removeItem(key);
      else this.#storage()?.setItem(key, JSON.stringify(boards));
    } catch {
      // The storage is full or blocked: a lost board is not reported then.
    }
  }
}
