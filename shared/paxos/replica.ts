/**
 * One device's copy of one board: proposer, acceptor (if it votes) and learner of a Multi-Paxos log.
 *
 * A pure state machine: `step` takes one event, `drain` gives the effects since the last drain. The same events in
 * the same order, with the same random numbers, give the same effects. The protocol is in `docs/protocol.md`.
 */

import { CatchUp, type CatchUpHost } from './catch-up/catch-up.ts';
import { Checkpoints } from './catch-up/checkpoints.ts';
import { Compaction } from './catch-up/compaction.ts';
import { decodeSnapshot } from './catch-up/snapshot.ts';
import type {
  Decided,
  DurableState,
  Effects,
  Event,
  Halted,
  Lack,
  Role,
  Status,
  Successor,
  Write,
} from './effects.ts';
import { EffectsBuffer, type SendTiming } from './effects-buffer.ts';
import { type Deeds, DeedsSeen, deedsIn } from './election/deeds.ts';
import { Election } from './election/election.ts';
import { type HeartbeatHost, Heartbeats } from './election/heartbeats.ts';
import { Peers } from './election/peers.ts';
import { bulkBytes } from './flow/lanes.ts';
import { Outflow } from './flow/outflow.ts';
import { DecidedLog } from './log/decided-log.ts';
import { Learner } from './log/learner.ts';
import { Log } from './log/log.ts';
import { Heard } from './membership/heard.ts';
import { planReconfiguration } from './membership/reconfiguration.ts';
import { type Recovering, recoveryRecords } from './membership/recovery.ts';
import type { Heartbeat, Message, MessageBody, SnapshotChunk } from './messages.ts';
import { type Ballot, ballotAbove, isHigherBallot, isSameBallot, noBallot } from './model/ballot.ts';
import { type Configuration, configuration, isVoter } from './model/configuration.ts';
import { bodyBytes, type Entry, maxBatchBytes } from './model/entry.ts';
import { nextSlot, noSlot, type ReplicaId, type Slot, slot, type WriteNumber } from './model/ids.ts';
import { InvariantViolation, invariant, unreachable } from './model/invariant.ts';
import { defaultLimits, type Limits, replyLifetimeRounds } from './model/limits.ts';
import { Acceptor } from './phases/acceptor.ts';
import { Phases, type PhasesHost } from './phases/phases.ts';
import { Proposer, type ProposerHost } from './phases/proposer.ts';
import { Voter } from './phases/voter.ts';
import { type SubmissionHost, SubmissionRoute } from './submission/submission-route.ts';
import { Submissions } from './submission/submissions.ts';

export interface ReplicaOptions {
  readonly id: ReplicaId;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  /** What this replica's storage holds; absent in one that has never written anything. */
  readonly state?: DurableState | undefined;
  /** Founds the board: slot 1 makes this replica its only voter. Only for a replica without `state`. */
  readonly genesis?: boolean | undefined;
  readonly limits?: Partial<Limits> | undefined;
}

/** The generation of a board that was never recovered; a replica that knows nothing yet is in generation 0. */
export const firstGeneration = 1;

/**
 * A recovery takes one of so many next generations at random: two devices that were told to go on alone, each without
 * knowing of the other, are to be in different ones when they meet, so that one of them stops.
 */
const generationSpread = 2 ** 32;

/** Rounds that a replica stays out of the race after it handed leadership over. */
const abstainRounds = 4;

/** Lost while a replica recovers, as if on the way: it is of a generation that the replica is about to leave. */
function isDroppedDuringRecovery({ type }: Event): boolean {
  return type === 'receive' || type === 'tick' || type === 'compact' || type === 'recover';
}

function supersededBy(successor: Successor): Halted {
  return { reason: 'superseded', why: `the board went on in generation ${successor.generation}`, successor };
}

const rolledBack: Halted = { reason: 'rolledBack', why: 'the storage has lost what it had confirmed' };

