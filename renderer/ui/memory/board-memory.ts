/**
 * Small values for each board on this device, in the page's storage: bounded, and the least recently used board is evicted.
 * A loss is harmless, so a full or forbidden storage is not a failure.
 */

import * as v from 'valibot';
import { pageStorage } from './page-storage.ts';

/** The maximum number of boards with a value. */
export const maxRemembered = 50;

/** The maximum length of one memory as JSON, in characters. */
export const maxMemoryLength = 1_000_000;

export type MemoryStorage = Pick<Storage, 'getItem' | 'setItem'>;

export class BoardMemory<Value> {
  readonly #key: string;
  readonly #entries: v.GenericSchema<unknown, readonly (readonly [string, Value])[]>;
  readonly #storage: MemoryStorage | undefined;

  /**
   * @param name of the kind of value.
   * @param schema of one board's value: an invalid value is dropped.
   */
  constructor(
    name: string,
    schema: v.GenericSchema<unknown, Value>,
    storage: MemoryStorage | undefined = pageStorage(),
  ) {
    this.#key = `paxboard-${name}`;
    this.#entries = v.array(v.tuple([v.string(), schema]));
    this.#storage = storage;
  }

  get(boardId: string): Value | undefined {
    return this.#read().find(([id]) => id === boardId)?.[1];
  }

  /** @param value undefined to forget it. */
  set(boardId: string, value: Value | undefined): void {
    const others = this.#read().filter(([id]) => id !== boardId);
    const all = value === undefined ? others : [[boardId, value] as const, ...others];
    let kept = all.slice(0, maxRemembered);
    let text = JSON.stringify(kept);
    while (text.length > maxMemoryLength && kept.length > 0) {
      kept = kept.slice(0, -1);
      text = JSON.stringify(kept);
    }
    try {
      this.#storage?.setItem(this.#key, text);
    } catch (error) {
      console.warn(`${this.#key} could not be saved`, error);
    }
  }

  #read(): readonly (readonly [string, Value])[] {
    try {
      const parsed = v.safeParse(this.#entries, JSON.parse(this.#storage?.getItem(this.#key) ?? '[]'));
      return parsed.success ? parsed.output : [];
    } catch {
      // Invalid JSON, or a forbidden storage: there are no values.
      return [];
    }
  }
}
