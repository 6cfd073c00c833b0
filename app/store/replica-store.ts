/**
 * One board on this device: the replica's identity, its promises and accepts, and its pending commands. All in one
 * database, so that a replica that lost its promises has lost its identity, too (`docs/protocol.md`, "Model": amnesia
 * is death).
 */

import { promisifyRequest, type UseStore } from 'idb-keyval';
import { type DeviceIdentity, deviceIdentity, deviceKeyBytes } from '#shared/invite/device-key.ts';
import type { SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import type { DurableState, LogRecord } from '#shared/paxos/effects.ts';
import { lastOf, noDigest } from '#shared/paxos/model/entry.ts';
import type { Slot } from '#shared/paxos/model/ids.ts';
import { type Batch, isHintOnly } from '#shared/replica/loop.ts';
import type { PendingCommand, StoredOutbox } from '#shared/replica/outbox.ts';
import { type DurableMeta, encodeGroup, encodeMeta, encodeRecord } from '#shared/wire/record.ts';
import { isStorageFailure, StoreFailed, StoreFenced, StoreGone, storeErrorOf } from './errors.ts';
import {
  type Contents,
  emptyMeta,
  fenceBytes,
  formatVersion,
  type Identity,
  keys,
  logKey,
  logKeysThrough,
  outboxKey,
  readContents,
} from './layout.ts';
import { deleteDatabase, type StrictStore, strictStore } from './strict-store.ts';
import type { UnsavedCommands } from './unsaved-commands.ts';

export interface StoreOptions {
  readonly indexedDB: IDBFactory;
  /** Returns random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Whether a replica that is created by this call founds the board. Ignored for an existing one. */
  readonly founder: boolean;
  /** Where an ending page keeps commands that the database does not hold yet. */
  readonly unsaved: UnsavedCommands;
}

/** The content of a store when it was opened. */
export interface Opened extends DeviceIdentity, StoredOutbox {
  /** Whether this replica founds the board. */
  readonly founder: boolean;
  /** Undefined if the engine has never written. */
  readonly state: DurableState | undefined;
  /** Whether the replica was just created. */
  readonly isNew: boolean;
}

/** A batch with an optional outbox change. */
type PartialBatch = Pick<Batch, 'writes'> & Partial<Batch>;

/** The operations of one transaction, in this order. */
interface Changes {
  /** The log through this slot is removed; undefined if it stays. */
  readonly removeThrough: Slot | undefined;
  readonly puts: readonly (readonly [IDBValidKey, unknown])[];
  /** Groups of the outbox, by first sequence. */
  readonly removeCommands: readonly number[];
}

function databaseName(boardId: string): string {
  return `paxboard-board-${boardId}`;
}

export class ReplicaStore {
  readonly opened: Opened;
  readonly #store: StrictStore;
  readonly #fence: Uint8Array;
  readonly #unsaved: UnsavedCommands;
  #meta: DurableMeta;
  /** The number of the first command that the database has never held. */
  #nextDurable: number;
  /** Why nothing can be written any more. */
  #failure: unknown;
  #goneListener: ((gone: StoreGone) => void) | undefined;

  private constructor(store: StrictStore, { contents, isNew, fence }: TakenOver, unsaved: UnsavedCommands) {
    const { identity, state, outbox, outboxEnd } = contents;
    const identityOf = deviceIdentity(identity.deviceSecretKey);
    const kept = unsaved.after(identityOf.replica, outboxEnd.nextSequence);
    this.#store = store;
    this.#fence = fence;
    this.#unsaved = unsaved;
    this.#meta = state ?? emptyMeta;
    this.#nextDurable = outboxEnd.nextSequence;
    this.opened = {
      ...identityOf,
      founder: identity.founder,
      state,
      outbox,
      unsaved: kept,
      nextSequence: outboxEnd.nextSequence + kept.length,
      lastDigest: outboxEnd.lastDigest,
      isNew,
    };
  }

  /**
   * Opens the board's database and fences every window that opened it before.
   *
   * @throws StoreCorrupted | StoreTooNew | StoreTooOld | StoreFailed
   */
  static async open(boardId: string, options: StoreOptions): Promise<ReplicaStore> {
    let opened: ReplicaStore | undefined;
    const store = strictStore(options.indexedDB, databaseName(boardId), {
      disconnected: () => {
        if (opened !== undefined) void opened.#checkWhetherGone();
      },
    });
    try {
      opened = new ReplicaStore(store, await takeOver(store.use, options), options.unsaved);
      // Kept commands of an earlier page are signed and stored with the first batch; until then they stay in Web
      // Storage.
      if (opened.opened.unsaved.length === 0) options.unsaved.clear();
      return opened;
    } catch (error) {
      store.close();
      throw storeErrorOf(error, 'open');
    }
  }

  /** Removes the board from this device. Its replica never votes again. @throws StoreFailed */
  static async destroy(boardId: string, indexedDB: IDBFactory): Promise<void> {
    try {
      await deleteDatabase(indexedDB, databaseName(boardId));
    } catch (error) {
      throw storeErrorOf(error, 'delete');
    }
  }

  /**
   * Makes `batch` durable in one transaction, and resolves once the disk has all of it. After a failure nothing of it
   * is stored, and every later call fails in the same way, because later writes depend on the lost one.
   *
   * @throws StoreFenced if another window has opened the board since, StoreGone if the database was deleted,
   *   StoreFailed if the storage failed, and bugs of the page unchanged
   */
  async commit(batch: PartialBatch): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const { meta, changes } = this.#merge(batch);
    try {
      const use = isHintOnly(batch) ? this.#store.useRelaxed : this.#store.use;
      await use('readwrite', (objects) => this.#write(objects, changes));
      this.#meta = meta;
      const last = batch.outbox?.append.at(-1);
      if (last !== undefined) this.#nextDurable = lastOf(last) + 1;
      if (this.#nextDurable >= this.opened.nextSequence) this.#unsaved.clear();
    } catch (error) {
      const isGone = isStorageFailure(error) && (await this.#store.isGone());
      this.#failure ??= isGone ? new StoreGone() : storeErrorOf(error, 'save');
      this.#store.close();
      throw this.#failure;
    }
  }

  /**
   * The page is about to end: keeps the commands of `pending` that the database does not hold. Synchronous; never
   * throws.
   *
   * @param pending the outbox's commands: in sequence order, without holes.
   */
  keepUnsaved(pending: readonly PendingCommand[]): void {
    const unsaved = pending.filter(({ sequence }) => sequence >= this.#nextDurable);
    this.#unsaved.keep(this.opened.replica, unsaved);
  }

  /** Calls back once if the database is deleted, also while nothing is being saved. One listener. */
  onGone(listener: (gone: StoreGone) => void): void {
    this.#goneListener = listener;
  }

  /** The browser closed the connection, possibly for another reason. Never rejects. */
  async #checkWhetherGone(): Promise<void> {
    if (this.#failure !== undefined) return;
    const isGone = await this.#store.isGone();
    // Closed or failed meanwhile: the connection opened for the check is not needed.
    if (this.#failure !== undefined) return this.#store.close();
    if (!isGone) return;
    const gone = new StoreGone();
    this.#failure = gone;
    this.#goneListener?.(gone);
  }

  /** Closes the database; a commit in flight is completed. */
  close(): void {
    this.#failure ??= new StoreFailed(new Error('the store was closed'));
    this.#store.close();
  }

  /** Later writes replace earlier ones. */
  #merge({ writes, outbox }: PartialBatch): { readonly meta: DurableMeta; readonly changes: Changes } {
    let { generation, promised, decidedThrough, compactedThrough, heard, supersededBy, rolledBack } =
      this.#meta;
    let snapshot: SnapshotImage | undefined;
    const records = new Map<number, LogRecord>();
    for (const write of writes) {
      generation = write.generation;
      promised = write.promised ?? promised;
      decidedThrough = write.decidedThrough ?? decidedThrough;
      compactedThrough = write.compactedThrough ?? compactedThrough;
      heard = write.heard ?? heard;
      supersededBy = write.supersededBy ?? supersededBy;
      rolledBack = write.rolledBack ?? rolledBack;
      snapshot = write.snapshot ?? snapshot;
      for (const record of write.records) records.set(record.slot, record);
    }
    const stopped = { supersededBy, rolledBack };
    const meta = { generation, promised, decidedThrough, compactedThrough, heard, ...stopped };
    const puts: [IDBValidKey, unknown][] = [];
    for (const record of records.values()) {
      if (record.slot > compactedThrough) puts.push([logKey(record.slot), encodeRecord(record)]);
    }
    if (snapshot !== undefined) puts.push([keys.snapshot, storable(snapshot)]);
    if (writes.length > 0) puts.push([keys.meta, encodeMeta(meta)]);
    for (const group of outbox?.append ?? []) puts.push([outboxKey(group.first), encodeGroup(group)]);
    const last = outbox?.append.at(-1);
    // A copy: for a view, the whole buffer would be stored.
    if (last !== undefined)
      puts.push([
        keys.outboxEnd,
        { nextSequence: lastOf(last) + 1, lastDigest: new Uint8Array(last.digest) },
      ]);
    const removeThrough = compactedThrough > this.#meta.compactedThrough ? compactedThrough : undefined;
    return { meta, changes: { removeThrough, puts, removeCommands: outbox?.remove ?? [] } };
  }

  #write(objects: IDBObjectStore, { removeThrough, puts, removeCommands }: Changes): Promise<void> {
    return new Promise((resolve, reject) => {
      const { transaction } = objects;
      let why: unknown;
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(why ?? transaction.error);
      const fence = objects.get(keys.fence);
      fence.onsuccess = () => {
        try {
          if (!isFence(fence.result, this.#fence)) throw new StoreFenced();
          if (removeThrough !== undefined)
            objects.delete(IDBKeyRange.bound(...logKeysThrough(removeThrough)));
          for (const [key, value] of puts) objects.put(value, key);
          for (const first of removeCommands) objects.delete(outboxKey(first));
        } catch (error) {
          why = error;
          transaction.abort();
        }
      };
    });
  }
}

/** A copy without the rest of its buffer. */
function storable({ through, digest, bytes }: SnapshotImage): SnapshotImage {
  return { through, digest, bytes: new Uint8Array(bytes) };
}

interface TakenOver {
  readonly contents: Contents;
  readonly isNew: boolean;
  readonly fence: Uint8Array;
}

/** In one transaction: reads everything, creates an identity if there is none, and sets a new fence. */
async function takeOver(use: UseStore, options: StoreOptions): Promise<TakenOver> {
  const fence = options.random(fenceBytes);
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
      objects.put(fence, keys.fence);
    } catch (error) {
      done.catch(() => undefined);
      transaction.abort();
      throw error;
    }
    await done;
  });
  if (found !== undefined) return { contents: found, isNew: false, fence };
  return {
    contents: {
      identity,
      state: undefined,
      outbox: [],
      outboxEnd: { nextSequence: 1, lastDigest: noDigest },
    },
    isNew: true,
    fence,
  };
}

function isFence(stored: unknown, fence: Uint8Array): boolean {
  return (
    stored instanceof Uint8Array &&
    stored.length === fence.length &&
    stored.every((byte, position) => byte === fence[position])
  );
}

function newIdentity({ random, now, founder }: StoreOptions): Identity {
  return { format: formatVersion, deviceSecretKey: random(deviceKeyBytes), founder, createdAt: now() };
}