export class Replica implements ProposerHost, HeartbeatHost, SubmissionHost, PhasesHost, CatchUpHost {
  readonly id: ReplicaId;
  readonly limits: Limits;
  readonly outflow: Outflow;
  readonly #random: () => number;
  readonly #effects: EffectsBuffer;
  readonly #log = new Log();
  readonly #learner = new Learner();
  readonly #decided: DecidedLog;
  readonly #acceptor: Acceptor;
  readonly #voter: Voter;
  readonly #proposer: Proposer;
  readonly #election: Election;
  readonly #catchUp: CatchUp;
  readonly #submissions: Submissions;
  readonly #route: SubmissionRoute;
  readonly #checkpoints = new Checkpoints();
  readonly #heartbeats: Heartbeats;
  readonly #compaction: Compaction;
  readonly #phases: Phases;
  readonly #peers: Peers;
  readonly #seen = new DeedsSeen();
  readonly #heard: Heard;
  #generation = 0;
  #tick = 0;
  /** `decidedThrough` as the last write has it. */
  #writtenDecidedThrough = noSlot;
  #reportedLeader = noBallot;
  #signsOff = false;
  #recovering: Recovering | undefined;
  #halted: Halted | undefined;

  /** @throws InvariantViolation if `state` is not what a replica writes. */
  constructor(options: ReplicaOptions) {
    const { id, random, state } = options;
    this.id = id;
    const limits = { ...defaultLimits, ...options.limits };
    this.limits = { ...limits, maxSlotsAhead: Math.max(limits.maxSlotsAhead, limits.windowSlots) };
    this.#random = random;
    this.outflow = new Outflow(this.limits);
    this.#peers = new Peers(this.#lifetimeTicks);
    this.#heard = new Heard(id, state?.heard);
    this.#effects = new EffectsBuffer(id, this.limits.maxHeldMessages);
    this.#acceptor = new Acceptor(this.#log, state?.promised ?? noBallot, this.limits);
    this.#election = new Election(id, this.limits, random);
    this.#submissions = new Submissions(this.limits);
    this.#decided = new DecidedLog(this.#log, this.#learner, this.limits, (decided, ballot) =>
      this.#onDecided(decided, ballot),
    );
    this.#catchUp = new CatchUp(this, this.#log, this.#decided, random);
    this.#heartbeats = new Heartbeats(this, {
      election: this.#election,
      catchUp: this.#catchUp,
      checkpoints: this.#checkpoints,
    });
    this.#compaction = new Compaction(this, {
      log: this.#log,
      decided: this.#decided,
      catchUp: this.#catchUp,
    });
    this.#voter = new Voter(this, this.#acceptor, this.#log);
    this.#proposer = new Proposer(this, {
      acceptor: this.#acceptor,
      voter: this.#voter,
      learner: this.#learner,
      log: this.#log,
      sessions: this.#decided.sessions,
    });
    this.#phases = new Phases(this, {
      acceptor: this.#acceptor,
      voter: this.#voter,
      learner: this.#learner,
      proposer: this.#proposer,
      decided: this.#decided,
      catchUp: this.#catchUp,
      election: this.#election,
    });
    this.#route = new SubmissionRoute(this, {
      election: this.#election,
      proposer: this.#proposer,
      submissions: this.#submissions,
      random,
    });
    if (state !== undefined) this.#restore(state);
    const successor = state?.supersededBy;
    if (successor !== undefined || state?.rolledBack === true) {
      // What it knows is still handed out, so that a person can keep it; it takes no part, and writes nothing.
      this.#stop(successor === undefined ? rolledBack : supersededBy(successor));
      return;
    }
    if (state === undefined && options.genesis === true) this.#bootstrap();
    // A sole voter has nobody to ask.
    if (this.configuration?.voters.length === 1 && isVoter(this.configuration, id)) this.#election.hurry();
  }

  get tick(): number {
    return this.#tick;
  }

  get linked(): Iterable<ReplicaId> {
    return this.#peers.ids();
  }

  get leader(): Ballot {
    return this.#election.leader;
  }

  get decidedThrough(): Slot {
    return this.#decided.through;
  }

  /** In force for the slot after `decidedThrough`; absent in a newcomer. */
  get configuration(): Configuration | undefined {
    return this.#decided.configuration;
  }

  get epoch(): Slot {
    return this.#decided.epoch;
  }

  get isWriting(): boolean {
    return this.#effects.isWriting;
  }

  /**
   * Takes one event. A failed invariant halts the replica ({@link Status.halted}); it takes no more events then.
   *
   * @throws RangeError for commands of its own that are together larger than `maxBatchBytes`.
   */
  step(event: Event): void {
    if (this.#halted !== undefined) return;
    if (event.type === 'submit' && bodyBytes(event.group) > maxBatchBytes) {
      throw new RangeError(`a group has at most ${maxBatchBytes} bytes, not ${bodyBytes(event.group)}`);
    }
    try {
      this.#dispatch(event);
      this.#settleStep();
    } catch (error) {
      if (!(error instanceof InvariantViolation)) throw error;
      this.#halt({ reason: 'invariant', why: error.message });
    }
  }

  /** What is to be done since the last drain. */
  drain(): Effects {
    return this.#effects.drain(this.#halted === undefined && this.#compaction.isDue);
  }

  status(): Status {
    const peers = this.#peers.all.map(([id, { heardTick, signsOff }]) => ({
      id,
      decidedThrough: this.#catchUp.knownTo(id),
      keepsUp: this.#catchUp.keepsUp(id),
      heardTicksAgo: this.#tick - heardTick,
      signsOff,
    }));
    const transfer = this.#catchUp.progress;
    const lacks = this.#lacks;
    return {
      id: this.id,
      role: this.#role,
      ...(this.#halted === undefined ? {} : { halted: this.#halted }),
      generation: this.#generation,
      promised: this.#acceptor.promised,
      leader: this.#election.leader,
      ...(this.configuration === undefined ? {} : { configuration: this.configuration }),
      decidedThrough: this.decidedThrough,
      lastSlot: this.#log.lastSlot,
      ...(lacks === undefined ? {} : { lacks }),
      compactedThrough: this.#log.compactedThrough,
      ...(transfer === undefined ? {} : { transfer }),
      signsOff: this.#signsOff,
      pendingSubmissions: this.#submissions.count,
      quorumReached: this.#election.happy || this.#election.happyPeers().length > 0,
      peers,
    };
  }

  // What its parts ask of their replica.

  send(to: ReplicaId, body: MessageBody, leave: SendTiming): void {
    if (to !== this.id && !this.#peers.has(to)) return;
    this.#effects.send({ to, message: { ...body, generation: this.#generation } }, leave);
    this.#mark(to, bulkBytes(body), leave);
  }

  broadcast(body: MessageBody, leave: SendTiming, wanted?: (peer: ReplicaId) => boolean): void {
    // One object for all, so that a driver can encode it once.
    const message = { ...body, generation: this.#generation };
    const bytes = bulkBytes(body);
    const marks: ReplicaId[] = [];
    for (const to of this.#peers.ids()) {
      if (wanted !== undefined && !wanted(to)) continue;
      this.#effects.send({ to, message }, leave);
      if (bytes > 0) marks.push(to);
    }
    // Not in between: a driver encodes what goes to several in a row once.
    for (const to of marks) this.#mark(to, bytes, leave);
  }

  /** `bytes` of bulk have left for `to`: the mark after them reports when they have arrived. */
  #mark(to: ReplicaId, bytes: number, leave: SendTiming): void {
    const number = bytes === 0 ? undefined : this.outflow.noteSent(to, bytes, this.#tick);
    if (number !== undefined) this.send(to, { type: 'mark', number }, leave);
  }

  write(change: Omit<Write, 'number' | 'generation' | 'decidedThrough'>): void {
    const records = [...this.#decided.takeUnwritten(), ...change.records];
    this.#writtenDecidedThrough = this.decidedThrough;
    const { decidedThrough } = this;
    const news = this.#heard.take(decidedThrough);
    const heard = news === undefined ? {} : { heard: news };
    this.#effects.write(
      { ...change, generation: this.#generation, records, decidedThrough, ...heard },
      this.#tick,
    );
  }

  deedsOf(peer: ReplicaId): Deeds {
    return this.#seen.of(peer);
  }

  heardSignOff(peer: ReplicaId, going: boolean): void {
    this.#peers.signOff(peer, going);
  }

  get signsOff(): boolean {
    return this.#signsOff;
  }

  get sharedThrough(): Slot | null {
    const current = this.configuration;
    // A newcomer may know an earlier generation's voters only.
    return current?.generation === this.#generation ? (current.sharedThrough ?? noSlot) : null;
  }

  get #lacks(): Lack | undefined {
    const { through, by } = this.#heard.latest;
    let slots = through - this.decidedThrough;
    if (slots <= 0) return undefined;
    const lastHeld = Math.min(through, this.#log.lastSlot);
    for (let at = nextSlot(this.decidedThrough); at <= lastHeld; at = nextSlot(at)) {
      if (this.#log.get(at) !== undefined) slots -= 1;
    }
    return slots > 0 ? { slots, knownBy: by } : undefined;
  }

  knownTo(peer: ReplicaId): Slot {
    return this.#catchUp.knownTo(peer);
  }

  catchUpFrom(peer: ReplicaId, decidedThrough: Slot): void {
    this.#catchUp.note(peer, decidedThrough);
    this.#catchUp.ask(peer);
  }

  handOver(ballot: Ballot): void {
    const voters = this.configuration?.voters.filter((voter) => this.#peers.has(voter)) ?? [];
    const stay = voters.filter((voter) => !this.#peers.isLeaving(voter));
    const [successor] = (stay.length > 0 ? stay : voters).sort(
      (a, b) => this.#catchUp.knownTo(b) - this.#catchUp.knownTo(a),
    );
    this.#election.abstain(abstainRounds);
    if (successor !== undefined) this.send(successor, { type: 'handover', ballot }, 'now');
  }

  isFollowed(ballot: Ballot): boolean {
    return this.configuration !== undefined && this.#election.isFollowed(ballot, this.configuration);
  }

  leadIn(ballot: Ballot): void {
    this.#election.leadIn(ballot);
  }

  heardTicksAgo(peer: ReplicaId): number | undefined {
    return this.#peers.heardTicksAgo(peer, this.#tick);
  }

  dropped(from: ReplicaId, what: string): void {
    this.#effects.trace({ type: 'dropped', from, what });
  }

  diverged(at: Slot): void {
    this.#halt({ reason: 'diverged', why: `the state after slot ${at} differs from that of a majority` });
  }

  roleChanged(why: string): void {
    if (this.#proposer.role === 'idle') this.#election.standDown();
    this.#submissions.sendAgain();
    this.#effects.trace({ type: 'role', role: this.#role, ballot: this.#proposer.ballot, why });
  }

  get #role(): Role {
    if (this.#halted !== undefined) return 'halted';
    if (this.#proposer.role !== 'idle') return this.#proposer.role;
    return this.votes ? 'follower' : 'learner';
  }

  /** Whether its storage answers: it has not been silent for longer than an election. */
  get isFit(): boolean {
    const since = this.#effects.writingSinceTick;
    return since === undefined || this.#tick - since <= this.#lifetimeTicks;
  }

  get votes(): boolean {
    return this.configuration !== undefined && isVoter(this.configuration, this.id);
  }

  // Coming into being.

  #restore(state: DurableState): void {
    this.#generation = state.generation;
    if (state.snapshot !== undefined) {
      const snapshot = decodeSnapshot(state.snapshot);
      invariant(snapshot !== undefined, 'the snapshot in the storage is damaged');
      this.#decided.restore(snapshot);
      this.#catchUp.keep(state.snapshot);
      this.#effects.apply({ type: 'restored', through: snapshot.through, state: snapshot.state });
    }
    this.#log.compact(state.compactedThrough);
    this.#noteBallot(state.promised);
    for (const record of state.records) {
      this.#log.set(record);
      this.#noteBallot(record.ballot);
      if (record.slot > state.decidedThrough) {
        this.#learner.noteProposal(record.slot, record.ballot, record.entry);
      }
    }
    while (this.decidedThrough < state.decidedThrough) {
      const record = this.#log.get(nextSlot(this.decidedThrough));
      invariant(record !== undefined, `the storage has no entry in slot ${this.decidedThrough + 1}`);
      this.#decided.replay(record.entry);
    }
    this.#writtenDecidedThrough = this.decidedThrough;
  }

  /** Whoever proposed in `ballot` had promised it. */
  #noteBallot(ballot: Ballot): void {
    this.#seen.note(ballot.replica, { ballot, acceptedThrough: noSlot });
  }

  #bootstrap(): void {
    this.#generation = firstGeneration;
    const ballot = ballotAbove(noBallot, noSlot, this.id);
    const entry: Entry = { type: 'configuration', configuration: configuration(firstGeneration, [this.id]) };
    this.#acceptor.promise(ballot);
    const { records } = this.#acceptor.accept(ballot, slot(1), [entry], noSlot);
    this.#decided.replay(entry);
    this.write({ promised: ballot, records });
    this.#effects.holdEverythingUntilDurable();
  }

  // Events.

  #dispatch(event: Event): void {
    if (this.#recovering !== undefined && isDroppedDuringRecovery(event)) return;
    switch (event.type) {
      case 'receive':
        return this.#receive(event.from, event.message);
      case 'tick':
        return this.#onTick();
      case 'submit':
        return this.#submissions.add(event.group, this.#decided.sessions.last(this.id));
      case 'persisted':
        return this.#onPersisted(event.number);
      case 'link':
        return event.state === 'up' ? this.#linkUp(event.peer) : this.#linkDown(event.peer);
      case 'reconfigure':
        return this.#reconfigure(event.voters);
      case 'resign':
        return this.#resign();
      case 'signOff':
      case 'stay':
        return this.#announce(event.type === 'signOff');
      case 'compact':
        return this.#compaction.compact(event.through, event.state);
      case 'digest':
        return this.#heartbeats.noteCheckpoint(event.slot, event.digest);
      case 'recover':
        return this.#recover();
      default:
        return unreachable(event);
    }
  }

  /** What follows from an event: own votes that became durable, decisions, proposals, submissions, writes. */
  #settleStep(): void {
    for (;;) {
      this.#decided.advance();
      this.#phases.answerDeferred();
      this.#proposer.advance();
      this.#route.sendDue();
      if (this.#decided.hasUnwritten) this.write({ records: [] });
      const message = this.#effects.nextToSelf();
      if (message === undefined) break;
      this.#handle(this.id, message);
    }
    if (!isSameBallot(this.#election.leader, this.#reportedLeader)) {
      this.#reportedLeader = this.#election.leader;
      this.#submissions.sendAgain();
      this.#effects.trace({ type: 'leader', leader: this.#reportedLeader });
      this.#route.sendDue();
    }
  }

  #onTick(): void {
    this.#tick += 1;
    const fit = this.isFit;
    if (!fit) this.#proposer.stepDown('its storage does not answer');
    const step = this.#election.tick({
      configuration: this.configuration,
      epoch: this.epoch,
      proposing: this.#proposer.role !== 'idle',
      promised: this.#acceptor.promised,
      fit,
    });
    if (step.type === 'stepDown') this.#proposer.stepDown('lost its majority');
    if (step.type === 'takeOver') this.#proposer.stand(step.ballot);
    if (step.type !== 'idle') this.#heartbeats.beat();
    this.#proposer.tick();
    this.#route.tick();
    this.#catchUp.tick();
    for (const { peer, number } of this.outflow.overdue(this.#tick)) {
      this.send(peer, { type: 'mark', number }, 'now');
    }
    if (this.#signsOff && this.#tick % this.limits.resendTicks === 0) this.#announce(true);
    // A hint for the next start, not worth a write of its own while the storage is busy.
    const isHinted = this.#writtenDecidedThrough < this.decidedThrough;
    if ((isHinted || this.#heard.isUnwritten(this.decidedThrough)) && !this.isWriting)
      this.write({ records: [] });
  }

  #linkUp(peer: ReplicaId): void {
    if (peer === this.id) return;
    this.#peers.up(peer, this.#tick);
    this.outflow.up(peer, this.#tick);
    this.#heartbeats.greet(peer);
    this.#proposer.linkUp(peer);
    this.#catchUp.linkUp(peer);
    this.#route.linkChanged(peer);
  }

  #linkDown(peer: ReplicaId): void {
    if (!this.#peers.down(peer)) return;
    this.outflow.down(peer);
    this.#route.linkChanged(peer);
    this.#catchUp.forget(peer);
    this.#election.forget(peer);
    this.#checkpoints.forget(peer);
    if (peer === this.#election.leader.replica) this.#election.hurry();
  }

  #reconfigure(voters: readonly ReplicaId[]): void {
    const current = this.configuration;
    const isReady = (voter: ReplicaId): boolean =>
      this.#peers.isThere(voter, this.#tick) &&
      (this.#catchUp.keepsUp(voter) ||
        this.#catchUp.knownTo(voter) + this.limits.windowSlots >= this.decidedThrough);
    const plan =
      current === undefined || !this.#proposer.canReconfigure
        ? { ok: false as const, why: 'only a leader may, and one change at a time' }
        : planReconfiguration(current, voters, isReady);
    if (plan.ok) this.#proposer.reconfigure(plan.next);
    else this.#effects.trace({ type: 'reconfigureRefused', why: plan.why });
  }

  /** For how long an answer counts. */
  get #lifetimeTicks(): number {
    return replyLifetimeRounds * this.limits.heartbeatTicks;
  }

  #resign(): void {
    const { ballot, role } = this.#proposer;
    if (role === 'idle') return;
    this.handOver(ballot);
    this.#proposer.stepDown('resigned');
  }

  /** Whoever leads next has to know of it, too; where this replica leads itself, `status` tells the policy. */
  #announce(going: boolean): void {
    this.#signsOff = going;
    this.broadcast({ type: 'signOff', going }, 'now');
  }

  /**
   * Goes on alone, from what this replica knows, in a higher generation: what it accepted is decided by that. Replicas of
   * the old generation stop when they hear of it. Nothing has happened before that is durable: nothing is said or heard,
   * and nothing handed out as decided that a crash could take back.
   */
  #recover(): void {
    const current = this.configuration;
    if (current === undefined) return this.dropped(this.id, 'recovery of nothing');
    this.#proposer.stepDown('recovers');
    // A newcomer may have learned of an earlier generation's voters only, and is in a later one all the same.
    const generation = Math.max(this.#generation, current.generation);
    this.#generation = generation + 1 + Math.floor(this.#random() * generationSpread);
    const promised = ballotAbove(this.#acceptor.promised, this.epoch, this.id);
    this.#acceptor.promise(promised);
    const sharedThrough = slot(Math.min(this.decidedThrough, current.sharedThrough ?? this.decidedThrough));
    const chosen = { id: this.id, generation: this.#generation, ballot: promised, sharedThrough };
    const missing = recoveryRecords(this.#log, this.decidedThrough, chosen);
    for (const record of missing) this.#log.set(record);
    const { lastSlot: through } = this.#log;
    this.#writtenDecidedThrough = through;
    const records = [...this.#decided.takeUnwritten(), ...missing];
    const heard = this.#heard.forget(this.id);
    const change = { generation: this.#generation, promised, records, decidedThrough: through, heard };
    this.#recovering = { write: this.#effects.write(change, this.#tick), through };
    this.#effects.holdEverythingUntilDurable();
    this.#phases.forgetDeferred();
  }

  #onPersisted(number: WriteNumber): void {
    const recovering = this.#recovering;
    // What waited for the storage was said in a generation that this replica has left.
    if (recovering !== undefined) this.#effects.forgetHeld();
    this.#effects.persisted(number);
    if (recovering === undefined || number < recovering.write) return;
    this.#recovering = undefined;
    while (this.decidedThrough < recovering.through) {
      const record = this.#log.get(nextSlot(this.decidedThrough));
      invariant(record !== undefined, `the log has no entry in slot ${this.decidedThrough + 1}`);
      this.#decided.learn(record.entry);
    }
    // What the others said, they said in the old generation: higher ballots of theirs must not outrank its own.
    this.#learner.forgetAll();
    for (const peer of this.#peers.ids()) {
      this.#peers.forget(peer);
      this.#catchUp.forget(peer);
      this.#election.forget(peer);
    }
    this.#election.hurry();
  }

  // Messages.

  #receive(from: ReplicaId, message: Message): void {
    if (message.type === 'superseded') {
      if (message.generation > this.#generation) this.#supersede(message);
      return;
    }
    // Generation 0 is a newcomer's, who can only ask; and a newcomer takes on the generation that it meets.
    if (message.generation !== 0 && message.generation !== this.#generation) {
      if (this.#generation === 0) this.#generation = message.generation;
      else if (message.generation > this.#generation) return this.#supersede(message);
      else return this.#tellSuperseded(from);
    }
    if (this.#isRolledBack(message)) return this.#rolledBack();
    this.#peers.heard(from, this.#tick);
    this.#seen.note(from, deedsIn(message));
    if ('decidedThrough' in message) this.#heard.note(from, message.decidedThrough);
    this.#handle(from, message);
  }

  #handle(from: ReplicaId, message: Message): void {
    switch (message.type) {
      case 'prepare':
        return this.#phases.onPrepare(from, message);
      case 'promise':
        return this.#phases.onPromise(from, message);
      case 'propose':
        return this.#phases.onPropose(from, message);
      case 'accept':
        return this.#phases.onAccept(from, message);
      case 'reject':
        return this.#phases.onReject(message);
      case 'heartbeat':
        return this.#onHeartbeat(from, message);
      case 'heartbeatReply':
        return this.#heartbeats.onReply(from, message);
      case 'submit':
        return this.#route.onSubmit(from, message);
      case 'taken':
        return this.#route.onTaken(from, message);
      case 'mark':
        return this.send(from, { type: 'arrived', number: message.number }, 'now');
      case 'arrived':
        return this.outflow.noteArrived(from, message.number, this.#tick);
      case 'learn':
        return this.#catchUp.onLearn(from, message);
      case 'learned':
        return this.#catchUp.onLearned(from, message);
      case 'snapshot':
        return this.#onSnapshot(from, message);
      case 'signOff':
        return this.#peers.signOff(from, message.going);
      case 'handover':
        return this.#onHandover(from, message.ballot);
      case 'superseded':
        return;
      default:
        return unreachable(message);
    }
  }

  #onHeartbeat(from: ReplicaId, heartbeat: Heartbeat): void {
    this.#phases.yieldTo(heartbeat.leader);
    this.#heartbeats.onHeartbeat(from, heartbeat);
  }

  #onSnapshot(from: ReplicaId, chunk: SnapshotChunk): void {
    const image = this.#catchUp.onSnapshot(from, chunk);
    const snapshot = image === undefined ? undefined : this.#compaction.install(image, this.#generation);
    if (snapshot === undefined) return;
    this.#effects.apply({ type: 'restored', through: snapshot.through, state: snapshot.state });
    this.#submissions.decidedThrough(this.#decided.sessions.last(this.id));
    this.#proposer.onRestored();
  }

  #onHandover(from: ReplicaId, ballot: Ballot): void {
    if (ballot.replica !== from || !this.votes || this.#proposer.role !== 'idle') return;
    if (isHigherBallot(this.#election.leader, ballot)) return;
    this.#proposer.stand(this.#election.takeOver(this.epoch, this.#acceptor.promised));
  }

  #onDecided(decided: Decided, ballot: Ballot): void {
    const { slot: position, entry } = decided;
    if (entry.type === 'configuration') {
      const chosen = entry.configuration;
      // A newcomer learns the history of a board that was recovered since: it is in the later generation already.
      this.#generation = Math.max(this.#generation, chosen.generation);
      this.#effects.trace({ type: 'configuration', slot: position, configuration: chosen });
    }
    this.#effects.apply(decided);
    this.#catchUp.progressed();
    this.#submissions.decidedThrough(this.#decided.sessions.last(this.id));
    this.#proposer.onDecided(position, entry, ballot);
  }

  // Endings.

  /**
   * Stops for good. That is durable, too: majorities of superseded replicas that restart while the newer generation is
   * away would settle changes in a dead one.
   */
  #supersede(message: Message): void {
    const { generation } = message;
    let successor: Successor = { generation };
    // Both may have parted from an earlier one, at different slots.
    const own = this.#generation === firstGeneration ? this.decidedThrough : this.sharedThrough;
    if (own !== null && 'sharedThrough' in message && message.sharedThrough !== null) {
      const shared = Math.min(message.sharedThrough, own, this.decidedThrough);
      successor = { generation, sharedThrough: slot(shared), decidedThrough: message.decidedThrough };
    }
    this.#halt(supersededBy(successor));
    this.#effects.write({ generation: this.#generation, records: [], supersededBy: successor }, this.#tick);
  }

  #tellSuperseded(peer: ReplicaId): void {
    const { sharedThrough, decidedThrough } = this;
    this.send(peer, { type: 'superseded', sharedThrough, decidedThrough }, 'now');
  }

  /** Someone has seen it act in a higher ballot than its storage knows of, or accept a slot that its log does not reach. */
  #isRolledBack(message: Message): boolean {
    if (!('yours' in message)) return false;
    const { ballot, acceptedThrough } = message.yours;
    return isHigherBallot(ballot, this.#acceptor.promised) || acceptedThrough > this.#log.lastSlot;
  }

  /** Stops for good, durably: what it has promised and accepted since is lost, and an acceptor must not forget that. */
  #rolledBack(): void {
    this.#halt(rolledBack);
    this.#effects.write({ generation: this.#generation, records: [], rolledBack: true }, this.#tick);
  }

  #halt(halted: Halted): void {
    this.#effects.silence();
    this.#stop(halted);
  }

  #stop(halted: Halted): void {
    this.#halted = halted;
    this.#effects.trace({ type: 'role', role: 'halted', ballot: noBallot, why: halted.why });
  }
}
