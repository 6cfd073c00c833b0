/** The layout of a board's database, and the validation of everything read from it. */

import * as v from 'valibot';
import { deviceIdentity, deviceKeyBytes } from '#shared/invite/keys/device-key.ts';
import { maxSnapshotBytes, type SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import type { DurableState, LogRecord } from '#shared/paxos/effects.ts';
import { compareBallots, isSameBallot, noBallot } from '#shared/paxos/model/ballot.ts';
import { type Group, lastOf, noDigest } from '#shared/paxos/model/entry.ts';
import { noSlot, type ReplicaId, type Slot, slot } from '#shared/paxos/model/ids.ts';
import { follows, incarnationOf, maxIncarnation } from '#shared/paxos/model/sequence.ts';
import { decodeBase } from '#shared/paxos/witness/base.ts';
import type { OutboxEnd } from '#shared/replica/outbox/kept.ts';
import { mayOpen, storedProtocolSchema } from '#shared/replica/stored-protocol.ts';
import { digestSchema } from '#shared/wire/entries.ts';
import { type DurableMeta, decodeGroup, decodeMeta, decodeRecord } from '#shared/wire/record.ts';
import { StoreCorrupted, StoreTooNew, StoreTooOld } from '../errors.ts';

/**
 * Raised when older versions could not read the data. 1 and 2, without signed commands, were never released. 4 adds the
 * incarnation, 5 snapshots in chunks. A board of an earlier version becomes one of this version when it is opened; one
 * of version 3 continues in incarnation 1.
 */
export const formatVersion = 5;

/** The first version with incarnations. */
const incarnationFormat = 4;

const oldestFormat = 3;

/** A member's replica has a snapshot of the board in place of the removed log; a witness has the base of its log. */
export type ReplicaKind = 'board' | 'witness';

export interface Identity {
  readonly format: number;
  /** The replica id is derived from it (`shared/invite/keys/device-key.ts`). */
  readonly deviceSecretKey: Uint8Array;
  /** Whether this replica founds the board. */
  readonly founder: boolean;
  /** Milliseconds since the Unix epoch; shown to people only. */
  readonly createdAt: number;
}

/**
 * Keys of single values. The log's records are at `['log', slot]`, groups of pending commands at `['outbox', first
 * sequence]`, the chunks of a large snapshot at `['chunk', last slot, position]`. Chunks to which the value at
 * `snapshot` does not refer are of a snapshot that was not completed; the next opening removes them.
 */
export const keys = {
  identity: 'identity',
  /** Random bytes of the latest opener, which alone may write. A counter would restart in a recreated database. */
  fence: 'fence',
  meta: 'meta',
  snapshot: 'snapshot',
  /** See {@link OutboxEnd}. */
  outboxEnd: 'outboxEnd',
  /** The last incarnation that was reserved (`shared/paxos/model/sequence.ts`). */
  incarnation: 'incarnation',
  /** See `shared/replica/stored-protocol.ts`. */
  protocol: 'protocol',
} as const;

/** The first part of the key of each {@link chunkKey}. */
export const chunkPrefix = 'chunk';

export function logKey(slot: number): [string, number] {
  return ['log', slot];
}

/** The keys of every slot through `through`. */
export function logKeysThrough(through: Slot): [lower: [string, number], upper: [string, number]] {
  return [logKey(1), logKey(through)];
}

/** @param first the sequence of the group's first command. */
export function outboxKey(first: number): [string, number] {
  return ['outbox', first];
}

export function chunkKey(through: Slot, position: number): [string, number, number] {
  return [chunkPrefix, through, position];
}

/** Bounds of the keys of all chunks of snapshots before that of `through`. */
export function earlierChunkKeys(through: Slot): [lower: IDBValidKey, upper: IDBValidKey] {
  return [[chunkPrefix], [chunkPrefix, through]];
}

/**
 * Bounds of the keys of all chunks of snapshots after that of `through`. In the order of keys a list is after every
 * number.
 */
export function laterChunkKeys(through: Slot): [lower: IDBValidKey, upper: IDBValidKey] {
  return [
    [chunkPrefix, through + 1],
    [chunkPrefix, []],
  ];
}

const positiveSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const bytesSchema = v.instance(Uint8Array);
const listKeySchema = v.strictTuple([v.picklist(['log', 'outbox']), positiveSchema]);
const identitySchema = v.strictObject({
  format: v.pipe(v.number(), v.integer(), v.minValue(oldestFormat), v.maxValue(formatVersion)),
  deviceSecretKey: v.pipe(
    v.instance(Uint8Array),
    v.check((key) => key.length === deviceKeyBytes, 'a device’s key of another length'),
  ),
  founder: v.boolean(),
  createdAt: v.number(),
});
const chunkKeySchema = v.strictTuple([
  v.literal(chunkPrefix),
  positiveSchema,
  v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
]);
/** A snapshot with its bytes, or the head of one that is stored in chunks. */
const snapshotSchema = v.union([
  v.strictObject({
    through: positiveSchema,
    digest: v.string(),
    bytes: v.pipe(
      bytesSchema,
      v.check((bytes) => bytes.byteLength <= maxSnapshotBytes, 'a snapshot that is too large'),
    ),
  }),
  v.strictObject({
    through: positiveSchema,
    digest: v.string(),
    totalBytes: v.pipe(positiveSchema, v.maxValue(maxSnapshotBytes, 'a snapshot that is too large')),
  }),
]);
/** Another incarnation must be left. */
const incarnationSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(maxIncarnation - 1));
const outboxEndSchema = v.strictObject({
  nextSequence: v.pipe(
    positiveSchema,
    v.check((sequence) => incarnationOf(sequence) < maxIncarnation, 'the last incarnation'),
  ),
  lastDigest: digestSchema,
});
const anyFormatSchema = v.looseObject({ format: positiveSchema });

