/**
 * Branded names of replicas and log positions.
 *
 * Branding prevents that a slot is passed as a tick count. Only the constructors here brand a plain value; input from
 * outside passes a schema (`shared/wire`) first.
 */

declare const brand: unique symbol;

/** One device's copy of one board, for the lifetime of its storage. Compared by UTF-16 code units. */
export type ReplicaId = string & { readonly [brand]: 'ReplicaId' };

/** A position in the log: 1, 2, 3 … without holes. 0 means "before the first". */
export type Slot = number & { readonly [brand]: 'Slot' };

/** Numbers the writes of one incarnation of a replica: 1, 2, 3 … 0 means "no write". */
export type WriteNumber = number & { readonly [brand]: 'WriteNumber' };

/** Characters in a replica id, at most. */
export const maxReplicaIdLength = 64;

const replicaIdPattern = /^[A-Za-z0-9_-]+$/;

/** Whether `text` is a valid replica id: 1 to {@link maxReplicaIdLength} URL-safe characters. */
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

/** The write number that is durable from the start. */
export const noWrite = 0 as WriteNumber;

export function nextWrite(after: WriteNumber): WriteNumber {
  return (after + 1) as WriteNumber;
}
