/** One device of the board: its disk and its outbox, which last, and its replica, which does not. */

import type { Command } from '#shared/paxos/entry.ts';
import type { ReplicaId } from '#shared/paxos/ids.ts';
import type { Replica } from '#shared/paxos/replica.ts';
import { Disk } from './disk.ts';
import { Registers } from './histories/registers.ts';

export class Member {
  readonly id: ReplicaId;
  readonly isFounder: boolean;
  readonly disk = new Disk();
  /** Units of time between two of its ticks. */
  readonly tickEvery: number;
  /** Every command that its person ever gave; durable before the engine hears of it. */
  readonly outbox: Command[] = [];
  /** How many of those were seen applied: durable, too. */
  acknowledged = 0;
  /** Absent while the device is down. */
  replica: Replica | undefined;
  /** Counts starts: what was planned for an earlier one is void. */
  incarnation = 0;
  /** Asleep until then: nothing happens here. */
  pausedUntil = 0;
  /** The storage confirms nothing until then. */
  stalledUntil = 0;
  isConfirming = false;
  /** Its storage was lost for good, and with it its name. */
  isGone = false;
  /** The links that it knows of, and in which period each was noticed. */
  readonly links = new Map<ReplicaId, number>();
  decidedThrough = 0;
  /** What it made of the decisions; in memory. */
  registers = new Registers();
  #deferred: (() => void)[] = [];

  constructor(id: ReplicaId, isFounder: boolean, tickEvery: number) {
    this.id = id;
    this.isFounder = isFounder;
    this.tickEvery = tickEvery;
  }

  /** Keeps `act` for when the sleep, or the storage's silence, is over. */
  defer(act: () => void): void {
    this.#deferred.push(act);
  }

  takeDeferred(): readonly (() => void)[] {
    const deferred = this.#deferred;
    this.#deferred = [];
    return deferred;
  }

  get isUp(): boolean {
    return this.replica !== undefined;
  }

  get pendingCommands(): number {
    return this.outbox.length - this.acknowledged;
  }

  get isLeader(): boolean {
    return this.replica?.status().role === 'leader';
  }
}
