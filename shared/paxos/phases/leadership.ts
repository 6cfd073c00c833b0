/**
 * The leader's part of a proposer: phase 2, pipelined and batched, in one ballot.
 *
 * Sources: Lamport, "Paxos Made Simple" (2001), section 3; van Renesse & Altinbuken, "Paxos Made Moderately Complex"
 * (2015), sections 2.3 and 4. The barrier after a configuration: `docs/protocol.md`, "Changing the voters".
 */

import type { CatchUp } from '../catch-up/catch-up.ts';
import type { Context } from '../core/context.ts';
import type { Learner } from '../log/learner.ts';
import type { Log } from '../log/log.ts';
import type { Sessions } from '../log/sessions.ts';
import { Invitation } from '../membership/invitation.ts';
import { maxProposeBytes, noSequence } from '../messages.ts';
import type { Ballot } from '../model/ballot.ts';
import type { Configuration } from '../model/configuration.ts';
import { type Entry, entryBytes, type Group } from '../model/entry.ts';
import { nextSlot, type ReplicaId, type Slot, type WriteNumber } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';
import type { Acceptor } from './acceptor.ts';
import { Intake } from './intake.ts';
import { Replication } from './replication.ts';
import type { Voter } from './voter.ts';

/**
 * Batches of commands that the leader has proposed and not stored itself, at most. With one alone, its disk would be idle
 * during the messages of a decision, and a command could wait for a whole transaction. With many, batches would be small.
 */
export const maxUnstoredBatches = 2;

export interface LeadershipParts {
  readonly acceptor: Acceptor;
  readonly voter: Voter;
  readonly learner: Learner;
  readonly log: Log;
  readonly sessions: Sessions;
  readonly catchUp: CatchUp;
}

/** Origins that are invited to submit again, at most. Any others do so without an invitation, after their wait. */
export const maxRefused = 1_000;

export class Leadership {
  readonly ballot: Ballot;
  readonly #context: Context;
  readonly #acceptor: Acceptor;
  readonly #voter: Voter;
  readonly #learner: Learner;
  readonly #log: Log;
  readonly #intake: Intake;
  readonly #replication: Replication;
  readonly #recovered: readonly Entry[];
  /** The last slot that this leader has proposed for. */
  #last: Slot;
  /** The slot of an undecided configuration: nothing is proposed after it. */
  #barrier: Slot | undefined;
  /** The writes of own proposals; durable ones are removed before the next batch. */
  #unstored: WriteNumber[] = [];
  /** The submitters of commands for which there was no room, by origin. */
  readonly #refused = new Map<ReplicaId, ReplicaId>();
  /** The submitters of commands that were queued since the last reply, by origin. */
  readonly #unanswered = new Map<ReplicaId, ReplicaId>();
  /** Set while the configuration for `#barrier` is not proposed yet: the new voters must store it first. */
  #invitation: Invitation | undefined;

  /** @param recovered the entries that phase 1 obliges this leader to propose, from the first undecided slot up. */
  constructor(context: Context, parts: LeadershipParts, ballot: Ballot, recovered: readonly Entry[]) {
    this.ballot = ballot;
    this.#context = context;
    this.#acceptor = parts.acceptor;
    this.#voter = parts.voter;
    this.#learner = parts.learner;
    this.#log = parts.log;
    this.#recovered = recovered;
    this.#last = context.decidedThrough;
    this.#intake = new Intake(context.limits, parts.sessions, recovered);
    this.#replication = new Replication(context, parts, ballot);
  }

  /** The slot of an undecided configuration, if any. */
  get barrier(): Slot | undefined {
    return this.#barrier;
  }

  /** Whether the new voters did not store an invited configuration in time. */
  get isInvitationExpired(): boolean {
    const { limits, tick } = this.#context;
    return this.#invitation !== undefined && tick - this.#invitation.sinceTick >= limits.candidacyTicks;
  }

  /** Whether one of `members` is invited to vote, and the configuration is not proposed yet. */
  isInviting(members: readonly ReplicaId[]): boolean {
    return this.#invitation?.newcomers.some((newcomer) => members.includes(newcomer)) === true;
  }

  /** Whether this leader has proposed for `slot`. */
  hasProposed(slot: Slot): boolean {
    return slot <= this.#last;
  }

