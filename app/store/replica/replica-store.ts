/**
 * One board on this device: the replica's identity, its promises and accepts, and its pending commands. All in one
 * database, so that a replica that lost its promises has lost its identity, too (`docs/protocol.md`, "Model": amnesia
 * is death).
 */

import { type DeviceIdentity, deviceIdentity } from '#shared/invite/keys/device-key.ts';
import type { DurableState } from '#shared/paxos/effects.ts';
import { lastOf } from '#shared/paxos/model/entry.ts';
import { sequenceOf } from '#shared/paxos/model/sequence.ts';
import { isHintOnly } from '#shared/replica/loop/loop.ts';
import { lackedBy, lastUnsaved } from '#shared/replica/outbox/kept.ts';
import type { StoredOutbox, Unsaved } from '#shared/replica/outbox/outbox.ts';
import type { DurableMeta } from '#shared/wire/record.ts';
import { openDatabase, removeDatabase } from '../board-database.ts';
import { isStorageFailure, StoreFailed, StoreGone, storeErrorOf } from '../errors.ts';
import type { StrictStore } from '../strict-store.ts';
import type { UnsavedCommands } from '../unsaved-commands.ts';
import { applyChanges, type Chunks, mergeBatch, type PartialBatch } from './batch-changes.ts';
import { emptyMeta, type ReplicaKind } from './layout.ts';
import { type TakenOver, type TakeOverOptions, takeOver, writeFenced } from './take-over.ts';

export interface StoreOptions extends TakeOverOptions {
  readonly indexedDB: IDBFactory;
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

export class ReplicaStore {
  readonly opened: Opened;
  readonly #store: StrictStore;
  readonly #fence: Uint8Array;
  readonly #unsaved: UnsavedCommands;
  readonly #incarnation: number;
  #meta: DurableMeta;
  #chunks: Chunks | undefined;
  /** The number after the last command that the database ever held. */
  #nextDurable: number;
  /** The last command that the page storage holds; 0 if there is none. */
  #keptThrough: number;
  /** Why nothing can be written any more. */
  #failure: unknown;
  #goneListener: ((gone: StoreGone) => void) | undefined;

  private constructor(store: StrictStore, { contents, isNew, fence }: TakenOver, unsaved: UnsavedCommands) {
    const { identity, state, outbox, outboxEnd, incarnation } = contents;
    const identityOf = deviceIdentity(identity.deviceSecretKey);
    const kept = unsaved.take(identityOf.replica, incarnation, outboxEnd);
    this.#store = store;
    this.#fence = fence;
    this.#unsaved = unsaved;
    this.#incarnation = incarnation;
    this.#meta = state ?? emptyMeta;
    this.#nextDurable = outboxEnd.nextSequence;
    this.#keptThrough = lastUnsaved(kept);
    this.opened = {
      ...identityOf,
      founder: identity.founder,
      state,
      outbox,
      unsaved: kept,
      nextSequence: sequenceOf(incarnation, 1),
      lastDigest: outboxEnd.lastDigest,
      isNew,
    };
  }

  /**
   * Opens the board's database and fences every window that opened it before.
   *
   * @throws StoreCorrupted | StoreTooNew | StoreTooOld | StoreFailed
   */
  static open(boardId: string, { indexedDB, unsaved, ...options }: StoreOptions): Promise<ReplicaStore> {
    const { kind = 'board' } = options;
    let opened: ReplicaStore | undefined;
    const disconnected = () => {
      if (opened !== undefined) void opened.#checkWhetherGone();
    };
    return openDatabase({ indexedDB, kind, boardId, disconnected }, async (store) => {
      opened = new ReplicaStore(store, await takeOver(store.use, options), unsaved);
      // Kept commands of an earlier page are signed and stored with the first batch; until then they stay in Web
      // Storage.
      if (opened.#keptThrough === 0) opened.#clearUnsaved();
      return opened;
    });
  }

  /** Removes the board from this device. Its replica never votes again. @throws StoreFailed */
  static destroy(boardId: string, indexedDB: IDBFactory, kind: ReplicaKind = 'board'): Promise<void> {
    return removeDatabase(indexedDB, kind, boardId);
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
    const { meta, changes, chunks } = mergeBatch(this.#meta, batch, this.#chunks);
    try {
      const use = isHintOnly(batch) ? this.#store.useRelaxed : this.#store.use;
      await use('readwrite', (objects) =>
        writeFenced(objects, this.#fence, () => applyChanges(objects, changes)),
      );
      this.#meta = meta;
      this.#chunks = chunks;
      const last = batch.outbox?.append.at(-1);
      if (last !== undefined) this.#nextDurable = lastOf(last) + 1;
      if (this.#nextDurable > this.#keptThrough) this.#clearUnsaved();
    } catch (error) {
      const isGone = isStorageFailure(error) && (await this.#store.isGone());
      this.#failure ??= isGone ? new StoreGone() : storeErrorOf(error, 'save');
      this.#store.close();
      throw this.#failure;
    }
  }

  /**
   * The page is about to end: keeps what the database does not hold of `pending`. Synchronous; never throws.
   *
   * @param pending the whole outbox. Its commands in no group are not sent before a transaction holds them.
   */
  keepUnsaved(pending: Unsaved): void {
    const unsaved = lackedBy(this.#nextDurable, pending);
    this.#keptThrough = lastUnsaved(unsaved);
    this.#unsaved.keep(this.opened.replica, this.#incarnation, unsaved);
  }

  #clearUnsaved(): void {
    this.#unsaved.clearOwn(this.opened.replica, this.#incarnation);
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
}
