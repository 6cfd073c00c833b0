/** The votes that this computer lends: stored, run, and ended. */

import equal from 'fast-deep-equal';
import { Emitter } from '#app/emitter/emitter.ts';
import type { HostBook } from '#app/mesh/discovery/host-book.ts';
import { Backoff, type BackoffLimits } from '#app/mesh/redial/backoff.ts';
import { BoardOpenElsewhere } from '#app/session/api.ts';
import { Network } from '#app/session/device/network.ts';
import type { Release } from '#app/shelf/opening/single-window.ts';
import { storedKeyValues } from '#app/shelf/records/key-values.ts';
import { boundedName, ShelfRecords, shelfDatabase } from '#app/shelf/records/shelf-records.ts';
import { withDefaults } from '#app/shelf/shelf-defaults.ts';
import type { ShelfOptions } from '#app/shelf/shelf-options.ts';
import { lastingFault, StoreError } from '#app/store/errors.ts';
import { ReplicaStore } from '#app/store/replica/replica-store.ts';
import { strictStore } from '#app/store/strict-store.ts';
import { maxPeerNameLength } from '#shared/invite/handshake.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { deriveKeys, linkKeysOf } from '#shared/invite/keys/keys.ts';
import { witnessPermission } from '#shared/invite/keys/witness-permission.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { type LentRecord, LentRecords, lentDatabase } from './lent-records.ts';
import { type LentState, type LentVote, type LentVotes, maxLent, TooManyLent } from './lent-votes.ts';
import { RunningWitness } from './running-witness.ts';
import { openWitnessStore } from './witness-store.ts';

/** While another window runs a witness, this one looks again after so many milliseconds. */
const lookAgainMilliseconds = 5_000;

/** For the storage of this computer: perhaps nobody looks at it for days, so a failure of it is not the end. */
const retryLimits: BackoffLimits = { firstMs: 5_000, longestMs: 5 * 60_000 };

/**
 * Starts the witnesses that were lent before.
 *
 * @returns undefined on a guest, which stores nothing.
 */
export function startLending(some: ShelfOptions): LentVotes | undefined {
  const options = withDefaults(some);
  if (options.isGuest) return undefined;
  const lender = new Lender(options);
  lender.start();
  return lender;
}

interface Lent {
  record: LentRecord;
  now: LentState;
  witness?: RunningWitness;
  release?: Release;
  /** Of failures of its storage. */
  readonly backoff: Backoff;
  cancelNextStart?: () => void;
  /** The latest start or stop. */
  turn: Promise<void>;
}

class Lender implements LentVotes {
  readonly #options: Required<ShelfOptions>;
  readonly #records: LentRecords;
  readonly #network: Network;
  readonly #lent = new Map<string, Lent>();
  readonly #listeners = new Emitter<void>();
  /** Of failures to read {@link #records}. */
  readonly #backoff: Backoff;
  #list: readonly LentVote[] = [];
  #started: Promise<void> = Promise.resolve();

  constructor(options: Required<ShelfOptions>) {
    const { indexedDB, random, secrets, warn, now, clock, nearby, signaling: own } = options;
    this.#options = options;
    this.#backoff = new Backoff(retryLimits, random);
    const valuesOf = (name: string) => storedKeyValues(strictStore(indexedDB, name, { recreate: true }).use);
    this.#records = new LentRecords(valuesOf(lentDatabase), secrets, warn);
    const shelf = new ShelfRecords(valuesOf(shelfDatabase), warn);
    // The window's own network keeps the addresses of hosts.
    const records = { network: () => shelf.network(), setNetwork: async () => undefined };
    this.#network = new Network({ records, now, clock, nearby, own, warn });
  }

