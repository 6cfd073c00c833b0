/**
 * One board on this device: who this replica is, what it promised and accepted, and its commands that are not known
 * to be applied. All in one database, so that a replica that lost its promises lost its name, too
 * (`docs/protocol.md`, "Model": amnesia is death).
 */

import { promisifyRequest, type UseStore } from 'idb-keyval';
import * as v from 'valibot';
import type { DurableState, LogRecord, Write } from '#shared/paxos/effects.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/ids.ts';
import { type DurableMeta, encodeMeta, encodeRecord } from '#shared/wire/record.ts';
import { isStoreError, StoreCorrupted, StoreFailed, StoreFenced } from './errors.ts';
import {
  type Contents,
  emptyMeta,
  formatVersion,
  type Identity,
  incarnationSchema,
  keys,
  logKey,
  outboxKey,
  type PendingCommand,
  readContents,
} from './layout.ts';
import { deleteDatabase, type StrictStore, strictStore } from './strict-store.ts';

export interface StoreOptions {
  readonly indexedDB: IDBFactory;
  /** That many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether a replica that this call brings into being founds the board. No effect on one that exists. */
  readonly founder: boolean;
}

/** What a store held when it was opened. */
export interface Opened {
  readonly replica: ReplicaId;
  /** This replica is the one that the board begins with. */
  readonly founder: boolean;
  /** Absent if the engine has never written anything. */
  readonly state: DurableState | undefined;
  /** In sequence order, without holes, up to the last that was appended. */
  readonly outbox: readonly PendingCommand[];
  /** The number of this replica's next command, 1 and up. */
  readonly nextSequence: number;
  /** The replica came into being just now. */
  readonly isNew: boolean;
}

export interface OutboxChange {
  /** New commands: they begin at the next sequence and have no holes. */
  readonly append: readonly PendingCommand[];
  /** Commands known to be applied; those that are not there (any more) are ignored. */
  readonly remove: readonly number[];
}

/** What is made durable together, or not at all. */
export interface Batch {
  readonly writes: readonly Write[];
  readonly outbox?: OutboxChange;
}

/** Random bytes in a replica's id. */
const replicaIdBytes = 16;

function databaseName(boardId: string): string {
  return `paxboard-board-${boardId}`;
}

export class ReplicaStore {
  readonly opened: Opened;
  readonly #store: StrictStore;
  readonly #incarnation: number;
  #meta: DurableMeta;
  /** Why nothing can be written any more. */
  #failure: Error | undefined;

  private constructor(store: StrictStore, contents: Contents, isNew: boolean) {
    const { identity, incarnation, state, outbox, nextSequence } = contents;
    this.#store = store;
    this.#incarnation = incarnation;
    this.#meta = state ?? emptyMeta;
    this.opened = {
      replica: identity.replica,
      founder: identity.founder,
      state,
      outbox,
      nextSequence,
      isNew,
    };
  }

  /**
   * Opens the board's database and fences off every window that opened it before.
   *
   * @throws StoreCorrupted | StoreTooNew | StoreFailed
   */
  static async open(boardId: string, options: StoreOptions): Promise<ReplicaStore> {
    const store = strictStore(options.indexedDB, databaseName(boardId));
    try {
      const { contents, isNew } = await takeOver(store.use, options);
      return new ReplicaStore(store, contents, isNew);
    } catch (error) {
      store.close();
      throw isStoreError(error) ? error : new StoreFailed(error);
    }
  }

  /** Removes the board from this device. The replica that lived here never votes again. @throws StoreFailed */
  static async destroy(boardId: string, indexedDB: IDBFactory): Promise<void> {
    try {
      await deleteDatabase(indexedDB, databaseName(boardId));
    } catch (error) {
      throw new StoreFailed(error);
    }
  }

