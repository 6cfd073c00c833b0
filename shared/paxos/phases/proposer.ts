/**
 * The proposer: phase 1 once for each leadership, then phase 2, pipelined and batched.
 *
 * Sources: Lamport, "Paxos Made Simple" (2001), section 3; van Renesse & Altinbuken, "Paxos Made Moderately
 * Complex" (2015), sections 2.3 and 4. The barrier behind a configuration: `docs/protocol.md`, "Changing the voters".
 */

import type { ReplicaHost } from '../host.ts';
import type { Learner } from '../log/learner.ts';
import type { Log } from '../log/log.ts';
import type { Sessions } from '../log/sessions.ts';
import { Invitation } from '../membership/invitation.ts';
import { maxProposeBytes, type PromiseReply, type Propose } from '../messages.ts';
import { type Ballot, ballotAbove, isHigherBallot, isSameBallot, noBallot } from '../model/ballot.ts';
import { type Configuration, isVoter } from '../model/configuration.ts';
import { type Entry, entryBytes, type Group } from '../model/entry.ts';
import { nextSlot, noSlot, type ReplicaId, type Slot } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';
import type { Acceptor } from './acceptor.ts';
import { Candidacy } from './candidacy.ts';
import { Intake } from './intake.ts';
import type { Voter } from './voter.ts';

export interface ProposerHost extends ReplicaHost {
  /** `peer` knows decisions that this replica lacks. */
  catchUpFrom(peer: ReplicaId, decidedThrough: Slot): void;
  /** How far `peer` said that it knows decisions; 0 where it has not said. */
  knownTo(peer: ReplicaId): Slot;
  /** Asks the most up-to-date voter that is reached to take over from `ballot` at once. */
  handOver(ballot: Ballot): void;
  /** This replica leads, or stands, in `ballot` from now on. */
  leadIn(ballot: Ballot): void;
  roleChanged(why: string): void;
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
  /** How far each voter has accepted in this ballot. */
  readonly acceptedThrough: Map<ReplicaId, Slot>;
  /** When something was last decided, or sent again for want of that. */
  progressTick: number;
}

export class Proposer {
  readonly #host: ProposerHost;
  readonly #acceptor: Acceptor;
  readonly #voter: Voter;
  readonly #learner: Learner;
  readonly #log: Log;
  readonly #sessions: Sessions;
  #candidacy: Candidacy | undefined;
  #leadership: Leadership | undefined;
  #askedTick = 0;
  /** Submitted during phase 1. */
  #early: Group[] = [];