/** The content of a board's database. */
export interface Contents {
  readonly identity: Identity;
  /** Undefined before the first write. */
  readonly state: DurableState | undefined;
  /** In sequence order, without holes in each incarnation, through the last one ever stored. */
  readonly outbox: readonly Group[];
  /** Present also if no command is pending. */
  readonly outboxEnd: OutboxEnd;
  /** The last incarnation that was reserved. */
  readonly incarnation: number;
  /** That of the newest version that has opened it; undefined if none has stored its own. */
  readonly protocol: number | undefined;
}

/**
 * @param entries the whole database, in key order.
 * @param kind of replica that has written it.
 * @returns undefined if it is empty.
 * @throws StoreCorrupted | StoreTooNew | StoreTooOld
 */
export function readContents(
  entries: readonly (readonly [IDBValidKey, unknown])[],
  kind: ReplicaKind = 'board',
): Contents | undefined {
  if (entries.length === 0) return undefined;
  const singles = new Map(entries.filter(([key]) => typeof key === 'string'));
  // First, because these say whether this version can read the others.
  const identity = readIdentity(singles.get(keys.identity));
  const protocol = parse(storedProtocolSchema, singles.get(keys.protocol), keys.protocol);
  if (!mayOpen(protocol)) throw new StoreTooNew();
  const { replica } = deviceIdentity(identity.deviceSecretKey);
  const records: LogRecord[] = [];
  const outbox: Group[] = [];
  const chunks = new Map<number, Uint8Array[]>();
  for (const [key, value] of entries) {
    if (typeof key === 'string') continue;
    if (Array.isArray(key) && key[0] === chunkPrefix) {
      readChunk(key, value, chunks);
      continue;
    }
    const [list, position] = parse(listKeySchema, key, `the key ${JSON.stringify(key)}`);
    if (list === 'log') records.push(readRecord(position, value));
    else outbox.push(readGroup(position, value, replica));
  }
  return {
    identity,
    state: readState(singles.get(keys.meta), readSnapshot(singles.get(keys.snapshot), chunks, kind), records),
    outbox,
    outboxEnd: readOutboxEnd(singles.get(keys.outboxEnd), outbox),
    incarnation: readIncarnation(singles.get(keys.incarnation), identity.format),
    protocol,
  };
}

function readIdentity(value: unknown): Identity {
  const format = v.safeParse(anyFormatSchema, value);
  if (format.success && format.output.format > formatVersion) throw new StoreTooNew();
  if (format.success && format.output.format < oldestFormat) throw new StoreTooOld();
  return parse(identitySchema, value, keys.identity);
}

function readRecord(slot: number, value: unknown): LogRecord {
  const decoded = decodeRecord(parse(bytesSchema, value, `slot ${slot}`));
  if (!decoded.ok) throw new StoreCorrupted(`slot ${slot}: ${decoded.problem}`);
  if (decoded.value.slot !== slot) throw new StoreCorrupted(`slot ${decoded.value.slot} in place of ${slot}`);
  return decoded.value;
}

function readState(
  value: unknown,
  snapshot: SnapshotImage | undefined,
  records: readonly LogRecord[],
): DurableState | undefined {
  if (value === undefined) {
    if (records.length > 0 || snapshot !== undefined)
      throw new StoreCorrupted('a log without what was promised');
    return undefined;
  }
  const meta = decodeMeta(parse(bytesSchema, value, keys.meta));
  if (!meta.ok) throw new StoreCorrupted(`${keys.meta}: ${meta.problem}`);
  checkSnapshot(meta.value, snapshot);
  checkLog(meta.value, records);
  return snapshot === undefined ? { ...meta.value, records } : { ...meta.value, snapshot, records };
}

/**
 * Adds a chunk to those of its snapshot, by position: the keys are in order. Whether they are whole, a digest tells.
 */
