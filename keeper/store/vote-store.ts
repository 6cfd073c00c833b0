/**
 * The storage of one kept vote, in a folder of its own: the witness's key, its promises and accepts, and the record of
 * the vote. All in one log, so that a witness that lost its promises has lost its identity, too (`docs/protocol.md`,
 * "Model": amnesia is death).
 *
 * Contents and their validation are those of a replica's database (`app/store/replica/layout.ts`).
 */

import { Packr } from 'msgpackr';
import * as v from 'valibot';
import type { BoardStore } from '#app/store/board-store.ts';
import { StoreCorrupted, StoreFailed } from '#app/store/errors.ts';
import { type Changes, mergeBatch, type PartialBatch } from '#app/store/replica/batch-changes.ts';
import { emptyMeta, formatVersion, type Identity, keys, readContents } from '#app/store/replica/layout.ts';
import type { Opened } from '#app/store/replica/replica-store.ts';
import { peerProtocol } from '#shared/invite/handshake.ts';
import { deviceIdentity } from '#shared/invite/keys/device-key.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { sequenceOf } from '#shared/paxos/model/sequence.ts';
import { isHintOnly } from '#shared/replica/loop/loop.ts';
import { scan } from '#shared/wire/codec/scan.ts';
import type { DurableMeta } from '#shared/wire/record.ts';
import { type Files, NumberedLog } from './numbered-log.ts';
import { encodeVote, readVote, type VoteRecord } from './vote-record.ts';

/** Bytes of the values of one vote, at most; twice what the engine of a witness keeps for an absent member. */
export const maxVoteBytes = 128 * 1024 * 1024;

/** Bytes of a file from which on it is replaced, if most of it is no longer needed. */
const replaceFromBytes = 1024 * 1024;

/** The key of the {@link VoteRecord}, beside those of the layout. */
const voteKey = 'vote';

type Key = string | readonly (string | number)[];

const packr = new Packr({ useRecords: false, copyBuffers: true });

const keySchema = v.union([
  v.pipe(v.string(), v.maxLength(16)),
  v.pipe(
    v.array(v.union([v.pipe(v.string(), v.maxLength(16)), v.pipe(v.number(), v.safeInteger())])),
    v.maxLength(3),
  ),
]);

/** The last slot whose record is removed, or null; and the values to put. */
const recordSchema = v.strictTuple([
  v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  v.array(v.strictTuple([keySchema, v.unknown()])),
]);

interface Stored {
  readonly key: Key;
  readonly value: unknown;
  readonly bytes: number;
}

export interface OpenedVote {
  readonly store: VoteStore;
  readonly vote: VoteRecord;
}

export class VoteStore implements BoardStore {
  readonly opened: Opened;
  readonly #log: NumberedLog;
  readonly #values: Map<string, Stored>;
  readonly #mostBytes: number;
  #liveBytes = 0;
  #meta: DurableMeta;
  #failure: unknown;

  private constructor(log: NumberedLog, values: Map<string, Stored>, isNew: boolean, mostBytes: number) {
    const contents = readContents(inOrder(values), 'witness');
    if (contents === undefined) throw new StoreCorrupted('no identity');
    const { identity, state, outboxEnd } = contents;
    this.#log = log;
    this.#values = values;
    this.#mostBytes = mostBytes;
    this.#meta = state ?? emptyMeta;
    for (const { bytes } of values.values()) this.#liveBytes += bytes;
    this.opened = {
      ...deviceIdentity(identity.deviceSecretKey),
      founder: false,
      state,
      // A witness gives no commands.
      outbox: [],
      unsaved: { groups: [], commands: [] },
      nextSequence: sequenceOf(0, 1),
      lastDigest: outboxEnd.lastDigest,
      isNew,
    };
  }

  /**
   * Stores a new vote, durably.
   *
   * @param folder is created, and must not hold another vote.
   * @throws StoreFailed
   */
  static async create(
    folder: string,
    deviceSecretKey: Uint8Array,
    vote: VoteRecord,
    { files, now, mostBytes = maxVoteBytes }: VoteStoreOptions,
  ): Promise<VoteStore> {
    const { log, records } = await NumberedLog.open(folder, true, files);
    if (records.length > 0) {
      await log.close();
      throw new StoreFailed(new Error('the folder is in use'), 'open');
    }
    const identity: Identity = { format: formatVersion, deviceSecretKey, founder: false, createdAt: now() };
    const values = new Map<string, Stored>();
    put(values, keys.identity, identity);
    // It numbers commands, of which a witness gives none.
    put(values, keys.incarnation, 0);
    put(values, keys.protocol, peerProtocol);
    put(values, voteKey, encodeVote(vote));
    await log.begin(headOf(values));
    return new VoteStore(log, values, true, mostBytes);
  }

