/**
 * What a replica's storage holds, as bytes. Storage is a boundary like any other: another version wrote it, or a
 * disk changed it. The first byte is the format, so that a later one can tell them apart.
 */

import * as v from 'valibot';
import type { LogRecord } from '#shared/paxos/effects.ts';
import type { Ballot } from '#shared/paxos/model/ballot.ts';
import type { Slot } from '#shared/paxos/model/ids.ts';
import { type Decoded, pack, unpack } from './codec.ts';
import {
  acceptedEntrySchema,
  acceptedEntryTuple,
  ballotOrNoneSchema,
  ballotTuple,
  countSchema,
  slotSchema,
} from './entries.ts';

/** First bytes in storage: never used again for something else. */
const recordFormats = { log: 16, meta: 17 } as const;

/** Bytes of one record in storage, at most: one entry, and room for what describes it. */
export const maxRecordBytes = 1024 * 1024;

/** What a replica keeps beside its log and its snapshot. */
export interface DurableMeta {
  readonly generation: number;
  readonly promised: Ballot;
  readonly decidedThrough: Slot;
  readonly compactedThrough: Slot;
  /** The generation in which the board went on without this replica; absent while it has not. */
  readonly supersededBy?: number | undefined;
}

/** A copy of its own, fit for storing: a view would be stored with all of the buffer that it is a part of. */
export function encodeRecord(record: LogRecord): Uint8Array<ArrayBuffer> {
  return new Uint8Array(pack(recordFormats.log, acceptedEntryTuple(record)));
}

/** Never throws. Bodies of commands are views into `bytes`. */
export function decodeRecord(bytes: Uint8Array): Decoded<LogRecord> {
  return unpack(recordFormats.log, acceptedEntrySchema, bytes, maxRecordBytes);
}

const metaFields = [countSchema, ballotOrNoneSchema, slotSchema, slotSchema] as const;

/** The last field is there only in a replica that was superseded. */
const metaSchema = v.pipe(
  v.union([v.strictTuple(metaFields), v.strictTuple([...metaFields, countSchema])]),
  v.transform(([generation, promised, decidedThrough, compactedThrough, supersededBy]): DurableMeta => {
    const meta = { generation, promised, decidedThrough, compactedThrough };
    return supersededBy === undefined ? meta : { ...meta, supersededBy };
  }),
);

export function encodeMeta(meta: DurableMeta): Uint8Array<ArrayBuffer> {
  const { generation, promised, decidedThrough, compactedThrough, supersededBy } = meta;
  const fields = [generation, ballotTuple(promised), decidedThrough, compactedThrough];
  if (supersededBy !== undefined) fields.push(supersededBy);
  return new Uint8Array(pack(recordFormats.meta, fields));
}

/** Never throws. */
export function decodeMeta(bytes: Uint8Array): Decoded<DurableMeta> {
  return unpack(recordFormats.meta, metaSchema, bytes, maxRecordBytes);
}
