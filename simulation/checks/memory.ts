/**
 * What a device heard of others and has to remember, or tell them: how far decisions go, which a person asks about before a
 * recovery, and what it has seen each of them do, by which one learns that its storage was rolled back.
 *
 * The account of one run of one device, from what reached it.
 */

import type { Lack } from '#shared/paxos/effects.ts';
import { type Deeds, deedsIn, noDeeds } from '#shared/paxos/election/deeds.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { higherBallot, isHigherBallot } from '#shared/paxos/model/ballot.ts';
import { nextSlot, noSlot, type ReplicaId, type Slot, slot as slotAt } from '#shared/paxos/model/ids.ts';
import type { Disk } from '../world/disk.ts';
import { Violation } from './check.ts';

export class MemoryAccount {
  readonly #id: ReplicaId;
  readonly #seen = new Map<ReplicaId, Deeds>();
  #generation: number;
  #greets: ReplicaId | undefined;
  /** The highest slot that is decided, as others said. */
  #heard: Slot;
  /** The part that the disk has to hold when it is next at rest. */
  #due = noSlot;

  constructor(id: ReplicaId, disk: Disk) {
    this.#id = id;
    this.#generation = disk.generation;
    this.#heard = disk.heardThrough;
  }

  /** The deeds that it saw of `member`. */
  deedsOf(member: ReplicaId): Deeds {
    return this.#seen.get(member) ?? noDeeds;
  }

  /** The engine takes `message`, and is in `generation` then. */
  heard(from: ReplicaId, message: Message, generation: number): void {
    this.#enter(generation);
    if (message.type === 'superseded' || message.generation !== generation) return;
    const [known, told] = [this.deedsOf(from), deedsIn(message)];
    this.#seen.set(from, {
      ballot: higherBallot(known.ballot, told.ballot),
      acceptedThrough: slotAt(Math.max(known.acceptedThrough, told.acceptedThrough)),
    });
    if ('decidedThrough' in message && message.decidedThrough > this.#heard)
      this.#heard = message.decidedThrough;
  }

  /** A link to `peer` comes up now: what is said while `greet` runs is the first over it. */
  linked(peer: ReplicaId, greet: () => void): void {
    this.#greets = peer;
    greet();
    this.#greets = undefined;
  }

  /** @throws Violation unless an answer, or the first heartbeat over a link, says what `to` was seen to do. */
  sent(to: ReplicaId, message: Message): void {
    const isGreeting = message.type === 'heartbeat' && this.#greets === to;
    if (message.type !== 'heartbeatReply' && !isGreeting) return;
    const { ballot, acceptedThrough } = this.deedsOf(to);
    const { yours } = message;
    if (!isHigherBallot(ballot, yours.ballot) && acceptedThrough <= yours.acceptedThrough) return;
    throw new Violation('rollback', `${this.#id} does not tell ${to} what it has seen it do`);
  }

  /** A tick is over. @throws Violation if the disk, at rest, lacks what was heard when it was at rest the last time. */
  ticked(disk: Disk, generation: number, decidedThrough: Slot): void {
    this.#enter(generation);
    if (!disk.isAtRest) return;
    if (this.#due > Math.max(disk.heardThrough, decidedThrough)) {
      throw new Violation(
        'recovery',
        `${this.#id} heard that ${this.#due} slots are decided, and keeps ${disk.heardThrough}`,
      );
    }
    this.#due = this.#heard;
  }

  /** A person is asked whether to go on alone. @throws Violation if the stated loss is wrong. */
  recovers(disk: Disk, generation: number, decidedThrough: Slot, lacks: Lack | undefined): void {
    this.#enter(generation);
    let missing = 0;
    for (let slot = nextSlot(decidedThrough); slot <= this.#heard; slot = nextSlot(slot)) {
      if (disk.written(slot) === undefined) missing += 1;
    }
    if ((lacks?.slots ?? 0) === missing) return;
    throw new Violation(
      'recovery',
      `${this.#id} lacks ${missing} slots that it heard of, and says ${lacks?.slots ?? 0}`,
    );
  }

  /** Decisions of another generation are of no use to it. */
  #enter(generation: number): void {
    if (generation === this.#generation) return;
    if (this.#generation !== 0) {
      this.#heard = noSlot;
      this.#due = noSlot;
    }
    this.#generation = generation;
  }
}