function readChunk(key: IDBValidKey, value: unknown, chunks: Map<number, Uint8Array[]>): void {
  const what = `the key ${JSON.stringify(key)}`;
  const [, through] = parse(chunkKeySchema, key, what);
  const of = chunks.get(through) ?? [];
  of.push(parse(bytesSchema, value, what));
  chunks.set(through, of);
}

function readSnapshot(
  value: unknown,
  chunks: ReadonlyMap<number, readonly Uint8Array[]>,
  kind: ReplicaKind,
): SnapshotImage | undefined {
  if (value === undefined) return undefined;
  const stored = parse(snapshotSchema, value, keys.snapshot);
  const { through, digest } = stored;
  const bytes = 'bytes' in stored ? stored.bytes : joined(chunks.get(through) ?? [], stored.totalBytes);
  const image = { through: slot(through), digest, bytes };
  // The digest of a board's snapshot is compared after the transaction: see `intact-snapshot.ts`.
  if (kind === 'witness' && decodeBase(image) === undefined) throw new StoreCorrupted('a damaged base');
  return image;
}

/** @throws StoreCorrupted unless `parts` have `totalBytes` bytes */
function joined(parts: readonly Uint8Array[], totalBytes: number): Uint8Array {
  const storedBytes = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (storedBytes !== totalBytes)
    throw new StoreCorrupted(`chunks of ${storedBytes} bytes, of a snapshot of ${totalBytes}`);
  const whole = new Uint8Array(totalBytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** The snapshot covers every removed slot, and only decided ones. */
function checkSnapshot(meta: DurableMeta, snapshot: SnapshotImage | undefined): void {
  const covered = snapshot?.through ?? noSlot;
  if (meta.compactedThrough > covered) {
    throw new StoreCorrupted(
      `the log up to slot ${meta.compactedThrough} is gone, the snapshot ends at ${covered}`,
    );
  }
  if (covered > meta.decidedThrough) {
    throw new StoreCorrupted(
      `a snapshot through slot ${covered}, of which ${meta.decidedThrough} are decided`,
    );
  }
}

/** The invariants of an engine's writes (`docs/protocol.md`, "Invariants", 3 and 6). */
function checkLog(meta: DurableMeta, records: readonly LogRecord[]): void {
  const { compactedThrough, decidedThrough } = meta;
  const [first] = records;
  if (first !== undefined && first.slot <= compactedThrough) {
    throw new StoreCorrupted(
      `slot ${first.slot} is there, though the log up to ${compactedThrough} was removed`,
    );
  }
  for (let position = 0; compactedThrough + position < decidedThrough; position += 1) {
    const due = compactedThrough + position + 1;
    if (records[position]?.slot !== due) throw new StoreCorrupted(`slot ${due} is decided and missing`);
  }
  for (const { slot, ballot } of records) {
    if (compareBallots(ballot, meta.promised) > 0) {
      throw new StoreCorrupted(`slot ${slot} was accepted in a higher ballot than was promised`);
    }
    if (slot > meta.decidedThrough && isSameBallot(ballot, noBallot)) {
      throw new StoreCorrupted(`slot ${slot} is neither accepted nor decided`);
    }
  }
}

function readGroup(first: number, value: unknown, origin: ReplicaId): Group {
  const decoded = decodeGroup(parse(bytesSchema, value, `pending command ${first}`));
  if (!decoded.ok) throw new StoreCorrupted(`pending command ${first}: ${decoded.problem}`);
  const group = decoded.value;
  if (group.first !== first || group.origin !== origin)
    throw new StoreCorrupted(`pending command ${group.first} of ${group.origin} in place of ${first}`);
  return group;
}

function readOutboxEnd(value: unknown, outbox: readonly Group[]): OutboxEnd {
  const end =
    value === undefined
      ? { nextSequence: 1, lastDigest: noDigest }
      : parse(outboxEndSchema, value, keys.outboxEnd);
  outbox.forEach((group, position) => {
    const next = outbox[position + 1]?.first;
    const isRight =
      next === undefined ? lastOf(group) + 1 === end.nextSequence : follows(next, lastOf(group));
    if (!isRight) {
      throw new StoreCorrupted(
        `pending commands up to ${lastOf(group)}, and then ${next ?? end.nextSequence}`,
      );
    }
  });
  return end;
}

/** Version 3 had none: all its numbers are of the first one. */
function readIncarnation(value: unknown, format: number): number {
  return value === undefined && format < incarnationFormat
    ? 0
    : parse(incarnationSchema, value, keys.incarnation);
}

/** The state of a replica before its first write. */
export const emptyMeta: DurableMeta = Object.freeze({
  generation: 0,
  promised: noBallot,
  decidedThrough: noSlot,
  compactedThrough: noSlot,
});

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new StoreCorrupted(`${what}: ${result.issues[0].message}`);
}
