import { encodeSnapshot, type SnapshotImage } from '#shared/paxos/catch-up/snapshot.ts';
import type { LogRecord, Write } from '#shared/paxos/effects.ts';
import type { Ballot } from '#shared/paxos/model/ballot.ts';
import { configuration } from '#shared/paxos/model/configuration.ts';
import { type Group, noDigest } from '#shared/paxos/model/entry.ts';
import { noSlot, replicaId, slot, type WriteNumber } from '#shared/paxos/model/ids.ts';
import { Author, groupOf } from '#shared/paxos/testing/groups.ts';
import { ReplicaStore } from '../replica/replica-store.ts';
import { storeOptions } from './databases.ts';

export const alice = replicaId('alice');
export const ballot: Ballot = { epoch: noSlot, round: 2, replica: alice };

/** The board `b` of a device. */
export function open(indexedDB: IDBFactory, founder = false): Promise<ReplicaStore> {
  return ReplicaStore.open('b', storeOptions(indexedDB, founder));
}

/** An accept of a command in a slot. */
export function accepted(position: number, round = 2): LogRecord {
  const group = groupOf(alice, position, Uint8Array.of(position & 0xff, round));
  return {
    slot: slot(position),
    ballot: { epoch: noSlot, round, replica: alice },
    entry: { type: 'commands', groups: [group] },
  };
}

export function write(
  change: Omit<Write, 'number' | 'generation' | 'records'> & { readonly records?: readonly LogRecord[] },
): Write {
  return { number: 1 as WriteNumber, generation: 1, records: [], ...change };
}

export function flipped(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

/** Own commands with the next numbers, one per group. */
export function commandsOf({ opened }: ReplicaStore, count: number): readonly Group[] {
  const author = new Author(opened.replica, opened.nextSequence);
  return Array.from({ length: count }, (_, at) => author.group(Uint8Array.of(at)));
}

/** The image of a snapshot through `position`, with a distinct state of so many bytes. */
export function image(position: number, stateBytes = 1): SnapshotImage {
  return encodeSnapshot({
    through: slot(position),
    configuration: configuration(1, [alice]),
    epoch: slot(1),
    sessions: [[alice, position, noDigest]],
    state: new Uint8Array(stateBytes).fill(position),
  });
}
