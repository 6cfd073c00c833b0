/** The interface of a check: the events that it receives. */

import type { Decided, DurableState, Restored, Status, Write } from '#shared/paxos/effects.ts';
import type { Envelope, Message } from '#shared/paxos/messages.ts';
import type { Command } from '#shared/paxos/model/entry.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import type { Disk } from '../world/storage/disk.ts';
import type { Ledger } from './ledger.ts';

/** A replica continues alone in a new generation. */
export interface Recovery {
  readonly id: ReplicaId;
  readonly generation: number;
  /** The two generations share the decided slots up to here. */
  readonly through: Slot;
  /** Of the new generation. */
  readonly ledger: Ledger;
}

/**
 * Receives every event that is visible from outside, when it happens. Every method may throw a {@link Violation}.
 * The effects of one step arrive in this order: writes, decisions, messages.
 */
export interface Check {
  /**
   * Set if the check also covers a window that another one has fenced and that does not know it yet: the rule is about
   * the replica, not about one run of it.
   */
  readonly coversEarlier?: true;
  /** The network may know a command of a user of `command.origin` from now on. Called once per command. */
  submitted?(command: Command): void;
  /** The disk of `command.origin` holds the command. */
  stored?(command: Command): void;
  /** A reconfiguration to these voters was requested. */
  requested?(voters: readonly ReplicaId[]): void;
  /** `id` founds the board. */
  founded?(id: ReplicaId): void;
  /** `id` started with the state on its disk. */
  booted?(id: ReplicaId, state: DurableState | undefined, status: Status): void;
  wrote?(id: ReplicaId, write: Write): void;
  /** `write` is durable. Confirmations arrive in order. */
  durable?(id: ReplicaId, write: Write): void;
  sent?(id: ReplicaId, envelope: Envelope, disk: Disk): void;
  received?(id: ReplicaId, from: ReplicaId, message: Message): void;
  decided?(id: ReplicaId, decided: Decided, disk: Disk): void;
  /** A snapshot replaces the applied state of `id`. */
  restored?(id: ReplicaId, restored: Restored): void;
  /** `id` stopped permanently. */
  halted?(id: ReplicaId, why: string): void;
  /** Makes the check for the generation that a recovery begins; absent if one check serves all generations. */
  succeeded?(recovery: Recovery): Check;
}
