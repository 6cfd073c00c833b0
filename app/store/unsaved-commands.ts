/**
 * Commands that an ending page keeps because IndexedDB does not have them yet.
 *
 * A transaction takes longer than a reload leaves to the page: the drawing of the last tenth of a second would be lost.
 * Web Storage is synchronous, so a page can still write there while it ends. The next opening of the board moves the
 * commands into the outbox.
 *
 * This is safe even for commands that stay here too long. A command counts only if its number comes next after all that
 * the database has ever held, and the database's numbers never decrease. Groups that are signed, and may have been sent, are
 * kept with their signature and are never signed anew. Other commands keep their numbers as well, and no page sends them
 * before they are in the database. So two commands with one number can never both be sent.
 *
 * Source: HTML, Web Storage, https://html.spec.whatwg.org/multipage/webstorage.html.
 */

import * as v from 'valibot';
import { fromBase64url, toBase64url } from '#shared/invite/base64url.ts';
import { type Group, groupBytes, maxCommandBytes } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { following, mayReplace, mayTake, type OutboxEnd } from '#shared/replica/outbox/kept.ts';
import { nothingUnsaved, type PendingCommand, type Unsaved } from '#shared/replica/outbox/outbox.ts';
import { decodeGroup, encodeGroup } from '#shared/wire/record.ts';

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
const groupTextSchema = v.pipe(
  v.string(),
  v.transform((text) => fromBase64url(text) ?? new Uint8Array()),
  v.transform(decodeGroup),
);
const contentsSchema = v.strictObject({
  replica: v.string(),
  /** Before the commands. Earlier versions sent nothing before the database held it, and kept no groups. */
  groups: v.optional(v.array(groupTextSchema), []),
  commands: v.array(entrySchema),
  /** Of the page that keeps them, or has taken them since. Earlier versions had none. */
  incarnation: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

type Contents = v.InferOutput<typeof contentsSchema>;

export class UnsavedCommands {
  readonly #storage: () => PageStorage | undefined;
  readonly #key: string;
  #isKept = true;

  /** @param storage may throw if the browser blocks storage: then nothing is kept. */
  constructor(storage: () => PageStorage | undefined, boardId: string) {
    this.#storage = storage;
    this.#key = `paxboard-unsaved-${boardId}`;
  }

  /**
   * Keeps the first of `unsaved`, as many as fit, in place of the previous ones, unless a later start of the replica keeps
   * these.
   *
   * @param incarnation of this page.
   */
  keep(replica: ReplicaId, incarnation: number, unsaved: Unsaved): void {
    if (!this.#mayReplace(replica, incarnation)) return;
    const groups: string[] = [];
    const commands: [number, string][] = [];
    let characters = 0;
    const hasRoomFor = (bytes: number): boolean => {
      characters += Math.ceil((bytes * 4) / 3) + 32;
      return characters <= maxCharacters;
    };
    for (const group of unsaved.groups) {
      if (hasRoomFor(groupBytes(group))) groups.push(toBase64url(encodeGroup(group)));
    }
    for (const { sequence, body } of unsaved.commands) {
      if (hasRoomFor(body.byteLength)) commands.push([sequence, toBase64url(body)]);
    }
    if (groups.length + commands.length === 0) return this.clear();
    this.#isKept = true;
    this.#try((storage) =>
      storage.setItem(this.#key, JSON.stringify({ replica, groups, commands, incarnation })),
    );
  }

  /** As {@link clear}, unless a later start of `replica` keeps them. */
  clearOwn(replica: ReplicaId, incarnation: number): void {
    if (!this.#isKept) return;
    if (this.#mayReplace(replica, incarnation)) this.clear();
    this.#isKept = false;
  }

  /** Removes the kept commands. Free if there are none. */
  clear(): void {
    if (!this.#isKept) return;
    this.#isKept = false;
    this.#try((storage) => storage.removeItem(this.#key));
  }

  /**
   * The opening of `incarnation` takes what is kept, and keeps it as its own until it is stored.
   *
   * @returns what is kept of `replica` after `end`, as far as nothing is missing or damaged.
   */
  take(replica: ReplicaId, incarnation: number, end: OutboxEnd): Unsaved {
    if (!mayTake(this.#contentsOf(replica)?.incarnation, incarnation)) return nothingUnsaved;
    const taken = this.after(replica, end);
    if (taken.groups.length + taken.commands.length > 0) this.keep(replica, incarnation, taken);
    return taken;
  }

  /** @returns what is kept of `replica` after `end`, as far as nothing is missing or damaged. */
  after(replica: ReplicaId, end: OutboxEnd): Unsaved {
    return following(end, keptIn(this.#contentsOf(replica)));
  }

  #mayReplace(replica: ReplicaId, incarnation: number): boolean {
    const contents = this.#contentsOf(replica);
    return mayReplace(keptIn(contents), contents?.incarnation, incarnation);
  }

  #contentsOf(replica: ReplicaId): Contents | undefined {
    const contents = parse(this.#try((storage) => storage.getItem(this.#key)));
    return contents?.replica === replica ? contents : undefined;
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

/** As far as nothing is damaged. */
function keptIn(contents: Contents | undefined): Unsaved {
  if (contents === undefined) return nothingUnsaved;
  const groups: Group[] = [];
  const commands: PendingCommand[] = [];
  for (const decoded of contents.groups) {
    if (!decoded.ok || decoded.value.origin !== contents.replica) return { groups, commands };
    groups.push(decoded.value);
  }
  for (const { sequence, body } of contents.commands) {
    if (body === undefined || body.byteLength > maxCommandBytes) break;
    commands.push({ sequence, body });
  }
  return { groups, commands };
}

function parse(text: string | null | undefined): Contents | undefined {
  if (typeof text !== 'string' || text.length > 2 * maxCharacters) return undefined;
  try {
    const parsed = v.safeParse(contentsSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
