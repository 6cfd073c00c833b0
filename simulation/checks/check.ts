/** What a check sees of a run, and how it says that a rule was broken. */

import type { Decided, DurableState, Restored, Status, Write } from '#shared/paxos/effects.ts';
import type { Envelope, Message } from '#shared/paxos/messages.ts';
import type { Command, Entry } from '#shared/paxos/model/entry.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import type { Disk } from '../world/disk.ts';
import type { Ledger } from './ledger.ts';

/** A rule of `docs/protocol.md`, "What must always hold", is broken. */
export class Violation extends Error {
  override readonly name = 'Violation';
  /** The rule's number and name. */
  readonly rule: string;

  constructor(rule: string, what: string) {
    super(what);
    this.rule = rule;
  }
}

/** What a recovery takes for decided. */
export interface Taken {
  readonly slot: Slot;
  readonly entry: Entry;
}

/** A replica goes on alone in a generation of its own. */
export interface Recovery {
  readonly id: ReplicaId;
  readonly generation: number;
  /** What was decided up to here is the past that the two generations share. */
  readonly through: Slot;
  /** Of the new generation. */
  readonly ledger: Ledger;
}

/**
 * Told of everything that can be seen from outside, when it happens. Every method may throw a {@link Violation}.
 * What a step caused is told in this order: writes, decisions, messages.
 */
export interface Check {
  /** A person did something on `command.origin`; it is in the outbox. */
  submitted?(command: Command): void;
  /** Somebody asked for these voters. */
  requested?(voters: readonly ReplicaId[]): void;
  /** `id` is to found the board. */
  founded?(id: ReplicaId): void;
  /** `id` came up with what its disk held. */
  booted?(id: ReplicaId, state: DurableState | undefined, status: Status): void;
  wrote?(id: ReplicaId, write: Write): void;
  /** `write` cannot be lost any more. Confirmations come in order. */
  durable?(id: ReplicaId, write: Write): void;
  sent?(id: ReplicaId, envelope: Envelope, disk: Disk): void;
  received?(id: ReplicaId, from: ReplicaId, message: Message): void;
  decided?(id: ReplicaId, decided: Decided, disk: Disk): void;
  /** A snapshot takes the place of what `id` applied so far. */
  restored?(id: ReplicaId, restored: Restored): void;
  /** `id` stopped for good. */
  halted?(id: ReplicaId, why: string): void;
  /** The check of the generation that a recovery begins; absent in one that serves for all. */
  succeeded?(recovery: Recovery): Check;
}
