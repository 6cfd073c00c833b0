/**
 * Verifies origins: a message reaches the engine only after every group of commands in it is known to be signed by its
 * origin, whether submitted, proposed, reported in a promise, or learned.
 *
 * Checks are asynchronous. Meanwhile further messages of the same peer wait in order, except heartbeats, which show
 * that the peer is alive. Other peers are not delayed.
 */

import type { Message } from '../../paxos/messages.ts';
import { bodyBytes, type Entry, type Group } from '../../paxos/model/entry.ts';
import type { ReplicaId } from '../../paxos/model/ids.ts';
import type { Seals } from './seals.ts';

/** Messages of one peer that wait for a check, at most; further ones are dropped, as if lost in transit. */
export const maxWaitingMessages = 1_024;

/** Bytes of their commands, at most; a single message always fits. */
export const maxWaitingBytes = 32 * 1024 * 1024;

export interface SealGateHost {
  readonly seals: Pick<Seals, 'check'>;
  /** Every group in `message` is signed by its origin. */
  pass(from: ReplicaId, message: Message): void;
  /** `from` sent commands that their origin did not sign. Correct devices check every group before they forward it. */
  forged(from: ReplicaId): void;
}

interface Waiting {
  readonly messages: Message[];
  bytes: number;
}

/** The groups of commands in `message`. */
export function groupsOf(message: Message): readonly Group[] {
  switch (message.type) {
    case 'submit':
      return message.groups;
    case 'propose':
    case 'learned':
      return message.entries.flatMap(groupsOfEntry);
    case 'promise':
      return message.accepted.flatMap(({ entry }) => groupsOfEntry(entry));
    default:
      return [];
  }
}

function groupsOfEntry(entry: Entry): readonly Group[] {
  return entry.type === 'commands' ? entry.groups : [];
}

export class SealGate {
  readonly #host: SealGateHost;
  /** The waiting messages of each peer with a check in progress. */
  readonly #waiting = new Map<ReplicaId, Waiting>();

  constructor(host: SealGateHost) {
    this.#host = host;
  }

  receive(from: ReplicaId, message: Message): void {
    const waiting = this.#waiting.get(from);
    if (waiting === undefined || message.type === 'heartbeat' || message.type === 'heartbeatReply')
      return this.#check(from, message);
    const bytes = bytesOf(message);
    const hasRoom = waiting.messages.length < maxWaitingMessages && waiting.bytes + bytes <= maxWaitingBytes;
    if (!hasRoom && waiting.messages.length > 0) return;
    waiting.messages.push(message);
    waiting.bytes += bytes;
  }

  /** Link-down of `from`: its waiting messages are stale. */
  forget(from: ReplicaId): void {
    this.#waiting.delete(from);
  }

  #check(from: ReplicaId, message: Message): void {
    const groups = groupsOf(message);
    if (groups.length === 0) return this.#host.pass(from, message);
    const waiting: Waiting = { messages: [], bytes: 0 };
    this.#waiting.set(from, waiting);
    this.#host.seals.check(groups, (areSigned) => {
      // The link went down meanwhile, and may be up again.
      if (this.#waiting.get(from) !== waiting) return;
      this.#waiting.delete(from);
      if (!areSigned) return this.#host.forged(from);
      this.#host.pass(from, message);
      for (const next of waiting.messages) this.receive(from, next);
    });
  }
}

function bytesOf(message: Message): number {
  let bytes = 0;
  for (const group of groupsOf(message)) bytes += bodyBytes(group);
  return bytes;
}
