/**
 * The proposer: its role, phase 1 once per leadership, and the change of ballot after a change of voters. Phase 2 is
 * the leader's (`leadership.ts`).
 *
 * Source: Lamport, "Paxos Made Simple" (2001), section 3; `docs/protocol.md`, "Changing the voters".
 */

import type { Context } from '../core/context.ts';
import type { Election } from '../election/election.ts';
import type { Handover } from '../election/handover.ts';
import type { PromiseReply } from '../messages.ts';
import { type Ballot, ballotAbove, isHigherBallot, isSameBallot, noBallot } from '../model/ballot.ts';
import { type Configuration, isVoter } from '../model/configuration.ts';
import type { Entry, Group } from '../model/entry.ts';
import { nextSlot, type ReplicaId, type Slot } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';
import { Candidacy } from './candidacy.ts';
import { EarlyOffers } from './early-offers.ts';
import { Leadership, type LeadershipParts } from './leadership.ts';

interface Parts extends LeadershipParts {
  readonly election: Election;
  readonly handover: Handover;
  /** Called with the reason when the role of this replica has changed. */
  readonly onRole: (why: string) => void;
}

/** Factor by which a candidate with followers waits longer: a promise can be large, and a link slow. */
const followedPatience = 16;

export class Proposer {
  readonly #context: Context;
  readonly #parts: Parts;
  #candidacy: Candidacy | undefined;
  #leadership: Leadership | undefined;
  #askedTick = 0;
  /** Submitted during phase 1. */
  #early: EarlyOffers;

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
    this.#early = new EarlyOffers(context.limits);
  }

  get role(): 'idle' | 'candidate' | 'leader' {
    if (this.#leadership !== undefined) return 'leader';
    return this.#candidacy !== undefined ? 'candidate' : 'idle';
  }

  /** The ballot that this replica leads or stands with; `noBallot` if idle. */
  get ballot(): Ballot {
    return this.#leadership?.ballot ?? this.#candidacy?.ballot ?? noBallot;
  }

  /** Stands for election: phase 1 in `ballot`, which is above every ballot promised. */
  stand(ballot: Ballot): void {
    const { configuration, decidedThrough } = this.#context;
    invariant(
      configuration !== undefined && isVoter(configuration, this.#context.id),
      'only a voter may stand',
    );
    this.#leadership = undefined;
    this.#prepare(new Candidacy(ballot, nextSlot(decidedThrough), configuration, this.#context.tick));
    this.#parts.onRole('stands for election');
  }

  /** Becomes idle. The queue is dropped: the commands' origins submit them again. */
  stepDown(why: string): void {
    if (this.role === 'idle') return;
    this.#candidacy = undefined;
    this.#leadership = undefined;
    this.#takeEarly();
    this.#parts.onRole(why);
  }

  /** Another proposer's ballot was promised or received. */
  outranked(by: Ballot): void {
    if (isHigherBallot(by, this.ballot)) this.stepDown('outranked');
  }

  /** Whether `promise` lists an entry that was accepted in the ballot of a candidate, which has proposed nothing in it. */
  isDisprovedBy({ ballot, accepted }: PromiseReply): boolean {
    const own = this.#candidacy?.ballot;
    if (own === undefined || !isSameBallot(ballot, own)) return false;
    return accepted.some((report) => isSameBallot(report.ballot, own));
  }

  onPromise(from: ReplicaId, promise: PromiseReply): void {
    const candidacy = this.#candidacy;
    if (candidacy === undefined || !isSameBallot(promise.ballot, candidacy.ballot)) return;
    if (promise.prepared !== candidacy.firstSlot || !isVoter(candidacy.configuration, from)) return;
    candidacy.note(from, promise);
    if (promise.firstSlot > this.#context.decidedThrough + 1)
      this.#parts.catchUp.noteAhead(from, promise.decidedThrough);
  }

  /** `voter` has accepted through `through`. */
  onAccept(voter: ReplicaId, ballot: Ballot, through: Slot): void {
    const leadership = this.#leadership;
    if (leadership !== undefined && isSameBallot(ballot, leadership.ballot))
      leadership.onAccept(voter, through);
  }

  /**
   * Groups of one origin, submitted by `from`, in order; dropped unless this replica leads or stands. A leader replies
   * with the sequence that is queued or decided.
   */
  offer(from: ReplicaId, groups: readonly Group[]): void {
    if (this.#candidacy !== undefined) this.#early.add(from, groups);
    this.#leadership?.offer(from, groups);
  }

  /** The last sequence of `origin` that is queued, proposed or decided; undefined unless this replica leads. */
  taken(origin: ReplicaId): number | undefined {
    return this.#leadership?.taken(origin);
  }

  /** Proposes `configuration` as the last entry before a barrier. The caller has validated the change. */
  reconfigure(configuration: Configuration): void {
    invariant(this.#leadership !== undefined, 'only a leader changes the voters');
    this.#leadership.reconfigure(configuration);
  }

  /** No invitation may make one of `members` a voter: with two of three gone, a sole voter would lose its majority. */
  removed(members: readonly ReplicaId[]): void {
    // In another ballot, as for an invitation without reply.
    if (this.#leadership?.isInviting(members) === true) this.#standAnew('an invited member was removed');
  }

  /** Whether a configuration may be proposed now. */
  get canReconfigure(): boolean {
    return this.#leadership !== undefined && this.#leadership.barrier === undefined;
  }

  /** `entry` was decided in `slot`; `ballot` is one in which a majority accepted it, or `noBallot` if unknown. */
  onDecided(slot: Slot, entry: Entry, ballot: Ballot): void {
    const leadership = this.#leadership;
    if (leadership !== undefined) {
      const own = leadership.hasProposed(slot) && isSameBallot(ballot, leadership.ballot);
      if (!own) return this.stepDown('decided by another leader');
      leadership.onDecided();
    }
    if (entry.type === 'configuration') this.#onConfiguration(slot, entry.configuration);
  }

  /** A snapshot replaced the log: every slot in flight is decided, and the voters may have changed. */
  onRestored(): void {
    const { configuration, id } = this.#context;
    if (this.#leadership !== undefined) return this.stepDown('others decided without it');
    if (this.#candidacy === undefined || configuration === undefined) return;
    if (!isVoter(configuration, id)) return this.stepDown('votes no longer');
    this.#standAnew('the voters have changed');
  }

  /** Becomes leader once phase 1 is complete; a leader proposes and sends what became possible. */
  advance(): void {
    if (this.#candidacy?.isComplete(this.#context.decidedThrough) === true) this.#lead(this.#candidacy);
    this.#leadership?.advance();
  }

  /** A leader announces what it has decided since; the caller is about to hand out the effects of a turn. */
  announceDecided(): void {
    this.#leadership?.announceDecided();
  }

  tick(): void {
    const { tick, limits } = this.#context;
    const candidacy = this.#candidacy;
    if (candidacy !== undefined) {
      if (tick - candidacy.sinceTick >= this.#patience(candidacy)) return this.stepDown('found no majority');
      if (tick - this.#askedTick >= limits.resendTicks) this.#ask(candidacy);
    }
    // Another configuration needs another ballot: a newcomer may have stored this one.
    if (this.#leadership?.isInvitationExpired === true)
      return this.#standAnew('the new voters do not answer');
    this.#leadership?.tick();
  }

  /** The link to `peer` is up: anything may have been lost. */
  linkUp(peer: ReplicaId): void {
    const candidacy = this.#candidacy;
    if (candidacy !== undefined && isVoter(candidacy.configuration, peer)) this.#askVoter(candidacy, peer);
    this.#leadership?.linkUp(peer);
  }

  #patience({ ballot }: Candidacy): number {
    const { configuration, limits } = this.#context;
    const isFollowed = configuration !== undefined && this.#parts.election.isFollowed(ballot, configuration);
    return isFollowed ? limits.candidacyTicks * followedPatience : limits.candidacyTicks;
  }

  /** @returns the groups that were submitted during phase 1, and forgets them. */
  #takeEarly(): EarlyOffers {
    const early = this.#early;
    this.#early = new EarlyOffers(this.#context.limits);
    return early;
  }

  #prepare(candidacy: Candidacy): void {
    const { ballot } = candidacy;
    invariant(
      isHigherBallot(ballot, this.#parts.acceptor.promised),
      'a candidate promises its own ballot first',
    );
    this.#parts.acceptor.promise(ballot);
    this.#context.write({ promised: ballot, records: [] });
    this.#candidacy = candidacy;
    this.#ask(candidacy);
    this.#parts.voter.sendPromise(this.#context.id, candidacy.ballot, candidacy.firstSlot);
  }

  #ask(candidacy: Candidacy): void {
    this.#askedTick = this.#context.tick;
    for (const voter of candidacy.configuration.voters) {
      if (voter !== this.#context.id && !candidacy.hasPromiseOf(voter)) this.#askVoter(candidacy, voter);
    }
  }

  /** Sent only once its own promise is durable: after a crash it must not reuse the ballot. */
  #askVoter(candidacy: Candidacy, voter: ReplicaId): void {
    this.#context.send(
      voter,
      { type: 'prepare', ballot: candidacy.ballot, firstSlot: candidacy.firstSlot },
      'afterWrites',
    );
  }

  #lead(candidacy: Candidacy): void {
    const recovered = candidacy.recovered(this.#context.decidedThrough);
    const leadership = new Leadership(this.#context, this.#parts, candidacy.ballot, recovered);
    this.#candidacy = undefined;
    this.#leadership = leadership;
    this.#parts.onRole('a majority has promised');
    leadership.start();
    for (const { from, groups } of this.#takeEarly().all) leadership.offer(from, groups);
  }

  /** The voters have changed: a proposer needs the promises of a majority of the new ones. */
  #onConfiguration(slot: Slot, configuration: Configuration): void {
    if (this.role === 'idle') return;
    invariant(
      this.#leadership === undefined || this.#leadership.barrier === slot,
      `the configuration in slot ${slot} was no barrier`,
    );
    if (!isVoter(configuration, this.#context.id)) {
      // The successor must know that the configuration is decided before it can take over.
      this.#leadership?.announce();
      this.#parts.handover.handOver(this.ballot);
      return this.stepDown('votes no longer');
    }
    this.#standAnew('the voters have changed');
  }

  /** Continues under the voters now in force: in a new ballot of their epoch, from the next slot. */
  #standAnew(why: string): void {
    const { configuration, decidedThrough, epoch, id, tick } = this.#context;
    invariant(configuration !== undefined, 'only a voter stands');
    const ballot = ballotAbove(this.#parts.acceptor.promised, epoch, id);
    // In the ballot that ends: its decisions may be known to this replica alone.
    this.#leadership?.announceDecided();
    this.#leadership = undefined;
    this.#parts.election.leadIn(ballot);
    this.#prepare(new Candidacy(ballot, nextSlot(decidedThrough), configuration, tick));
    this.#parts.onRole(why);
  }
}
