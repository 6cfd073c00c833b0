/** A batch of the replica loop as the operations of one transaction. */

import type { SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import type { LogRecord } from '#shared/paxos/effects.ts';
import { lastOf } from '#shared/paxos/model/entry.ts';
import type { Slot } from '#shared/paxos/model/ids.ts';
import { defaultLimits } from '#shared/paxos/model/limits.ts';
import type { Batch } from '#shared/replica/loop/loop.ts';
import type { StoredChunk } from '#shared/replica/loop/snapshots.ts';
import { type DurableMeta, encodeGroup, encodeMeta, encodeRecord } from '#shared/wire/record.ts';
import { chunkKey, earlierChunkKeys, keys, logKey, logKeysThrough, outboxKey } from './layout.ts';

/** A batch with an optional outbox change. */
export type PartialBatch = Pick<Batch, 'writes'> & Partial<Batch>;

/** The chunks of the latest snapshot that the store holds, without a hole. */
export interface Chunks {
  readonly through: Slot;
  readonly count: number;
}

/** The operations of one transaction, in this order. */
export interface Changes {
  /** The log through this slot is removed; undefined if it stays. */
  readonly removeThrough: Slot | undefined;
  readonly puts: readonly (readonly [IDBValidKey, unknown])[];
  /** Groups of the outbox, by first sequence. */
  readonly removeCommands: readonly number[];
  /** The chunks of snapshots before this slot are removed; undefined if none are. */
  readonly removeChunksBefore: Slot | undefined;
}

/**
 * Later writes replace earlier ones.
 *
 * @param stored the stored meta data, which the writes change.
 * @param storedChunks those of a snapshot to which no write has referred yet: the rest of it is stored with the write.
 */
export function mergeBatch(
  stored: DurableMeta,
  { writes, outbox, chunk }: PartialBatch,
  storedChunks?: Chunks,
): { readonly meta: DurableMeta; readonly changes: Changes; readonly chunks: Chunks | undefined } {
  let { generation, promised, decidedThrough, compactedThrough, heard, supersededBy, rolledBack } = stored;
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
  const puts: (readonly [IDBValidKey, unknown])[] = [];
  for (const record of records.values()) {
    if (record.slot > compactedThrough) puts.push([logKey(record.slot), encodeRecord(record)]);
  }
  if (chunk !== undefined) puts.push([chunkKey(chunk.through, chunk.position), new Uint8Array(chunk.bytes)]);
  if (snapshot !== undefined) puts.push(...snapshotPuts(snapshot, storedChunks));
  if (writes.length > 0) puts.push([keys.meta, encodeMeta(meta)]);
  for (const group of outbox?.append ?? []) puts.push([outboxKey(group.first), encodeGroup(group)]);
  const last = outbox?.append.at(-1);
  // A copy: for a view, the whole buffer would be stored.
  if (last !== undefined)
    puts.push([keys.outboxEnd, { nextSequence: lastOf(last) + 1, lastDigest: new Uint8Array(last.digest) }]);
  const removeThrough = compactedThrough > stored.compactedThrough ? compactedThrough : undefined;
  return {
    meta,
    changes: {
      removeThrough,
      puts,
      removeCommands: outbox?.remove ?? [],
      removeChunksBefore: snapshot?.through,
    },
    chunks: chunk === undefined ? storedChunks : chunksWith(chunk, storedChunks),
  };
}

function chunksWith({ through, position }: StoredChunk, before: Chunks | undefined): Chunks {
  const isNext = before?.through === through && before.count === position;
  return { through, count: isNext ? position + 1 : position === 0 ? 1 : 0 };
}

/**
 * A small snapshot as a whole. Of a large one the chunks that are not stored yet, and its head, which makes them count.
 */
function snapshotPuts(
  { through, digest, bytes }: SnapshotImage,
  stored: Chunks | undefined,
): (readonly [IDBValidKey, unknown])[] {
  const totalBytes = bytes.byteLength;
  const { storedChunkBytes: chunkBytes } = defaultLimits;
  // Copies, because for a view the whole buffer would be stored.
  if (totalBytes <= chunkBytes) return [[keys.snapshot, { through, digest, bytes: new Uint8Array(bytes) }]];
  const puts: (readonly [IDBValidKey, unknown])[] = [];
  const first = stored?.through === through ? stored.count : 0;
  for (let position = first; position * chunkBytes < totalBytes; position += 1) {
    const start = position * chunkBytes;
    puts.push([chunkKey(through, position), bytes.slice(start, start + chunkBytes)]);
  }
  return [...puts, [keys.snapshot, { through, digest, totalBytes }]];
}

export function applyChanges(
  objects: IDBObjectStore,
  { removeThrough, puts, removeCommands, removeChunksBefore }: Changes,
): void {
  if (removeThrough !== undefined) objects.delete(IDBKeyRange.bound(...logKeysThrough(removeThrough)));
  for (const [key, value] of puts) objects.put(value, key);
  for (const first of removeCommands) objects.delete(outboxKey(first));
  if (removeChunksBefore !== undefined)
    objects.delete(IDBKeyRange.bound(...earlierChunkKeys(removeChunksBefore)));
}
