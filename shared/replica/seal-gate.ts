/**
 * Nobody speaks in another's name: a message reaches the engine only once every group of commands in it is known to be
 * signed by its origin, whichever way it came: submitted, proposed, reported in a promise, or learned.
 *
 * A check may take its time. Meanwhile the same peer's messages wait in order, except heartbeats, which show that
 * the peer is there. Other peers are not held up.
 */

import type { Message } from '../paxos/messages.ts';
import { bodyBytes, type Entry, type Group } from '../paxos/model/entry.ts';
import type { ReplicaId } from '../paxos/model/ids.ts';
import type { Seals } from './seals.ts';

/** Messages of one peer that wait for a check, at most; one more is dropped, as if the network had lost it. */
export const maxWaitingMessages = 1_024;

/** Bytes of the commands in those, at most; a single message always fits. */
export const maxWaitingBytes = 32 * 1024 * 1024;

export interface SealGateHost {
  readonly seals: Pick<Seals, 'check'>;
  /** Every group in `message` is signed by its origin. */
  pass(from: ReplicaId, message: Message): void;
  /** `from` sent commands that their origin did not sign. No honest device does: each checks what it passes on. */
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
  /** The waiting messages of each peer with a check under way. */
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

  /** The link to `from` is gone: what waits is of the past. */
  forget(from: ReplicaId): void {
    this.#waiting.delete(from);
  }

  #check(from: ReplicaId, message: Message): void {
    const groups = groupsOf(message);
    if (groups.length === 0) return this.#host.pass(from, message);
    const waiting: Waiting = { messages: [], bytes: 0 };
    this.#waiting.set(from, waiting);
    this.#host.seals.check(groups, (areSigned) => {
      // The link went down meanwhile, and may have come up again.
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
