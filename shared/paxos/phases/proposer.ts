/**
 * The proposer: phase 1 once for each leadership, then phase 2, pipelined and batched.
 *
 * Sources: Lamport, "Paxos Made Simple" (2001), section 3; van Renesse & Altinbuken, "Paxos Made Moderately
 * Complex" (2015), sections 2.3 and 4. The barrier behind a configuration: `docs/protocol.md`, "Changing the voters".
 */

import type { CatchUp } from '../catch-up/catch-up.ts';
import type { Context } from '../core/context.ts';
import type { Election } from '../election/election.ts';
import type { Handover } from '../election/handover.ts';
import type { Learner } from '../log/learner.ts';
import type { Log } from '../log/log.ts';
import type { Sessions } from '../log/sessions.ts';
import { Invitation } from '../membership/invitation.ts';
import { maxProposeBytes, type PromiseReply } from '../messages.ts';
import { type Ballot, ballotAbove, isHigherBallot, isSameBallot, noBallot } from '../model/ballot.ts';
import { type Configuration, isVoter } from '../model/configuration.ts';
import { type Entry, entryBytes, type Group } from '../model/entry.ts';
import { nextSlot, type ReplicaId, type Slot } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';
import type { Acceptor } from './acceptor.ts';
import { Candidacy } from './candidacy.ts';
import { Intake } from './intake.ts';
import { Replication } from './replication.ts';
import type { Voter } from './voter.ts';

interface Parts {
  readonly acceptor: Acceptor;
  readonly voter: Voter;
  readonly learner: Learner;
  readonly log: Log;
  readonly sessions: Sessions;
  readonly catchUp: CatchUp;
  readonly election: Election;
  readonly handover: Handover;
  /** The role of this replica has changed, and why. */
  readonly onRole: (why: string) => void;
}

interface Leadership {
  readonly ballot: Ballot;
  /** The next slot to propose for. */
  next: Slot;
  /** The slot of a configuration that is not decided yet: nothing is proposed behind it. */
  barrier: Slot | undefined;
  /** The configuration for `barrier` is not proposed yet: the new voters have to hold it first. */
  invitation: Invitation | undefined;
  readonly intake: Intake;
  readonly replication: Replication;
}

/** Groups that came to a candidate. */
interface Early {
  readonly from: ReplicaId;
  readonly groups: readonly Group[];
}

/** A candidate whose voters follow it waits for their promises so many times longer: a promise can be large, and a link slow. */
const followedPatience = 16;

