/**
 * Two lanes per peer. Small messages that others wait for (heartbeats, votes, requests) go first. Large ones keep their
 * order, and a mark after them reports their arrival (`outflow.ts`).
 */

import type { MessageBody } from '../messages.ts';
import { type Entry, entryBytes, type Group, groupBytes } from '../model/entry.ts';

export type MessageLane = 'urgent' | 'bulk';

/** Overhead counted per bulk message, in bytes. */
const overheadBytes = 64;

/**
 * A `handover` must follow the proposals that its receiver needs. Proposals and submissions of any size share the bulk
 * lane: a small one that overtook a large one would leave a gap, and its receiver would request messages that are in
 * flight.
 */
export function laneOf(message: MessageBody): MessageLane {
  switch (message.type) {
    case 'propose':
    case 'submit':
    case 'snapshot':
    case 'mark':
    case 'handover':
      return 'bulk';
    case 'learned':
      return message.entries.length > 0 ? 'bulk' : 'urgent';
    case 'promise':
      return message.accepted.length > 0 ? 'bulk' : 'urgent';
    default:
      return 'urgent';
  }
}

/** The bytes that `message` adds to those in flight; 0 for an urgent message, a mark and a handover. */
export function bulkBytes(message: MessageBody): number {
  switch (message.type) {
    case 'propose':
    case 'learned':
      return message.entries.length === 0 ? 0 : overheadBytes + bytesOf(message.entries);
    case 'submit':
      return overheadBytes + message.groups.reduce(addGroup, 0);
    case 'snapshot':
      return overheadBytes + message.bytes.byteLength;
    case 'promise':
      return message.accepted.reduce((sum, { entry }) => sum + entryBytes(entry), 0);
    default:
      return 0;
  }
}

function bytesOf(entries: readonly Entry[]): number {
  let bytes = 0;
  for (const entry of entries) bytes += entryBytes(entry);
  return bytes;
}

function addGroup(sum: number, group: Group): number {
  return sum + groupBytes(group);
}