  /** Proposes the recovered entries; without any, announces the leader at once. */
  start(): void {
    if (this.#recovered.length === 0) this.#replication.announce();
    else this.#propose(this.#recovered);
  }

  /** Sends every member the leader and the decided slots. */
  announce(): void {
    this.#replication.announce();
  }

  /** Announces the decisions that the others cannot count, unless a proposal has done so. */
  announceDecided(): void {
    this.#replication.announceDecided();
  }

  /** `voter` has accepted through `through` in this ballot. */
  onAccept(voter: ReplicaId, through: Slot): void {
    this.#replication.noteAccepted(voter, through);
    if (this.#barrier !== undefined && through >= this.#barrier) this.#invitation?.held(voter);
  }

  onDecided(): void {
    this.#replication.noteDecided();
  }

  /**
   * Queues groups of one origin, submitted by `from`, in order. The reply is the sequence that is queued or decided; an
   * origin that receives the proposal of its groups at once needs none. If the queue is full, the leader asks for the rest
   * once it has room.
   */
  offer(from: ReplicaId, groups: readonly Group[]): void {
    const [first] = groups;
    if (first === undefined) return;
    const { origin } = first;
    const before = this.#intake.last(origin);
    const fits = groups.every((group) => this.#intake.offer(group));
    if (from === this.#context.id) return;
    if (!fits && this.#refused.size < maxRefused) this.#refused.set(origin, from);
    if (this.#intake.last(origin) !== before) this.#unanswered.set(origin, from);
    else if (fits) this.#reportTaken(from, origin);
  }

  /** The last sequence of `origin` that is queued, proposed or decided. */
  taken(origin: ReplicaId): number {
    return this.#intake.last(origin);
  }

  /** Proposes `configuration` as the last entry before a barrier. The caller has validated the change. */
  reconfigure(configuration: Configuration): void {
    const { configuration: current, tick } = this.#context;
    invariant(this.#barrier === undefined, 'one configuration at a time');
    invariant(current !== undefined, 'a leader knows who votes');
    this.#invitation = new Invitation(current, configuration, tick);
    this.#barrier = nextSlot(this.#last);
    this.#invite(this.#invitation);
  }

  /** Proposes what became possible, and sends as far as there is room. */
  advance(): void {
    if (this.#invitation !== undefined) this.#invite(this.#invitation);
    this.#proposeQueued();
    this.#send();
    this.#answer();
  }

  tick(): void {
    this.#replication.tick(this.#last);
  }

  /** The link to `peer` is up: anything may have been lost. */
  linkUp(peer: ReplicaId): void {
    this.#replication.linkUp(peer, this.#last);
  }

  #inFlight(): number {
    return this.#last - this.#context.decidedThrough;
  }

  #send(): void {
    this.#replication.send(this.#last);
  }

  #answer(): void {
    if (this.#unanswered.size > 0) {
      for (const [origin, from] of this.#unanswered) {
        if (from !== origin || !this.#isSoonWith(origin)) this.#reportTaken(from, origin);
      }
      this.#unanswered.clear();
    }
    if (this.#refused.size === 0 || !this.#intake.hasRoom) return;
    for (const [origin, from] of this.#refused) this.#report(from, origin, noSequence);
    this.#refused.clear();
  }

  /** Whether all proposals are on their way to `peer`, with little before them: a report would go ahead of bulk. */
  #isSoonWith(peer: ReplicaId): boolean {
    const isSent = this.#intake.isEmpty && this.#replication.hasSent(peer, this.#last);
    return isSent && this.#context.outflow.isClear(peer);
  }

  #reportTaken(to: ReplicaId, origin: ReplicaId): void {
    this.#report(to, origin, this.#intake.last(origin));
  }

  #report(to: ReplicaId, origin: ReplicaId, sequence: number): void {
    this.#context.send(to, { type: 'taken', ballot: this.ballot, origin, sequence }, 'now');
  }

  /** Whether commands gather into the next batch: so the leader's disk sets the size of batches. */
  #isGathering(): boolean {
    if (this.#unstored.length === 0) return false;
    this.#unstored = this.#unstored.filter((write) => !this.#context.isDurable(write));
    return this.#unstored.length >= maxUnstoredBatches;
  }

  #proposeQueued(): void {
    if (this.#barrier !== undefined || this.#intake.isEmpty || this.#isGathering()) return;
    const entries: Entry[] = [];
    const { windowSlots, maxUndecidedBytes } = this.#context.limits;
    let slots = windowSlots - this.#inFlight();
    // Half of the voters' bound, so that one promise can report the undecided entries of two leaders.
    let bytes = Math.min(maxProposeBytes, maxUndecidedBytes / 2 - this.#log.undecidedBytes);
    for (; slots > 0 && bytes > 0 && !this.#intake.isEmpty; slots -= 1) {
      const entry = this.#intake.take();
      bytes -= entryBytes(entry);
      entries.push(entry);
    }
    if (entries.length > 0) this.#propose(entries);
  }

  #propose(entries: readonly Entry[]): void {
    const firstSlot = nextSlot(this.#last);
    const { ballot } = this;
    invariant(
      this.#barrier === undefined,
      () => `nothing is proposed after the configuration in slot ${firstSlot - 1}`,
    );
    invariant(firstSlot > this.#context.decidedThrough, () => `slot ${firstSlot} is decided already`);
    const records = this.#acceptor.acceptOwn(ballot, firstSlot, entries);
    this.#last = (this.#last + entries.length) as Slot;
    if (entries.at(-1)?.type === 'configuration') this.#barrier = this.#last;
    for (const { slot, entry } of records) this.#learner.noteProposal(slot, ballot, entry);
    this.#send();
    this.#unstored.push(this.#context.write({ records }));
    this.#voter.sendAccept(ballot, firstSlot, this.#last, this.#replication.gathers(this.#last));
  }

  /** Sends the configuration to its new voters, and proposes it once enough of them have stored it. */
  #invite(invitation: Invitation): void {
    const { configuration } = invitation;
    const entries: readonly Entry[] = [{ type: 'configuration', configuration }];
    if (invitation.isAccepted) {
      this.#invitation = undefined;
      this.#barrier = undefined;
      return this.#propose(entries);
    }
    const { decidedThrough, limits, tick } = this.#context;
    // A newcomer stores it only once it knows every decided slot.
    if (this.#inFlight() > 0 || !invitation.sendDue(tick, limits.resendTicks)) return;
    const { ballot } = this;
    const message = {
      type: 'propose',
      ballot,
      firstSlot: nextSlot(this.#last),
      entries,
      decidedThrough,
    } as const;
    for (const newcomer of invitation.newcomers) this.#context.send(newcomer, message, 'now');
  }
}
