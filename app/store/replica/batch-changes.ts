/** A batch of the replica loop as the operations of one transaction. */

import type { SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import type { LogRecord } from '#shared/paxos/effects.ts';
import { lastOf } from '#shared/paxos/model/entry.ts';
import type { Slot } from '#shared/paxos/model/ids.ts';
import type { Batch } from '#shared/replica/loop.ts';
import { type DurableMeta, encodeGroup, encodeMeta, encodeRecord } from '#shared/wire/record.ts';
import { keys, logKey, logKeysThrough, outboxKey } from './layout.ts';

/** A batch with an optional outbox change. */
export type PartialBatch = Pick<Batch, 'writes'> & Partial<Batch>;

/** The operations of one transaction, in this order. */
export interface Changes {
  /** The log through this slot is removed; undefined if it stays. */
  readonly removeThrough: Slot | undefined;
  readonly puts: readonly (readonly [IDBValidKey, unknown])[];
  /** Groups of the outbox, by first sequence. */
  readonly removeCommands: readonly number[];
}

/**
 * Later writes replace earlier ones.
 *
 * @param stored the stored meta data, which the writes change.
 */
export function mergeBatch(
  stored: DurableMeta,
  { writes, outbox }: PartialBatch,
): { readonly meta: DurableMeta; readonly changes: Changes } {
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
    puts.push([keys.outboxEnd, { nextSequence: lastOf(last) + 1, lastDigest: new Uint8Array(last.digest) }]);
  const removeThrough = compactedThrough > stored.compactedThrough ? compactedThrough : undefined;
  return { meta, changes: { removeThrough, puts, removeCommands: outbox?.remove ?? [] } };
}

export function applyChanges(
  objects: IDBObjectStore,
  { removeThrough, puts, removeCommands }: Changes,
): void {
  if (removeThrough !== undefined) objects.delete(IDBKeyRange.bound(...logKeysThrough(removeThrough)));
  for (const [key, value] of puts) objects.put(value, key);
  for (const first of removeCommands) objects.delete(outboxKey(first));
}

/** A copy without the rest of its buffer. */
function storable({ through, digest, bytes }: SnapshotImage): SnapshotImage {
  return { through, digest, bytes: new Uint8Array(bytes) };
}
