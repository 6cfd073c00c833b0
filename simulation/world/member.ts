/** One device of the board: its disk and its outbox, which last, and its replica, which does not. */

import type { Command } from '#shared/paxos/model/entry.ts';
import { noSlot, type ReplicaId, type WriteNumber } from '#shared/paxos/model/ids.ts';
import type { Replica } from '#shared/paxos/replica.ts';
import { Registers } from '../histories/registers.ts';
import { Disk } from './disk.ts';

export class Member {
  readonly id: ReplicaId;
  readonly isFounder: boolean;
  readonly disk = new Disk();
  /** Units of time between two of its ticks. */
  readonly tickEvery: number;
  /** Every command that its person ever gave; durable before the engine hears of it. */
  readonly outbox: Command[] = [];
  /** How many of those were seen applied. It is written behind what the replica wrote, in one queue. */
  acknowledged = 0;
  #acknowledgements: { readonly after: WriteNumber; readonly count: number }[] = [];
  #durablyAcknowledged = 0;
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
  decidedThrough = noSlot;
  /** The generation that it last wrote or spoke in; 0 in a newcomer. */
  generation = 0;
  /** Its replica has stopped for good. */
  isHalted = false;
  /** What it made of the decisions; in memory. */
  registers = new Registers();
  #deferred: (() => void)[] = [];

  constructor(id: ReplicaId, isFounder: boolean, tickEvery: number) {
    this.id = id;
    this.isFounder = isFounder;
    this.tickEvery = tickEvery;
  }

  acknowledge(count: number): void {
    if (count <= this.acknowledged) return;
    this.acknowledged = count;
    const after = this.disk.lastPending;
    if (after === undefined) this.#durablyAcknowledged = count;
    else this.#acknowledgements.push({ after, count });
  }

  /** Every write up to `number` is durable. */
  confirmed(number: WriteNumber): void {
    for (const { after, count } of this.#acknowledgements)
      if (after <= number) this.#durablyAcknowledged = count;
    this.#acknowledgements = this.#acknowledgements.filter(({ after }) => after > number);
  }

  /** What memory knew of the outbox is gone: some of it will be submitted again. */
  forgetAcknowledgements(): void {
    this.acknowledged = this.#durablyAcknowledged;
    this.#acknowledgements = [];
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