  start(): void {
    // A vote may be lent before the list can be read.
    this.#started = this.#started
      .then(() => this.#startAll())
      .catch((error: unknown) => {
        this.#options.warn(`The votes that this device lends are not known: ${String(error)}`);
        this.#options.clock.after(this.#backoff.fail(), () => this.start());
      });
  }

  list(): readonly LentVote[] {
    return this.#list;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  lend(invite: Invite, name: string): Promise<ReplicaId> {
    // One after another: a second click finds the first one's.
    const lending = this.#started.then(() => this.#lend(invite, name));
    this.#started = lending.then(
      () => undefined,
      () => undefined,
    );
    return lending;
  }

  async #lend({ secret, boardName, hosts }: Invite, name: string): Promise<ReplicaId> {
    const keys = deriveKeys(secret);
    const { editorSecretKey, boardId } = keys;
    if (editorSecretKey === undefined) throw new RangeError('a viewer cannot lend a vote');
    const known = this.#lent.get(boardId);
    if (known?.record.ended === true) await this.#end(known);
    else if (known !== undefined) return known.record.replica;
    if (this.#lent.size >= maxLent) throw new TooManyLent(`${maxLent} votes are lent`);
    const store = await openWitnessStore(boardId, this.#options);
    const { replica, deviceKey } = store.opened;
    store.close();
    const record: LentRecord = {
      boardName,
      name: boundedName(name, maxPeerNameLength),
      replica,
      keys: linkKeysOf(keys),
      permission: witnessPermission(deviceKey, editorSecretKey),
      hosts,
    };
    await this.#records.keep(record);
    const lent = this.#add(record);
    await this.#run(lent);
    return replica;
  }

  async stop(boardId: string): Promise<void> {
    await this.#started;
    const lent = this.#lent.get(boardId);
    if (lent !== undefined) await this.#end(lent);
  }

  async #end(lent: Lent): Promise<void> {
    const { boardId } = lent.record.keys;
    await lent.turn;
    this.#change(lent, { state: 'ending' });
    try {
      await this.#halt(lent);
      // First the end and then the deletion: what cannot be deleted must not vote after the next start of the app.
      lent.record = { ...lent.record, ended: true };
      await this.#records.keep(lent.record);
      await ReplicaStore.destroy(boardId, this.#options.indexedDB, 'witness');
      await this.#records.remove(boardId);
    } catch (error) {
      // A person can try again.
      this.#change(lent, { state: 'stopped', reason: 'notDeleted' });
      throw error;
    }
    this.#forget(boardId);
  }

  #forget(boardId: string): void {
    this.#lent.delete(boardId);
    if (this.#lent.size === 0) this.#network.leave();
    this.#publish();
  }

  async #startAll(): Promise<void> {
    const stored = await this.#records.all();
    const records = stored.filter(({ keys }) => !this.#lent.has(keys.boardId));
    await Promise.all(
      records.map((record) => {
        const lent = this.#add(record);
        return record.ended === true ? this.#endAgain(lent) : this.#run(lent);
      }),
    );
  }

  /** Its storage could not be deleted when it ended. */
  #endAgain(lent: Lent): Promise<void> {
    return this.#end(lent).catch((error: unknown) =>
      this.#options.warn(`What a lent vote has stored is not deleted: ${String(error)}`),
    );
  }

  #add(record: LentRecord): Lent {
    const backoff = new Backoff(retryLimits, this.#options.random);
    const lent: Lent = { record, now: { state: 'starting' }, backoff, turn: Promise.resolve() };
    this.#lent.set(record.keys.boardId, lent);
    this.#publish();
    return lent;
  }

  #run(lent: Lent): Promise<void> {
    lent.turn = this.#open(lent).catch((error: unknown) => {
      this.#options.warn(`A lent vote could not be started: ${String(error)}`);
      const lasting = error instanceof StoreError ? lastingFault(error.fault) : undefined;
      this.#change(lent, { state: 'stopped', reason: lasting?.type ?? 'failed' });
      if (lasting !== undefined) return;
      this.#startAfter(lent, lent.backoff.fail());
    });
    return lent.turn;
  }

  async #open(lent: Lent): Promise<void> {
    const { boardId } = lent.record.keys;
    try {
      lent.release = await this.#options.singleWindow.hold(`witness-${boardId}`);
    } catch (error) {
      if (!(error instanceof BoardOpenElsewhere)) throw error;
      return this.#lookAgain(lent);
    }
    try {
      // Another window may have ended it meanwhile: a new storage under its record would be another witness.
      if (!(await this.#records.isLent(boardId))) {
        this.#release(lent);
        return this.#forget(boardId);
      }
      const hosts = await this.#hosts();
      const store = await openWitnessStore(boardId, this.#options);
      if (store.opened.replica !== lent.record.replica) {
        store.close();
        this.#release(lent);
        return this.#change(lent, { state: 'stopped', reason: 'lost' });
      }
      lent.witness = this.#witness(lent, store, hosts);
      this.#observe(lent);
    } catch (error) {
      this.#release(lent);
      throw error;
    }
  }

  /** @param store is closed if the witness cannot be started: an open one would hold up its deletion. */
  #witness(lent: Lent, store: ReplicaStore, hosts: HostBook): RunningWitness {
    const { connect, openReplica, pageLife, deviceLife } = this.#options;
    const { replica, deviceKey, deviceSecretKey } = store.opened;
    const { keys, name, permission } = lent.record;
    const me = { replica, deviceKey, deviceSecretKey, name, witness: permission };
    try {
      return new RunningWitness({
        keys,
        store,
        transport: connect({ me, keys, hosts }),
        openReplica,
        lives: { pageLife, deviceLife },
        changed: () => queueMicrotask(() => this.#observe(lent)),
      });
    } catch (error) {
      store.close();
      throw error;
    }
  }

  async #hosts(): Promise<HostBook> {
    const { signaling, warn } = this.#options;
    const own = await signaling().catch((error: unknown) => {
      warn(`The signaling servers are not known: ${String(error)}`);
      return [];
    });
    const invited = [...this.#lent.values()].flatMap(({ record }) => record.hosts);
    return this.#network.enter(own, [...new Set(invited)]);
  }

  #observe(lent: Lent): void {
    const { witness } = lent;
    if (witness === undefined || lent.now.state === 'ending') return;
    const { isElsewhere, hasStorageFailed } = witness;
    const now = witness.state();
    if (now.state === 'spare' || now.state === 'votes') lent.backoff.reset();
    if (!isElsewhere) this.#change(lent, now);
    if (!isElsewhere && !hasStorageFailed) return;
    // Another window, which has not asked for the lock, uses its storage; or the storage failed.
    lent.turn = this.#halt(lent)
      .catch((error: unknown) => this.#options.warn(`A lent vote did not stop: ${String(error)}`))
      .then(() => {
        if (lent.now.state === 'ending') return;
        if (isElsewhere) this.#lookAgain(lent);
        else this.#startAfter(lent, lent.backoff.fail());
      });
  }

  #lookAgain(lent: Lent): void {
    this.#change(lent, { state: 'elsewhere' });
    this.#startAfter(lent, lookAgainMilliseconds);
  }

  #startAfter(lent: Lent, milliseconds: number): void {
    lent.cancelNextStart = this.#options.clock.after(milliseconds, () => void this.#run(lent));
  }

  async #halt(lent: Lent): Promise<void> {
    lent.cancelNextStart?.();
    const { witness } = lent;
    delete lent.witness;
    try {
      await witness?.stop();
    } finally {
      this.#release(lent);
    }
  }

  #release(lent: Lent): void {
    lent.release?.();
    delete lent.release;
  }

  #change(lent: Lent, now: LentState): void {
    if (equal(lent.now, now)) return;
    lent.now = now;
    this.#publish();
  }

  #publish(): void {
    this.#list = [...this.#lent.values()]
      .map(({ record: { keys, boardName, name, replica: id }, now }) => ({
        boardId: keys.boardId,
        boardName,
        id,
        name,
        now,
      }))
      .sort((a, b) => a.boardName.localeCompare(b.boardName, 'en') || (a.boardId < b.boardId ? -1 : 1));
    this.#listeners.emit();
  }
}