  /**
   * Opens a stored vote, and fences every process that has it open.
   *
   * @param witness whose vote it must be: a copy of another one's folder would let that one vote twice.
   * @returns undefined if its creation did not finish.
   * @throws StoreGone without a folder, StoreCorrupted | StoreTooNew | StoreTooOld | StoreFenced | StoreFailed
   */
  static async open(
    folder: string,
    witness: ReplicaId,
    { files, mostBytes = maxVoteBytes }: Omit<VoteStoreOptions, 'now'>,
  ): Promise<OpenedVote | undefined> {
    const { log, records } = await NumberedLog.open(folder, false, files);
    try {
      if (records.length === 0) {
        await log.close();
        return undefined;
      }
      const values = new Map<string, Stored>();
      for (const record of records) apply(values, readRecord(record));
      const store = new VoteStore(log, values, false, mostBytes);
      if (store.opened.replica !== witness) throw new StoreCorrupted(`the vote ${store.opened.replica}`);
      const vote = readVote(values.get(nameOf(voteKey))?.value);
      if (vote === undefined) throw new StoreCorrupted('the record of the vote');
      put(values, keys.protocol, peerProtocol);
      await log.begin(headOf(values));
      return { store, vote };
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  /**
   * Resolves once the disk has all of `batch`. After a failure every later call fails in the same way, because later
   * writes depend on the lost one.
   *
   * @throws StoreFenced | StoreGone | StoreFailed
   */
  async commit(batch: PartialBatch): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      await this.#commit(batch);
    } catch (error) {
      this.#failure ??= error;
      await this.#log.close();
      throw this.#failure;
    }
  }

  keepUnsaved(): void {
    // A witness gives no commands.
  }

  onGone(): void {
    // The next write fails if the folder was deleted; until then nothing notices it.
  }

  close(): void {
    this.#failure ??= new StoreFailed(new Error('the store was closed'));
    void this.#log.close();
  }

  /** As {@link close}; resolves once no file is open. */
  async closed(): Promise<void> {
    this.close();
    await this.#log.close();
  }

  async #commit(batch: PartialBatch): Promise<void> {
    const { meta, changes } = mergeBatch(this.#meta, batch);
    const record = [changes.removeThrough ?? null, changes.puts] as const;
    const bytes = packr.pack(record);
    if (this.#liveBytes + bytes.byteLength > this.#mostBytes && changes.removeThrough === undefined)
      throw new StoreFailed(Object.assign(new Error('too much'), { name: 'QuotaExceededError' }));
    await this.#log.append(bytes, !isHintOnly(batch));
    this.#liveBytes += apply(this.#values, record);
    this.#meta = meta;
    if (this.#log.bytes > replaceFromBytes && this.#log.bytes > 2 * this.#liveBytes)
      await this.#log.replace(headOf(this.#values));
  }
}

export interface VoteStoreOptions {
  readonly files?: Files | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** {@link maxVoteBytes} unless given. */
  readonly mostBytes?: number | undefined;
}

/** @throws StoreCorrupted: the checksum is right, so a faulty program has written it. */
function readRecord(bytes: Uint8Array): readonly [number | null, Changes['puts']] {
  const problem = scan(bytes, 0, { maxDepth: 8, maxValues: 4_000_000 });
  if (problem !== undefined) throw new StoreCorrupted(`a record that is ${problem}`);
  let value: unknown;
  try {
    value = packr.unpack(bytes.slice());
  } catch {
    throw new StoreCorrupted('a record that cannot be decoded');
  }
  const parsed = v.safeParse(recordSchema, value);
  if (!parsed.success) throw new StoreCorrupted(`a record: ${parsed.issues[0].message}`);
  return parsed.output;
}

/** @returns the bytes by which the values grow. */
function apply(
  values: Map<string, Stored>,
  [removeThrough, puts]: readonly [number | null, Changes['puts']],
): number {
  let grown = 0;
  if (removeThrough !== null) {
    for (const [name, { key, bytes }] of values) {
      if (!Array.isArray(key) || key[0] !== 'log' || key[1] > removeThrough) continue;
      values.delete(name);
      grown -= bytes;
    }
  }
  for (const [key, value] of puts) grown += put(values, key as Key, value);
  return grown;
}

/** @returns the bytes by which the values grow. */
function put(values: Map<string, Stored>, key: Key, value: unknown): number {
  const name = nameOf(key);
  const before = values.get(name)?.bytes ?? 0;
  const bytes = packr.pack([key, value]).byteLength;
  values.set(name, { key, value: plain(value), bytes });
  return bytes - before;
}

function nameOf(key: Key): string {
  return JSON.stringify(key);
}

function headOf(values: ReadonlyMap<string, Stored>): Uint8Array {
  return packr.pack([null, [...values.values()].map(({ key, value }) => [key, value])]);
}

/** In the order of IndexedDB's keys, as far as the reader depends on it: the log's slots ascend. */
function inOrder(values: ReadonlyMap<string, Stored>): (readonly [IDBValidKey, unknown])[] {
  const position = ({ key }: Stored) => (Array.isArray(key) ? Number(key[1]) : 0);
  return [...values.values()]
    .sort((a, b) => position(a) - position(b))
    .map(({ key, value }) => [key as IDBValidKey, value]);
}

/** Node's `Buffer`, which the decoder returns, differs from the Uint8Array that it extends. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}
