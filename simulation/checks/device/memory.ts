/**
 * Checks the knowledge about peers that a device must keep or report: how far slots are decided (shown to a user
 * before a recovery), and the progress it has seen of each member (by which a member detects that its storage was
 * rolled back).
 *
 * Covers one run of one device, from the messages that it received.
 */

import type { Lack } from '#shared/paxos/effects.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { higherBallot, isHigherBallot } from '#shared/paxos/model/ballot.ts';
import { type Deeds, noDeeds } from '#shared/paxos/model/deeds.ts';
import { nextSlot, noSlot, type ReplicaId, type Slot, slot as slotAt } from '#shared/paxos/model/ids.ts';
import type { Disk } from '../../world/storage/disk.ts';
import { Violation } from '../violation.ts';

/** The promises and accepts of its sender that `message` proves: they are durable before it leaves. */
export function deedsShownBy(message: Message): Deeds {
  if (message.type === 'accept') return { ballot: message.ballot, acceptedThrough: message.through };
  if (message.type === 'reject') return { ballot: message.promised, acceptedThrough: noSlot };
  const isOwnBallot = message.type === 'prepare' || message.type === 'promise' || message.type === 'propose';
  return isOwnBallot ? { ballot: message.ballot, acceptedThrough: noSlot } : noDeeds;
}

export class MemoryAccount {
  readonly #id: ReplicaId;
  readonly #seen = new Map<ReplicaId, Deeds>();
  #generation: number;
  #greets: ReplicaId | undefined;
  /** The highest slot that peers reported as decided. */
  #heard: Slot;
  /** The part of `#heard` that the disk must hold when it is next idle. */
  #due = noSlot;

  constructor(id: ReplicaId, disk: Disk) {
    this.#id = id;
    this.#generation = disk.generation;
    this.#heard = disk.heardThrough;
  }

  /** The deeds of `member` that this device has seen. */
  deedsOf(member: ReplicaId): Deeds {
    return this.#seen.get(member) ?? noDeeds;
  }

  /**
   * The engine receives `message`, and is in `generation` afterwards.
   *
   * @param epoch the slot that chose the voters in force at the receiver, which are `voters`.
   */
  heard(
    from: ReplicaId,
    message: Message,
    generation: number,
    { epoch, voters }: { readonly epoch: Slot; readonly voters: readonly ReplicaId[] },
  ): void {
    this.#enter(generation);
    if (message.type === 'superseded' || message.generation !== generation) return;
    this.#see(from, deedsShownBy(message));
    if (message.type === 'propose' && message.ballot.epoch === epoch) {
      for (const [at, acceptedThrough] of (message.gathered ?? []).entries()) {
        const voter = voters[at];
        if (voter !== undefined && acceptedThrough > 0)
          this.#see(voter, { ballot: message.ballot, acceptedThrough });
      }
    }
    if ('decidedThrough' in message && message.decidedThrough > this.#heard)
      this.#heard = message.decidedThrough;
  }

  #see(member: ReplicaId, reported: Deeds): void {
    const known = this.deedsOf(member);
    this.#seen.set(member, {
      ballot: higherBallot(known.ballot, reported.ballot),
      acceptedThrough: slotAt(Math.max(known.acceptedThrough, reported.acceptedThrough)),
    });
  }

  /** A link to `peer` comes up; the messages sent while `greet` runs are the first over it. */
  linked(peer: ReplicaId, greet: () => void): void {
    this.#greets = peer;
    greet();
    this.#greets = undefined;
  }

  /** @throws Violation unless a reply, or the first heartbeat over a link, reports the deeds that were seen of `to`. */
  sent(to: ReplicaId, message: Message): void {
    const isGreeting = message.type === 'heartbeat' && this.#greets === to;
    if (message.type !== 'heartbeatReply' && !isGreeting) return;
    const { ballot, acceptedThrough } = this.deedsOf(to);
    const { yours } = message;
    if (!isHigherBallot(ballot, yours.ballot) && acceptedThrough <= yours.acceptedThrough) return;
    throw new Violation('rollback', `${this.#id} does not report to ${to} the deeds that it has seen`);
  }

  /** A tick has ended. @throws Violation if the idle disk lacks a report that arrived before it was last idle. */
  ticked(disk: Disk, generation: number, decidedThrough: Slot): void {
    this.#enter(generation);
    if (!disk.isAtRest) return;
    if (this.#due > Math.max(disk.heardThrough, decidedThrough)) {
      throw new Violation(
        'recovery',
        `${this.#id} received that ${this.#due} slots are decided, and stores ${disk.heardThrough}`,
      );
    }
    this.#due = this.#heard;
  }

  /** A user is asked whether to continue alone. @throws Violation if the stated loss is wrong. */
  recovers(disk: Disk, generation: number, decidedThrough: Slot, lacks: Lack | undefined): void {
    this.#enter(generation);
    let missing = 0;
    for (let slot = nextSlot(decidedThrough); slot <= this.#heard; slot = nextSlot(slot)) {
      if (disk.written(slot) === undefined) missing += 1;
    }
    if ((lacks?.slots ?? 0) === missing) return;
    throw new Violation(
      'recovery',
      `${this.#id} lacks ${missing} slots that peers reported, and states ${lacks?.slots ?? 0}`,
    );
  }

  /** Reports of decisions belong to one generation. */
  #enter(generation: number): void {
    if (generation === this.#generation) return;
    if (this.#generation !== 0) {
      this.#heard = noSlot;
      this.#due = noSlot;
    }
    this.#generation = generation;
  }
}
