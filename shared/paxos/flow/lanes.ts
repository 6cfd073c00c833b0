/**
 * Two lanes to each peer. Small messages that something waits for (heartbeats, votes, questions) go first. What can be
 * large keeps its order among itself, and a mark after it reports when it has arrived (`outflow.ts`).
 */

import type { MessageBody } from '../messages.ts';
import { type Entry, entryBytes, type Group, groupBytes } from '../model/entry.ts';

export type MessageLane = 'urgent' | 'bulk';

/** Bytes that a bulk message counts for besides its content. */
const overheadBytes = 64;

/**
 * A `handover` comes after the proposals that its receiver is to know. Proposals and submissions of any size share one lane:
 * a small one that overtook a large one would leave a gap, and the receiver would ask for what is on its way.
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

/** The bytes that `message` counts for among those under way to a peer; 0 for an urgent one, a mark and a handover. */
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