  constructor(
    host: ProposerHost,
    parts: { acceptor: Acceptor; voter: Voter; learner: Learner; log: Log; sessions: Sessions },
  ) {
    const { acceptor, voter, learner, log, sessions } = parts;
    this.#host = host;
    this.#acceptor = acceptor;
    this.#voter = voter;
    this.#learner = learner;
    this.#log = log;
    this.#sessions = sessions;
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
    const { configuration, decidedThrough } = this.#host;
    invariant(configuration !== undefined && isVoter(configuration, this.#host.id), 'only a voter may stand');
    this.#leadership = undefined;
    this.#prepare(new Candidacy(ballot, nextSlot(decidedThrough), configuration, this.#host.tick));
    this.#host.roleChanged('stands for election');
  }

  /** Ceases to lead or to stand. Its queue is dropped: the commands' origins submit them again. */
  stepDown(why: string): void {
    if (this.role === 'idle') return;
    this.#candidacy = undefined;
    this.#leadership = undefined;
    this.#early = [];
    this.#host.roleChanged(why);
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
    if (promise.from > this.#host.decidedThrough + 1) this.#host.catchUpFrom(from, promise.decidedThrough);
  }

  /** `voter` has accepted up to `through`: it keeps up. */
  onAccept(voter: ReplicaId, ballot: Ballot, through: Slot): void {
    const leadership = this.#leadership;
    if (leadership === undefined || !isSameBallot(ballot, leadership.ballot)) return;
    const known = leadership.acceptedThrough.get(voter) ?? noSlot;
    if (through > known) leadership.acceptedThrough.set(voter, through);
    if (leadership.barrier !== undefined && through >= leadership.barrier) leadership.invitation?.held(voter);
  }

  /** Commands that were submitted to this replica; kept only while it leads, or may lead soon. */
  offer(groups: readonly Group[]): void {
    if (this.#candidacy !== undefined) {
      const room = this.#host.limits.maxQueuedCommands - this.#early.length;
      this.#early.push(...groups.slice(0, Math.max(0, room)));
    }
    const intake = this.#leadership?.intake;
    if (intake !== undefined) for (const group of groups) intake.offer(group);
  }

  /** Proposes `configuration` as the last entry before a barrier. The caller has checked that it is wise. */
  reconfigure(configuration: Configuration): void {
    const leadership = this.#leadership;
    const { configuration: current, tick } = this.#host;
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
      leadership.progressTick = this.#host.tick;
    }
    if (entry.type === 'configuration') this.#onConfiguration(slot, entry.configuration);
  }

  /** A snapshot took the place of the log: whatever was in flight is decided, and others may vote now. */
  onRestored(): void {
    const { configuration, id } = this.#host;
    if (this.#leadership !== undefined) return this.stepDown('others decided without it');
    if (this.#candidacy === undefined || configuration === undefined) return;
    if (!isVoter(configuration, id)) return this.stepDown('votes no longer');
    this.#standAnew('the voters have changed');
  }

  /** Does what has become possible: leads once phase 1 is complete, proposes what waits. */
  advance(): void {
    if (this.#candidacy?.isComplete(this.#host.decidedThrough) === true) this.#lead(this.#candidacy);
    const leadership = this.#leadership;
    if (leadership?.invitation !== undefined) this.#invite(leadership, leadership.invitation);
    if (leadership === undefined || leadership.barrier !== undefined) return;
    // While its own storage is busy, commands gather into the next batch: the disk sets the pace, not the mouse.
    if (leadership.intake.isEmpty || this.#host.isWriting) return;
    const entries: Entry[] = [];
    const { windowSlots, maxUndecidedBytes } = this.#host.limits;
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
    const { tick, limits } = this.#host;
    const candidacy = this.#candidacy;
    if (candidacy !== undefined) {
      if (tick - candidacy.sinceTick >= limits.candidacyTicks) return this.stepDown('found no majority');
      if (tick - this.#askedTick >= limits.resendTicks) this.#ask(candidacy);
    }
    const leadership = this.#leadership;
    const { invitation } = leadership ?? {};
    // Something else may be proposed for the slot only in another ballot: some newcomer may have heard of this.
    if (invitation !== undefined && tick - invitation.sinceTick >= limits.candidacyTicks)
      return this.#standAnew('the new voters do not answer');
    if (leadership === undefined || this.#inFlight(leadership) === 0) return;
    if (tick - leadership.progressTick < limits.resendTicks) return;
    leadership.progressTick = tick;
    const { configuration } = this.#host;
    for (const voter of configuration?.voters ?? []) {
      const undecided = nextSlot(this.#host.decidedThrough);
      if (voter === this.#host.id) continue;
      if (!this.#learner.hasAccepted(undecided, leadership.ballot, voter)) this.#resend(leadership, voter);
    }
  }

  /** `peer` can be reached again: it may have missed anything. */
  linkUp(peer: ReplicaId): void {
    const candidacy = this.#candidacy;
    if (candidacy !== undefined && isVoter(candidacy.configuration, peer)) this.#askVoter(candidacy, peer);
    if (this.#leadership !== undefined) this.#resend(this.#leadership, peer);
  }

  #inFlight(leadership: Leadership): number {
    return leadership.next - 1 - this.#host.decidedThrough;
  }

  #prepare(candidacy: Candidacy): void {
    const { ballot } = candidacy;
    invariant(isHigherBallot(ballot, this.#acceptor.promised), 'a candidate promises its own ballot first');
    this.#acceptor.promise(ballot);
    this.#host.write({ promised: ballot, records: [] });
    this.#candidacy = candidacy;
    this.#ask(candidacy);
    this.#voter.sendPromise(this.#host.id, candidacy.ballot, candidacy.from);
  }

  #ask(candidacy: Candidacy): void {
    this.#askedTick = this.#host.tick;
    for (const voter of candidacy.configuration.voters) {
      if (voter !== this.#host.id && !candidacy.hasPromiseOf(voter)) this.#askVoter(candidacy, voter);
    }
  }

  /** Not before its own promise is durable: after a crash it must not use the same ballot for something else. */
  #askVoter(candidacy: Candidacy, voter: ReplicaId): void {
    this.#host.send(
      voter,
      { type: 'prepare', ballot: candidacy.ballot, from: candidacy.from },
      'afterWrites',
    );
  }

  #lead(candidacy: Candidacy): void {
    const { decidedThrough, limits, tick } = this.#host;
    const recovered = candidacy.recovered(decidedThrough);
    const leadership: Leadership = {
      ballot: candidacy.ballot,
      next: nextSlot(decidedThrough),
      barrier: undefined,
      invitation: undefined,
      intake: new Intake(limits, this.#sessions, recovered),
      acceptedThrough: new Map(),
      progressTick: tick,
    };
    this.#candidacy = undefined;
    this.#leadership = leadership;
    this.#host.roleChanged('a majority has promised');
    this.#propose(leadership, recovered);
    for (const command of this.#early.splice(0)) leadership.intake.offer(command);
  }

  #propose(leadership: Leadership, entries: readonly Entry[]): void {
    const from = leadership.next;
    const { ballot } = leadership;
    invariant(
      leadership.barrier === undefined,
      `nothing is proposed behind the configuration in slot ${from - 1}`,
    );
    invariant(from > this.#host.decidedThrough, `slot ${from} is decided already`);
    const records = this.#acceptor.acceptOwn(ballot, from, entries);
    leadership.next = (from + entries.length) as Slot;
    if (entries.at(-1)?.type === 'configuration') leadership.barrier = (leadership.next - 1) as Slot;
    for (const { slot, entry } of records) this.#learner.noteProposal(slot, ballot, entry);
    this.#sendProposals(leadership, from, undefined);
    if (records.length === 0) return;
    this.#host.write({ records });
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
    const { decidedThrough, limits, tick } = this.#host;
    // A newcomer takes it only behind all that is decided.
    if (this.#inFlight(leadership) > 0 || !invitation.sendDue(tick, limits.resendTicks)) return;
    const { ballot, next: from } = leadership;
    const message = { type: 'propose', ballot, from, entries, decidedThrough } as const;
    for (const newcomer of invitation.newcomers) this.#host.send(newcomer, message, 'now');
  }

  #resend(leadership: Leadership, to: ReplicaId): void {
    this.#sendProposals(leadership, nextSlot(this.#host.decidedThrough), to);
  }

  /** Sends what was proposed from `from` on, in messages of a bounded size; one without entries if there is none. */
  #sendProposals(leadership: Leadership, from: Slot, to: ReplicaId | undefined): void {
    const { ballot } = leadership;
    const last = (leadership.next - 1) as Slot;
    let slot = from;
    do {
      const entries = slot > last ? [] : this.#log.entries(slot, last, maxProposeBytes);
      const { decidedThrough } = this.#host;
      const message = { type: 'propose', ballot, from: slot, entries, decidedThrough } as const;
      if (to === undefined) this.#sendToAll(leadership, message);
      else this.#host.send(to, message, 'now');
      slot = (slot + Math.max(entries.length, 1)) as Slot;
    } while (slot <= last);
  }

  /**
   * To every member that keeps up. One that is further behind than anyone keeps proposals for learns from the log at
   * its own pace instead: it costs the leader no memory, and the others no time.
   */
  #sendToAll(leadership: Leadership, message: Propose): void {
    const keepsUp = (peer: ReplicaId): boolean => {
      const known = Math.max(leadership.acceptedThrough.get(peer) ?? noSlot, this.#host.knownTo(peer));
      return known === 0 || message.from - known <= this.#host.limits.maxSlotsAhead;
    };
    this.#host.broadcast(message, 'now', message.entries.length === 0 ? undefined : keepsUp);
  }

  /** The voters have changed: whoever proposes needs the promises of a majority of the new ones. */
  #onConfiguration(slot: Slot, configuration: Configuration): void {
    if (this.role === 'idle') return;
    invariant(
      this.#leadership === undefined || this.#leadership.barrier === slot,
      `the configuration in slot ${slot} was no barrier`,
    );
    if (!isVoter(configuration, this.#host.id)) {
      // The successor must know that the configuration is decided before it can take over.
      if (this.#leadership !== undefined) this.#sendProposals(this.#leadership, nextSlot(slot), undefined);
      this.#host.handOver(this.ballot);
      return this.stepDown('votes no longer');
    }
    this.#standAnew('the voters have changed');
  }

  /** Goes on under the voters now in force: in a new ballot of their epoch, from the next slot. */
  #standAnew(why: string): void {
    const { configuration, decidedThrough, epoch, id, tick } = this.#host;
    invariant(configuration !== undefined, 'only a voter stands');
    const ballot = ballotAbove(this.#acceptor.promised, epoch, id);
    this.#leadership = undefined;
    this.#host.leadIn(ballot);
    this.#prepare(new Candidacy(ballot, nextSlot(decidedThrough), configuration, tick));
    this.#host.roleChanged(why);
  }
}
