/** One device of the board: its disk, which survives crashes, and its running part, which does not. */

import { noSlot, type ReplicaId } from '#shared/paxos/model/ids.ts';
import { defaultLimits } from '#shared/paxos/model/limits.ts';
import type { Device } from '#shared/replica/device.ts';
import type { Standing } from '#shared/replica/members/standing.ts';
import { DivergenceAccount } from '../checks/device/divergence.ts';
import { MemoryAccount } from '../checks/device/memory.ts';
import { OutboxAccount } from '../checks/device/outbox.ts';
import { RecoveryOffer } from '../checks/device/recovery-offer.ts';
import type { RollbackAccount } from '../checks/device/rollback.ts';
import { VotersAccount } from '../checks/device/voters.ts';
import { Registers } from '../histories/registers.ts';
import { olderBuild } from './builds.ts';
import { Disk } from './storage/disk.ts';

export class Member {
  readonly id: ReplicaId;
  readonly isFounder: boolean;
  /** It lends a vote, and keeps no board. */
  readonly isWitness: boolean;
  /** The member that lends it, if the others have to agree on that. */
  readonly lentBy: ReplicaId | undefined;
  /** Of a window that another one has fenced: the same as that of its successor. */
  disk: Disk;
  /** Of all its runs, at once or one after the other. */
  outbox: OutboxAccount;
  /** Units of time between two of its ticks. */
  readonly tickEvery: number;
  /** The sequence of the last command of its client that is not lost; 0 if it has seen all of them applied. */
  lastCommand = 0;
  /** Absent while the device is down. */
  device: Device | undefined;
  /** Counts starts: events planned for an earlier one are void. */
  incarnation = 0;
  /** The end of its sleep: until then it processes nothing. */
  pausedUntil = 0;
  /** The storage confirms nothing until then. */
  stalledUntil = 0;
  /** Its storage is lost permanently, and its id with it. */
  isGone = false;
  /** The links that it knows of, with the period in which it noticed each. */
  readonly links = new Map<ReplicaId, number>();
  decidedThrough = noSlot;
  /** The generation in which it last wrote or sent; 0 in a newcomer. */
  generation = 0;
  /** It was removed from the board: it counts as gone, once it has handed over its vote. */
  isRemoved = false;
  /** Devices learn of its removal from the agreed state. */
  isRemovedByCommand = false;
  /** It has signed off at least once. */
  hasSignedOff = false;
  /** The knowledge that this run's policy may use. */
  voters: VotersAccount;
  /** The last voters that this run has proposed, or is about to propose; empty if there are none. */
  nextVoters: readonly ReplicaId[] = [];
  /** The deeds of peers that this run must remember. */
  memory: MemoryAccount;
  /** The time of this run without a majority. */
  recoveryOffer = new RecoveryOffer();
  /** Its disk has lost confirmed writes: from then on it counts as gone, and must detect it. */
  rollback: RollbackAccount | undefined;
  /** The digests that this run must compare. */
  divergence: DivergenceAccount;
  /** The state machine of this run went wrong: it must stop. */
  hasDiverged = false;
  /** That of an earlier run did: its reports may still arrive. */
  hadDiverged = false;
  /**
   * A window that opened this member's database before the present one, and does not know yet that it was fenced. Until
   * peers have linked with the present one, their links are still this one's.
   */
  earlier: Member | undefined;
  /** Whether this stands for such an earlier window. */
  isEarlier = false;
  /** The protocol of its program. */
  build = olderBuild;
  /** Its replica has stopped permanently. */
  isHalted = false;
  /** The applied state; in memory. */
  registers = new Registers();
  #deferred: (() => void)[] = [];

  /** @param chunkBytes of a snapshot in one batch, at most. */
  constructor(
    id: ReplicaId,
    isFounder: boolean,
    tickEvery: number,
    isWitness = false,
    chunkBytes = defaultLimits.storedChunkBytes,
    lentBy?: ReplicaId,
  ) {
    this.id = id;
    this.isFounder = isFounder;
    this.isWitness = isWitness;
    this.lentBy = lentBy;
    this.tickEvery = tickEvery;
    this.disk = new Disk(chunkBytes);
    this.outbox = new OutboxAccount(id);
    this.voters = new VotersAccount(id);
    this.memory = new MemoryAccount(id, this.disk);
    this.divergence = new DivergenceAccount(id);
  }

  get isRolledBack(): boolean {
    return this.rollback !== undefined;
  }

  /** The running window, as the part of it that remains once another window has opened the database. */
  asEarlier(): Member {
    const earlier = new Member(this.id, this.isFounder, this.tickEvery, this.isWitness);
    earlier.isEarlier = true;
    earlier.build = this.build;
    earlier.disk = this.disk;
    earlier.outbox = this.outbox;
    for (const [peer, period] of this.links) earlier.links.set(peer, period);
    earlier.device = this.device;
    earlier.incarnation = this.incarnation;
    earlier.decidedThrough = this.decidedThrough;
    earlier.generation = this.generation;
    earlier.registers = this.registers;
    return earlier;
  }

  /** What the others know of it once they are linked. */
  get standing(): Standing {
    return this.isWitness ? { access: 'view', witness: true } : { access: 'edit' };
  }

  /** Queues `act` until the sleep or the storage stall is over. */
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

  /** The sequence of its last command that it has seen applied. */
  get lastApplied(): number {
    return this.registers.last(this.id);
  }

  /** Its client's commands that are not lost and that it has not seen applied. */
  get pendingCommands(): number {
    const { device, lastApplied } = this;
    if (device !== undefined)
      return device.pendingCommands.filter(({ sequence }) => sequence > lastApplied).length;
    return Math.max(0, this.lastCommand - lastApplied);
  }

  get isLeader(): boolean {
    return this.device?.status().role === 'leader';
  }
}
