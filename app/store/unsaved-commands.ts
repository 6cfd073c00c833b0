/**
 * Commands that an ending page keeps because IndexedDB does not have them yet.
 *
 * A transaction takes longer than a reload leaves to the page: the drawing of the last tenth of a second would be lost.
 * Web Storage is synchronous, so a page can still write there while it ends. The next opening of the board moves the
 * commands into the outbox, in the transaction that fences the earlier window.
 *
 * This is safe even for commands that stay here too long. A command counts only if its number is the next one that the
 * database has never held, and the database's numbers never decrease. No command leaves the device before it is in the
 * database. So two commands with one number can never both be sent.
 *
 * Source: HTML, Web Storage, https://html.spec.whatwg.org/multipage/webstorage.html.
 */

import * as v from 'valibot';
import { fromBase64url, toBase64url } from '#shared/invite/base64url.ts';
import { maxCommandBytes } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { PendingCommand } from '#shared/replica/outbox.ts';

/** The used part of `localStorage`. Each call may throw (`SecurityError`, `QuotaExceededError`). */
export type PageStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Characters of one entry, at most: browsers give an origin about five million in total. */
const maxCharacters = 2_000_000;

const entrySchema = v.pipe(
  v.strictTuple([
    v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    v.pipe(v.string(), v.maxLength(Math.ceil((maxCommandBytes * 4) / 3))),
  ]),
  v.transform(([sequence, text]) => ({ sequence, body: fromBase64url(text) })),
);
const contentsSchema = v.strictObject({ replica: v.string(), commands: v.array(entrySchema) });

export class UnsavedCommands {
  readonly #storage: () => PageStorage | undefined;
  readonly #key: string;
  #isKept = true;

  /** @param storage may throw if the browser blocks storage: then nothing is kept. */
  constructor(storage: () => PageStorage | undefined, boardId: string) {
    this.#storage = storage;
    this.#key = `paxboard-unsaved-${boardId}`;
  }

  /** Keeps the first of `commands`, as many as fit, in place of the previous ones. */
  keep(replica: ReplicaId, commands: readonly PendingCommand[]): void {
    const kept: [number, string][] = [];
    let characters = 0;
    for (const { sequence, body } of commands) {
      characters += Math.ceil((body.byteLength * 4) / 3) + 32;
      if (characters > maxCharacters) break;
      kept.push([sequence, toBase64url(body)]);
    }
    if (kept.length === 0) return this.clear();
    this.#isKept = true;
    this.#try((storage) => storage.setItem(this.#key, JSON.stringify({ replica, commands: kept })));
  }

  /** Removes the kept commands. Free if there are none. */
  clear(): void {
    if (!this.#isKept) return;
    this.#isKept = false;
    this.#try((storage) => storage.removeItem(this.#key));
  }

  /**
   * @param next the number of the first command that the database has never held.
   * @returns the kept commands of `replica` from `next` up, without holes; none if the entry is damaged.
   */
  after(replica: ReplicaId, next: number): readonly PendingCommand[] {
    const found: PendingCommand[] = [];
    const contents = parse(this.#try((storage) => storage.getItem(this.#key)));
    if (contents?.replica !== replica) return found;
    for (const { sequence, body } of contents.commands) {
      if (body === undefined || body.byteLength > maxCommandBytes) break;
      if (sequence < next) continue;
      if (sequence !== next + found.length) break;
      found.push({ sequence, body });
    }
    return found;
  }

  /** A page without storage works; it may only lose its last moment. */
  #try<T>(use: (storage: PageStorage) => T): T | undefined {
    try {
      const storage = this.#storage();
      return storage === undefined ? undefined : use(storage);
    } catch {
      return undefined;
    }
  }
}

function parse(text: string | null | undefined): v.InferOutput<typeof contentsSchema> | undefined {
  if (typeof text !== 'string' || text.length > 2 * maxCharacters) return undefined;
  try {
    const parsed = v.safeParse(contentsSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