  /**
   * Makes `batch` durable in one transaction: resolves when the disk has all of it. After a failure nothing of it is
   * there, and every later call fails in the same way: what the engine believes to be coming never comes.
   *
   * @throws StoreFenced if another window has opened the board since, else StoreFailed
   */
  async commit(batch: Batch): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const { meta, puts } = this.#merge(batch);
    try {
      await this.#store.use('readwrite', (objects) => this.#write(objects, puts, batch.outbox?.remove ?? []));
      this.#meta = meta;
    } catch (error) {
      this.#failure = isStoreError(error) ? error : new StoreFailed(error);
      this.#store.close();
      throw this.#failure;
    }
  }

  /** Lets go of the database; a commit in flight is completed. */
  close(): void {
    this.#failure ??= new StoreFailed(new Error('the store was closed'));
    this.#store.close();
  }

  /** Later writes replace what earlier ones say of the same thing. */
  #merge({ writes, outbox }: Batch): {
    meta: DurableMeta;
    puts: readonly (readonly [IDBValidKey, unknown])[];
  } {
    let { promised, decidedThrough } = this.#meta;
    const records = new Map<number, LogRecord>();
    for (const write of writes) {
      promised = write.promised ?? promised;
      decidedThrough = write.decidedThrough ?? decidedThrough;
      for (const record of write.records) records.set(record.slot, record);
    }
    const meta = { promised, decidedThrough };
    const puts: [IDBValidKey, unknown][] = [];
    for (const record of records.values()) puts.push([logKey(record.slot), encodeRecord(record)]);
    if (writes.length > 0) puts.push([keys.meta, encodeMeta(meta)]);
    for (const { sequence, body } of outbox?.append ?? []) {
      // A copy: of a view, the whole buffer would be stored.
      puts.push([outboxKey(sequence), new Uint8Array(body)]);
    }
    const last = outbox?.append.at(-1);
    if (last !== undefined) puts.push([keys.outboxNext, last.sequence + 1]);
    return { meta, puts };
  }

  #write(
    objects: IDBObjectStore,
    puts: readonly (readonly [IDBValidKey, unknown])[],
    removed: readonly number[],
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const { transaction } = objects;
      let why: unknown;
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(why ?? transaction.error);
      const fence = objects.get(keys.incarnation);
      fence.onsuccess = () => {
        try {
          if (fence.result !== this.#incarnation) throw new StoreFenced();
          for (const [key, value] of puts) objects.put(value, key);
          for (const sequence of removed) objects.delete(outboxKey(sequence));
        } catch (error) {
          why = error;
          transaction.abort();
        }
      };
    });
  }
}

/** In one transaction: reads everything, makes an identity where there is none, raises the incarnation. */
async function takeOver(
  use: UseStore,
  options: StoreOptions,
): Promise<{ contents: Contents; isNew: boolean }> {
  const identity = newIdentity(options);
  let found: Contents | undefined;
  await use('readwrite', async (objects) => {
    const { transaction } = objects;
    const done = promisifyRequest(transaction);
    try {
      const [allKeys, values] = await Promise.all([
        promisifyRequest(objects.getAllKeys()),
        promisifyRequest(objects.getAll()),
      ]);
      found = readContents(allKeys.map((key, position) => [key, values[position]]));
      if (found === undefined) objects.put(identity, keys.identity);
      objects.put(nextIncarnation(found), keys.incarnation);
    } catch (error) {
      done.catch(() => undefined);
      transaction.abort();
      throw error;
    }
    await done;
  });
  const incarnation = nextIncarnation(found);
  if (found !== undefined) return { contents: { ...found, incarnation }, isNew: false };
  return {
    contents: { identity, incarnation, state: undefined, outbox: [], nextSequence: 1 },
    isNew: true,
  };
}

function nextIncarnation(found: Contents | undefined): number {
  const next = (found?.incarnation ?? 0) + 1;
  if (!v.is(incarnationSchema, next)) throw new StoreCorrupted(`incarnation ${next}`);
  return next;
}

function newIdentity({ random, now, founder }: StoreOptions): Identity {
  const text = random(replicaIdBytes).reduce((binary, byte) => binary + String.fromCharCode(byte), '');
  const id = btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return { format: formatVersion, replica: replicaId(id), founder, createdAt: now() };
}
