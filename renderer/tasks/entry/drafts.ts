/** Unsaved input on this device: it survives the dialog, the page and the browser. */

import * as v from 'valibot';
import { maxNotesLength } from '#shared/board/limits.ts';
import type { Edit } from '../dialog/edit.ts';

/** The maximum number of drafts, of all boards; the oldest are dropped. */
export const maxDrafts = 40;

/** The maximum length of one field of a draft, in characters; a longer one is not kept. */
const maxDraftLength = 2 * maxNotesLength;

const indexKey = 'paxboard-drafts';
const text = v.pipe(v.string(), v.maxLength(maxDraftLength));
const fields = v.strictObject({ title: text, notes: text });
const draftSchema = v.strictObject({ mine: fields, base: fields });
const indexSchema = v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.maxLength(maxDrafts));

/** The part of a page's storage that drafts use; each function may throw. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** `id` is a task's id, or the name of a field. */
export class Drafts {
  readonly #storage: DraftStorage | undefined;

  /** @param storage undefined if the browser allows none; then nothing is kept. */
  constructor(storage: DraftStorage | undefined) {
    this.#storage = storage;
  }

  /** @returns undefined if there is none. */
  get(board: string, id: string): Edit | undefined {
    return this.#read(draftSchema, draftKey(board, id));
  }

  set(board: string, id: string, draft: Edit): void {
    const key = draftKey(board, id);
    if (!v.is(draftSchema, draft)) {
      this.#forget([key]);
      return;
    }
    const known = this.#index();
    if (!known.includes(key)) {
      this.#forget(known.slice(0, Math.max(0, known.length + 1 - maxDrafts)));
      this.#write(indexKey, [...this.#index(), key]);
    }
    this.#write(key, draft);
  }

  delete(board: string, id: string): void {
    const key = draftKey(board, id);
    if (this.#index().includes(key)) this.#forget([key]);
  }

  /** This device's copy of the board is deleted. */
  deleteBoard(board: string): void {
    this.#forget(this.#index().filter((key) => key.startsWith(draftKey(board, ''))));
  }

  #index(): readonly string[] {
    return this.#read(indexSchema, indexKey) ?? [];
  }

  #forget(keys: readonly string[]): void {
    if (keys.length === 0) return;
    this.#write(
      indexKey,
      this.#index().filter((key) => !keys.includes(key)),
    );
    for (const key of keys) this.#write(key, undefined);
  }

  #read<Value>(schema: v.GenericSchema<unknown, Value>, key: string): Value | undefined {
    try {
      const found = this.#storage?.getItem(key) ?? null;
      if (found === null) return undefined;
      const read = v.safeParse(schema, JSON.parse(found));
      return read.success ? read.output : undefined;
    } catch (error) {
      console.warn('A draft could not be read.', error);
      return undefined;
    }
  }

  #write(key: string, value: unknown): void {
    try {
      if (value === undefined) this.#storage?.removeItem(key);
      else this.#storage?.setItem(key, JSON.stringify(value));
    } catch (error) {
      console.warn('A draft could not be kept.', error);
    }
  }
}

function draftKey(board: string, id: string): string {
  return `paxboard-draft:${encodeURIComponent(board)}:${encodeURIComponent(id)}`;
}
