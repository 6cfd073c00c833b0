/**
 * Encodes a replica's durable state. Storage is validated like any other input: another version may have written it, or
 * a disk may have changed it. The first byte is the format, so that later formats can be distinguished.
 */

import * as v from 'valibot';
import type { LogRecord, Successor } from '#shared/paxos/effects.ts';
import type { HeardOf } from '#shared/paxos/membership/heard.ts';
import type { Ballot } from '#shared/paxos/model/ballot.ts';
import type { Group } from '#shared/paxos/model/entry.ts';
import type { Slot } from '#shared/paxos/model/ids.ts';
import { type Decoded, pack, unpack } from './codec/codec.ts';
import {
  acceptedEntrySchema,
  acceptedEntryTuple,
  ballotOrNoneSchema,
  ballotTuple,
  countSchema,
  groupSchema,
  groupTuple,
  replicaIdSchema,
  slotSchema,
} from './entries.ts';

/** First bytes in storage: never reused. */
const recordFormats = { log: 16, meta: 17, group: 18 } as const;

/** Bytes of one stored record, at most: one entry and its overhead. */
export const maxRecordBytes = 1024 * 1024;

/** The durable state beside log and snapshot. */
export interface DurableMeta {
  readonly generation: number;
  readonly promised: Ballot;
  readonly decidedThrough: Slot;
  readonly compactedThrough: Slot;
  /** See {@link DurableState}. */
  readonly heard?: HeardOf | undefined;
  readonly supersededBy?: Successor | undefined;
  readonly rolledBack?: true | undefined;
}

/** Returns a copy, because a view would be stored with its whole buffer. */
export function encodeRecord(record: LogRecord): Uint8Array<ArrayBuffer> {
  return new Uint8Array(pack(recordFormats.log, acceptedEntryTuple(record)));
}

/** Never throws. Bodies of commands are views into `bytes`. */
export function decodeRecord(bytes: Uint8Array): Decoded<LogRecord> {
  return unpack(recordFormats.log, acceptedEntrySchema, bytes, maxRecordBytes);
}

/** Returns a copy. */
export function encodeGroup(group: Group): Uint8Array<ArrayBuffer> {
  return new Uint8Array(pack(recordFormats.group, groupTuple(group)));
}

/** Never throws. Bodies are views into `bytes`. */
export function decodeGroup(bytes: Uint8Array): Decoded<Group> {
  return unpack(recordFormats.group, groupSchema, bytes, maxRecordBytes);
}

const metaFields = [countSchema, ballotOrNoneSchema, slotSchema, slotSchema] as const;

const heardSchema = v.pipe(
  v.strictTuple([slotSchema, replicaIdSchema]),
  v.transform(([through, by]): HeardOf => ({ through, by })),
);

const successorSchema = v.pipe(
  v.strictTuple([countSchema, v.nullable(slotSchema), v.nullable(slotSchema)]),
  v.transform(
    ([generation, sharedThrough, decidedThrough]): Successor => ({
      generation,
      ...(sharedThrough === null ? {} : { sharedThrough }),
      ...(decidedThrough === null ? {} : { decidedThrough }),
    }),
  ),
);

/** The last three fields are present only if one of them is set. */
const metaSchema = v.pipe(
  v.union([
    v.strictTuple(metaFields),
    v.strictTuple([...metaFields, v.nullable(heardSchema), v.nullable(successorSchema), v.boolean()]),
  ]),
  v.transform(
    ([
      generation,
      promised,
      decidedThrough,
      compactedThrough,
      heard,
      successor,
      isRolledBack,
    ]): DurableMeta => ({
      generation,
      promised,
      decidedThrough,
      compactedThrough,
      ...(heard === undefined || heard === null ? {} : { heard }),
      ...(successor === undefined || successor === null ? {} : { supersededBy: successor }),
      ...(isRolledBack === true ? { rolledBack: true } : {}),
    }),
  ),
);

export function encodeMeta(meta: DurableMeta): Uint8Array<ArrayBuffer> {
  const { generation, promised, decidedThrough, compactedThrough, heard, supersededBy, rolledBack } = meta;
  const fields: unknown[] = [generation, ballotTuple(promised), decidedThrough, compactedThrough];
  if (heard !== undefined || supersededBy !== undefined || rolledBack === true) {
    fields.push(heard === undefined ? null : [heard.through, heard.by]);
    fields.push(supersededBy === undefined ? null : successorTuple(supersededBy), rolledBack === true);
  }
  return new Uint8Array(pack(recordFormats.meta, fields));
}

function successorTuple({ generation, sharedThrough, decidedThrough }: Successor): readonly unknown[] {
  return [generation, sharedThrough ?? null, decidedThrough ?? null];
}

/** Never throws. */
export function decodeMeta(bytes: Uint8Array): Decoded<DurableMeta> {
  return unpack(recordFormats.meta, metaSchema, bytes, maxRecordBytes);
}
