/** One device of the board: its disk, which lasts, and what runs on it, which does not. */

import { noSlot, type ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Device } from '#shared/replica/device.ts';
import { MemoryAccount } from '../checks/memory.ts';
import { OutboxAccount } from '../checks/outbox.ts';
import { VotersAccount } from '../checks/voters.ts';
import { Registers } from '../histories/registers.ts';
import { Disk } from './disk.ts';

export class Member {
  readonly id: ReplicaId;
  readonly isFounder: boolean;
  readonly disk = new Disk();
  readonly outbox: OutboxAccount;
  /** Units of time between two of its ticks. */
  readonly tickEvery: number;
  /** The number of the last command that its person gave and that is not lost. */
  lastCommand = 0;
  /** Absent while the device is down. */
  device: Device | undefined;
  /** Counts starts: what was planned for an earlier one is void. */
  incarnation = 0;
  /** Asleep until then: nothing happens here. */
  pausedUntil = 0;
  /** The storage confirms nothing until then. */
  stalledUntil = 0;
  /** Its storage was lost for good, and with it its name. */
  isGone = false;
  /** The links that it knows of, and in which period each was noticed. */
  readonly links = new Map<ReplicaId, number>();
  decidedThrough = noSlot;
  /** The generation that it last wrote or spoke in; 0 in a newcomer. */
  generation = 0;
  /** It was removed from the board: as good as gone, once it has handed over its vote. */
  isRemoved = false;
  /** It has said at least once that it is about to go. */
  hasSignedOff = false;
  /** What the policy of this run may know. */
  voters: VotersAccount;
  /** The deeds of others that this run has to remember. */
  memory: MemoryAccount;
  /** Its disk has lost what it had confirmed: from then on it is as good as gone, and has to notice. */
  isRolledBack = false;
  /** Its replica has stopped for good. */
  isHalted = false;
  /** What it made of the decisions; in memory. */
  registers = new Registers();
  #deferred: (() => void)[] = [];

  constructor(id: ReplicaId, isFounder: boolean, tickEvery: number) {
    this.id = id;
    this.isFounder = isFounder;
    this.tickEvery = tickEvery;
    this.outbox = new OutboxAccount(id);
    this.voters = new VotersAccount(id);
    this.memory = new MemoryAccount(id, this.disk);
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
    return this.device !== undefined;
  }

  /** The number of its last command that it has seen applied. */
  get lastApplied(): number {
    return this.registers.last(this.id);
  }

  get pendingCommands(): number {
    return this.lastCommand - this.lastApplied;
  }

  get isLeader(): boolean {
    return this.device?.status().role === 'leader';
  }
}
