/**
 * The names that replicas use for one another and for positions in the log.
 *
 * They are branded so that a slot cannot be passed where a tick count is meant. The constructors here are the
 * only places that brand a plain value; whatever comes from outside passes a schema (`shared/wire`) first.
 */

declare const brand: unique symbol;

/** One device's copy of one board, for as long as its storage lives. Compared by UTF-16 code units. */
export type ReplicaId = string & { readonly [brand]: 'ReplicaId' };

/** A position in the log: 1, 2, 3 … without holes. 0 means "before the first". */
export type Slot = number & { readonly [brand]: 'Slot' };

/** Numbers the writes of one incarnation of a replica: 1, 2, 3 … 0 means "no write". */
export type WriteNumber = number & { readonly [brand]: 'WriteNumber' };

/** Characters in a replica id, at most. */
export const maxReplicaIdLength = 64;

const replicaIdPattern = /^[A-Za-z0-9_-]+$/;

/** Whether `text` may name a replica: 1 to {@link maxReplicaIdLength} URL-safe characters. */
export function isReplicaId(text: string): text is ReplicaId {
  return text.length <= maxReplicaIdLength && replicaIdPattern.test(text);
}

/** @throws RangeError if `text` is not a replica id ({@link isReplicaId}). */
export function replicaId(text: string): ReplicaId {
  if (!isReplicaId(text)) throw new RangeError(`not a replica id: ${JSON.stringify(text.slice(0, 80))}`);
  return text;
}

/** @throws RangeError unless `position` is a whole number from 0 to 2^53 - 1. */
export function slot(position: number): Slot {
  if (!Number.isSafeInteger(position) || position < 0) throw new RangeError(`not a slot: ${position}`);
  return position as Slot;
}

/** The slot before the first. */
export const noSlot = 0 as Slot;

export function nextSlot(after: Slot): Slot {
  return (after + 1) as Slot;
}

/** The write number of "nothing to wait for". */
export const noWrite = 0 as WriteNumber;

export function nextWrite(after: WriteNumber): WriteNumber {
  return (after + 1) as WriteNumber;
}