export class Proposer {
  readonly #context: Context;
  readonly #acceptor: Acceptor;
  readonly #voter: Voter;
  readonly #learner: Learner;
  readonly #log: Log;
  readonly #sessions: Sessions;
  readonly #catchUp: CatchUp;
  readonly #election: Election;
  readonly #handover: Handover;
  readonly #onRole: (why: string) => void;
  #candidacy: Candidacy | undefined;
  #leadership: Leadership | undefined;
  #askedTick = 0;
  /** Submitted during phase 1. */
  #early: Early[] = [];
  #earlyGroups = 0;

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#acceptor = parts.acceptor;
    this.#voter = parts.voter;
    this.#learner = parts.learner;
    this.#log = parts.log;
    this.#sessions = parts.sessions;
    this.#catchUp = parts.catchUp;
    this.#election = parts.election;
    this.#handover = parts.handover;
    this.#onRole = parts.onRole;
  }

  get role(): 'idle' | 'candidate' | 'leader' {
    if (this.#leadership !== undefined) return 'leader';
    return this.#candidacy !== undefined ? 'candidate' : 'idle';
  }

  /** The ballot that this replica leads or stands with; none while it does neither. */
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
    this.#onRole('stands for election');
  }

  /** Ceases to lead or to stand. Its queue is dropped: the commands' origins submit them again. */
  stepDown(why: string): void {
    if (this.role === 'idle') return;
    this.#candidacy = undefined;
    this.#leadership = undefined;
    this.#forgetEarly();
    this.#onRole(why);
  }

  /** Another proposer's ballot was promised or heard of. */
  outranked(by: Ballot): void {
    if (isHigherBallot(by, this.ballot)) this.stepDown('outranked');
  }

  onPromise(from: ReplicaId, promise: PromiseReply): void {
    const candidacy = this.#candidacy;
    if (candidacy === undefined || !isSameBallot(promise.ballot, candidacy.ballot)) return;
    if (promise.prepared !== candidacy.from || !isVoter(candidacy.configuration, from)) return;
    candidacy.note(from, promise);
    if (promise.firstSlot > this.#context.decidedThrough + 1)
      this.#catchUp.noteAhead(from, promise.decidedThrough);
  }

  /** `voter` has accepted up to `through`: it keeps up. */
  onAccept(voter: ReplicaId, ballot: Ballot, through: Slot): void {
    const leadership = this.#leadership;
    if (leadership === undefined || !isSameBallot(ballot, leadership.ballot)) return;
    leadership.replication.noteAccepted(voter, through);
    if (leadership.barrier !== undefined && through >= leadership.barrier) leadership.invitation?.held(voter);
  }

  /**
   * Groups of one origin that `from` submitted, in order; kept only while this replica leads, or may lead soon. A leader
   * tells `from` which of their commands it has.
   */
  offer(from: ReplicaId, groups: readonly Group[]): void {
    if (this.#candidacy !== undefined) {
      const room = this.#context.limits.maxQueuedCommands - this.#earlyGroups;
      const kept = groups.slice(0, Math.max(0, room));
      this.#earlyGroups += kept.length;
      if (kept.length > 0) this.#early.push({ from, groups: kept });
    }
    if (this.#leadership !== undefined) this.#take(this.#leadership, from, groups);
  }

  /** The last sequence of `origin` that this leader will see decided; undefined while it does not lead. */
  taken(origin: ReplicaId): number | undefined {
    return this.#leadership?.intake.last(origin);
  }

  /** Proposes `configuration` as the last entry before a barrier. The caller has checked that it is wise. */
  reconfigure(configuration: Configuration): void {
    const leadership = this.#leadership;
    const { configuration: current, tick } = this.#context;
    invariant(leadership !== undefined && leadership.barrier === undefined, 'one configuration at a time');
    invariant(current !== undefined, 'a leader knows who votes');
    leadership.invitation = new Invitation(current, configuration, tick);
    leadership.barrier = leadership.next;
    this.#invite(leadership, leadership.invitation);
  }

  /** Whether a configuration may be proposed now. */
  get canReconfigure(): boolean {
    return this.#leadership !== undefined && this.#leadership.barrier === undefined;
  }

  /** `slot` was decided; `entry` is what it holds, and `ballot` the one in which a majority accepted it, if known. */
  onDecided(slot: Slot, entry: Entry, ballot: Ballot): void {
    const leadership = this.#leadership;
    if (leadership !== undefined) {
      const own = slot < leadership.next && isSameBallot(ballot, leadership.ballot);
      if (!own) return this.stepDown('decided by another leader');
      leadership.replication.noteDecided();
    }
    if (entry.type === 'configuration') this.#onConfiguration(slot, entry.configuration);
  }

  /** A snapshot took the place of the log: whatever was in flight is decided, and others may vote now. */
  onRestored(): void {
    const { configuration, id } = this.#context;
    if (this.#leadership !== undefined) return this.stepDown('others decided without it');
    if (this.#candidacy === undefined || configuration === undefined) return;
    if (!isVoter(configuration, id)) return this.stepDown('votes no longer');
    this.#standAnew('the voters have changed');
  }

  /** Does what has become possible: leads once phase 1 is complete, proposes what waits, sends what there is room for. */
  advance(): void {
    if (this.#candidacy?.isComplete(this.#context.decidedThrough) === true) this.#lead(this.#candidacy);
    const leadership = this.#leadership;
    if (leadership === undefined) return;
    if (leadership.invitation !== undefined) this.#invite(leadership, leadership.invitation);
    this.#proposeQueued(leadership);
    this.#send(leadership);
  }

  #proposeQueued(leadership: Leadership): void {
    // While its own storage is busy, commands gather into the next batch: the disk sets the pace, not the mouse.
    if (leadership.barrier !== undefined || leadership.intake.isEmpty || this.#context.isWriting) return;
    const entries: Entry[] = [];
    const { windowSlots, maxUndecidedBytes } = this.#context.limits;
    let slots = windowSlots - this.#inFlight(leadership);
    // Half of what voters keep undecided: so a promise of theirs can carry what two leaders left behind.
    let bytes = Math.min(maxProposeBytes, maxUndecidedBytes / 2 - this.#log.undecidedBytes);
    for (; slots > 0 && bytes > 0 && !leadership.intake.isEmpty; slots -= 1) {
      const entry = leadership.intake.take();
      bytes -= entryBytes(entry);
      entries.push(entry);
    }
    if (entries.length > 0) this.#propose(leadership, entries);
  }

  tick(): void {
    const { tick, limits } = this.#context;
    const candidacy = this.#candidacy;
    if (candidacy !== undefined) {
      if (tick - candidacy.sinceTick >= this.#patience(candidacy)) return this.stepDown('found no majority');
      if (tick - this.#askedTick >= limits.resendTicks) this.#ask(candidacy);
    }
    const leadership = this.#leadership;
    const { invitation } = leadership ?? {};
    // Anything else needs another ballot: a newcomer may already hold this one.
    if (invitation !== undefined && tick - invitation.sinceTick >= limits.candidacyTicks)
      return this.#standAnew('the new voters do not answer');
    if (leadership !== undefined) leadership.replication.tick((leadership.next - 1) as Slot);
  }

  /** `peer` can be reached again: it may have missed anything. */
  linkUp(peer: ReplicaId): void {
    const candidacy = this.#candidacy;
    if (candidacy !== undefined && isVoter(candidacy.configuration, peer)) this.#askVoter(candidacy, peer);
    const leadership = this.#leadership;
    if (leadership !== undefined) leadership.replication.linkUp(peer, (leadership.next - 1) as Slot);
  }

  #send({ replication, next }: Leadership): void {
    replication.send((next - 1) as Slot);
  }

  #patience({ ballot }: Candidacy): number {
    const { configuration, limits } = this.#context;
    const isFollowed = configuration !== undefined && this.#election.isFollowed(ballot, configuration);
    return isFollowed ? limits.candidacyTicks * followedPatience : limits.candidacyTicks;
  }

  #take(leadership: Leadership, from: ReplicaId, groups: readonly Group[]): void {
    const { ballot, intake } = leadership;
    for (const group of groups) intake.offer(group);
    const last = groups.at(-1);
    if (last === undefined || from === this.#context.id) return;
    const { origin } = last;
    this.#context.send(from, { type: 'taken', ballot, origin, sequence: intake.last(origin) }, 'now');
  }

  #forgetEarly(): void {
    this.#early = [];
    this.#earlyGroups = 0;
  }

  #inFlight(leadership: Leadership): number {
    return leadership.next - 1 - this.#context.decidedThrough;
  }

  #prepare(candidacy: Candidacy): void {
    const { ballot } = candidacy;
    invariant(isHigherBallot(ballot, this.#acceptor.promised), 'a candidate promises its own ballot first');
    this.#acceptor.promise(ballot);
    this.#context.write({ promised: ballot, records: [] });
    this.#candidacy = candidacy;
    this.#ask(candidacy);
    this.#voter.sendPromise(this.#context.id, candidacy.ballot, candidacy.from);
  }

  #ask(candidacy: Candidacy): void {
    this.#askedTick = this.#context.tick;
    for (const voter of candidacy.configuration.voters) {
      if (voter !== this.#context.id && !candidacy.hasPromiseOf(voter)) this.#askVoter(candidacy, voter);
    }
  }

  /** Not before its own promise is durable: after a crash it must not use the same ballot for something else. */
  #askVoter(candidacy: Candidacy, voter: ReplicaId): void {
    this.#context.send(
      voter,
      { type: 'prepare', ballot: candidacy.ballot, firstSlot: candidacy.from },
      'afterWrites',
    );
  }

  #lead(candidacy: Candidacy): void {
    const { decidedThrough, limits } = this.#context;
    const recovered = candidacy.recovered(decidedThrough);
    const leadership: Leadership = {
      ballot: candidacy.ballot,
      next: nextSlot(decidedThrough),
      barrier: undefined,
      invitation: undefined,
      intake: new Intake(limits, this.#sessions, recovered),
      replication: new Replication(
        this.#context,
        { learner: this.#learner, log: this.#log, catchUp: this.#catchUp },
        candidacy.ballot,
      ),
    };
    this.#candidacy = undefined;
    this.#leadership = leadership;
    this.#onRole('a majority has promised');
    // The others learn at once who leads, also where nothing is left to be proposed.
    if (recovered.length === 0) leadership.replication.announce();
    else this.#propose(leadership, recovered);
    const early = this.#early;
    this.#forgetEarly();
    for (const { from, groups } of early) this.#take(leadership, from, groups);
  }

  #propose(leadership: Leadership, entries: readonly Entry[]): void {
    const from = leadership.next;
    const { ballot } = leadership;
    invariant(
      leadership.barrier === undefined,
      `nothing is proposed behind the configuration in slot ${from - 1}`,
    );
    invariant(from > this.#context.decidedThrough, `slot ${from} is decided already`);
    const records = this.#acceptor.acceptOwn(ballot, from, entries);
    leadership.next = (from + entries.length) as Slot;
    if (entries.at(-1)?.type === 'configuration') leadership.barrier = (leadership.next - 1) as Slot;
    for (const { slot, entry } of records) this.#learner.noteProposal(slot, ballot, entry);
    this.#send(leadership);
    this.#context.write({ records });
    this.#voter.sendAccept(ballot, from, (leadership.next - 1) as Slot);
  }

  /** Sends the configuration to those who are to vote, and proposes it once enough of them hold it. */
  #invite(leadership: Leadership, invitation: Invitation): void {
    const { configuration } = invitation;
    const entries: readonly Entry[] = [{ type: 'configuration', configuration }];
    if (invitation.isAccepted) {
      leadership.invitation = undefined;
      leadership.barrier = undefined;
      return this.#propose(leadership, entries);
    }
    const { decidedThrough, limits, tick } = this.#context;
    // A newcomer takes it only once it knows all that is decided.
    if (this.#inFlight(leadership) > 0 || !invitation.sendDue(tick, limits.resendTicks)) return;
    const { ballot, next: firstSlot } = leadership;
    const message = { type: 'propose', ballot, firstSlot, entries, decidedThrough } as const;
    for (const newcomer of invitation.newcomers) this.#context.send(newcomer, message, 'now');
  }

  /** The voters have changed: whoever proposes needs the promises of a majority of the new ones. */
  #onConfiguration(slot: Slot, configuration: Configuration): void {
    if (this.role === 'idle') return;
    invariant(
      this.#leadership === undefined || this.#leadership.barrier === slot,
      `the configuration in slot ${slot} was no barrier`,
    );
    if (!isVoter(configuration, this.#context.id)) {
      // The successor must know that the configuration is decided before it can take over.
      this.#leadership?.replication.announce();
      this.#handover.handOver(this.ballot);
      return this.stepDown('votes no longer');
    }
    this.#standAnew('the voters have changed');
  }

  /** Goes on under the voters now in force: in a new ballot of their epoch, from the next slot. */
  #standAnew(why: string): void {
    const { configuration, decidedThrough, epoch, id, tick } = this.#context;
    invariant(configuration !== undefined, 'only a voter stands');
    const ballot = ballotAbove(this.#acceptor.promised, epoch, id);
    this.#leadership = undefined;
    this.#election.leadIn(ballot);
    this.#prepare(new Candidacy(ballot, nextSlot(decidedThrough), configuration, tick));
    this.#onRole(why);
  }
}
