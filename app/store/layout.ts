/** What is where in a board's database, and the check of everything that is read from it. */

import * as v from 'valibot';
import { compareBallots, isSameBallot, noBallot } from '#shared/paxos/ballot.ts';
import type { DurableState, LogRecord } from '#shared/paxos/effects.ts';
import { maxCommandBytes } from '#shared/paxos/entry.ts';
import { isReplicaId, noSlot, type ReplicaId } from '#shared/paxos/ids.ts';
import { type DurableMeta, decodeMeta, decodeRecord } from '#shared/wire/record.ts';
import { StoreCorrupted, StoreTooNew } from './errors.ts';

/** Raised when an older version could not read what is written. */
export const formatVersion = 1;

/** One command of this device that is not known to be applied. */
export interface PendingCommand {
  readonly sequence: number;
  readonly body: Uint8Array;
}

export interface Identity {
  readonly format: number;
  readonly replica: ReplicaId;
  /** Whether this replica is the one that the board begins with. */
  readonly founder: boolean;
  /** Milliseconds since 1970; for people only. */
  readonly createdAt: number;
}

/** Keys of single values. The log is at `['log', slot]`, pending commands at `['outbox', sequence]`. */
export const keys = {
  identity: 'identity',
  /** Counts how often the database was opened: the latest opener alone may write. */
  incarnation: 'incarnation',
  meta: 'meta',
  outboxNext: 'outboxNext',
} as const;

export function logKey(slot: number): [string, number] {
  return ['log', slot];
}

export function outboxKey(sequence: number): [string, number] {
  return ['outbox', sequence];
}

const positiveSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const bytesSchema = v.instance(Uint8Array);
const listKeySchema = v.strictTuple([v.picklist(['log', 'outbox']), positiveSchema]);
const bodySchema = v.pipe(
  bytesSchema,
  v.check((body) => body.byteLength <= maxCommandBytes, 'a command that is too large'),
);
const identitySchema = v.strictObject({
  format: v.literal(formatVersion),
  replica: v.custom<ReplicaId>((value) => typeof value === 'string' && isReplicaId(value)),
  founder: v.boolean(),
  createdAt: v.number(),
});
const anyFormatSchema = v.looseObject({ format: positiveSchema });

export const incarnationSchema = positiveSchema;

/** Everything that a board's database holds. */
export interface Contents {
  readonly identity: Identity;
  readonly incarnation: number;
  /** Absent before the first write. */
  readonly state: DurableState | undefined;
  readonly outbox: readonly PendingCommand[];
  /** The number of the next command; never one that was durable before. */
  readonly nextSequence: number;
}

/**
 * @param entries all of the database, in key order.
 * @returns undefined if there is nothing at all.
 * @throws StoreCorrupted | StoreTooNew
 */
export function readContents(entries: readonly (readonly [IDBValidKey, unknown])[]): Contents | undefined {
  if (entries.length === 0) return undefined;
  const singles = new Map<IDBValidKey, unknown>();
  const records: LogRecord[] = [];
  const outbox: PendingCommand[] = [];
  for (const [key, value] of entries) {
    if (typeof key === 'string') {
      singles.set(key, value);
      continue;
    }
    const [list, position] = parse(listKeySchema, key, `the key ${JSON.stringify(key)}`);
    if (list === 'log') records.push(readRecord(position, value));
    else outbox.push({ sequence: position, body: parse(bodySchema, value, `pending command ${position}`) });
  }
  const identity = readIdentity(singles.get(keys.identity));
  const incarnation = parse(incarnationSchema, singles.get(keys.incarnation), keys.incarnation);
  return {
    identity,
    incarnation,
    state: readState(singles.get(keys.meta), records),
    outbox,
    nextSequence: readNextSequence(singles.get(keys.outboxNext), outbox),
  };
}

function readIdentity(value: unknown): Identity {
  const format = v.safeParse(anyFormatSchema, value);
  if (format.success && format.output.format > formatVersion) throw new StoreTooNew();
  return parse(identitySchema, value, keys.identity);
}

function readRecord(slot: number, value: unknown): LogRecord {
  const decoded = decodeRecord(parse(bytesSchema, value, `slot ${slot}`));
  if (!decoded.ok) throw new StoreCorrupted(`slot ${slot}: ${decoded.problem}`);
  if (decoded.value.slot !== slot) throw new StoreCorrupted(`slot ${decoded.value.slot} in place of ${slot}`);
  return decoded.value;
}

function readState(value: unknown, records: readonly LogRecord[]): DurableState | undefined {
  if (value === undefined) {
    if (records.length > 0) throw new StoreCorrupted('a log without what was promised');
    return undefined;
  }
  const meta = decodeMeta(parse(bytesSchema, value, keys.meta));
  if (!meta.ok) throw new StoreCorrupted(`${keys.meta}: ${meta.problem}`);
  checkLog(meta.value, records);
  return { ...meta.value, records };
}

/** The invariants of what an engine writes (`docs/protocol.md`, "What must always hold", 3 and 6). */
function checkLog(meta: DurableMeta, records: readonly LogRecord[]): void {
  for (let position = 0; position < meta.decidedThrough; position += 1) {
    if (records[position]?.slot !== position + 1) {
      throw new StoreCorrupted(`slot ${position + 1} is decided and missing`);
    }
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

function readNextSequence(value: unknown, outbox: readonly PendingCommand[]): number {
  const next = value === undefined ? 1 : parse(positiveSchema, value, keys.outboxNext);
  outbox.forEach(({ sequence }, position) => {
    if (sequence !== next - outbox.length + position) {
      throw new StoreCorrupted(`pending command ${sequence} of those up to ${next - 1}`);
    }
  });
  return next;
}

/** What a replica has promised before its first write. */
export const emptyMeta: DurableMeta = Object.freeze({ promised: noBallot, decidedThrough: noSlot });

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new StoreCorrupted(`${what}: ${result.issues[0].message}`);
}
