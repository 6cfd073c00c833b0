/**
 * One device's copy of one board: proposer, acceptor (if it votes) and learner of a Multi-Paxos log.
 *
 * A pure state machine: `step` takes one event, `drain` gives the effects since the last drain. The same events in
 * the same order, with the same random numbers, give the same effects. The protocol is in `docs/protocol.md`.
 */

import { Acceptor } from './acceptor.ts';
import { type Ballot, ballotAbove, isHigherBallot, isSameBallot, noBallot } from './ballot.ts';
import { CatchUp } from './catch-up.ts';
import { Checkpoints } from './checkpoints.ts';
import { Compaction } from './compaction.ts';
import { type Configuration, configuration, isVoter } from './configuration.ts';
import { DecidedLog } from './decided-log.ts';
import type { Decided, DurableState, Effects, Event, Halted, Role, Status, Write } from './effects.ts';
import { EffectsBuffer, type Leave } from './effects-buffer.ts';
import { Election } from './election.ts';
import { type Entry, maxCommandBytes } from './entry.ts';
import { type HeartbeatHost, Heartbeats } from './heartbeats.ts';
import { nextSlot, noSlot, type ReplicaId, type Slot, slot, type WriteNumber } from './ids.ts';
import { InvariantViolation, invariant, unreachable } from './invariant.ts';
import { Learner } from './learner.ts';
import { defaultLimits, type Limits, replyLifetimeRounds } from './limits.ts';
import { Log } from './log.ts';
import type {
  Accept,
  Heartbeat,
  Message,
  MessageBody,
  Prepare,
  PromiseReply,
  Propose,
  Reject,
  SnapshotChunk,
} from './messages.ts';
import { Proposer, type ProposerHost } from './proposer.ts';
import { planReconfiguration } from './reconfiguration.ts';
import { type Recovering, recoveryRecords } from './recovery.ts';
import { decodeSnapshot } from './snapshot.ts';
import { type SubmissionHost, SubmissionRoute } from './submission-route.ts';
import { Submissions } from './submissions.ts';
import { Voter } from './voter.ts';

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
function isOfThePast({ type }: Event): boolean {
  return type === 'receive' || type === 'tick' || type === 'compact' || type === 'recover';
}

interface PeerState {
  heardTick: number;
  /** Whether it has said anything in this generation since the link came up. */
  hasSpoken: boolean;
  signsOff: boolean;
}

export class Replica implements ProposerHost, HeartbeatHost, SubmissionHost {
  readonly id: ReplicaId;
  readonly limits: Limits;
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
  readonly #peers = new Map<ReplicaId, PeerState>();
  #generation = 0;
  #tick = 0;
  /** `decidedThrough` as the last write has it. */
  #writtenDecidedThrough = noSlot;
  #reportedLeader = noBallot;
  #signsOff = false;
  /** Of an epoch that this replica has yet to learn of. */
  #deferred: { readonly from: ReplicaId; readonly prepare: Prepare } | undefined;
  #recovering: Recovering | undefined;
  #halted: Halted | undefined;

  /** @throws InvariantViolation if `state` is not what a replica writes. */
  constructor(options: ReplicaOptions) {
    const { id, random, state } = options;
    this.id = id;
    const limits = { ...defaultLimits, ...options.limits };
    this.limits = { ...limits, maxSlotsAhead: Math.max(limits.maxSlotsAhead, limits.windowSlots) };
    this.#random = random;
    this.#effects = new EffectsBuffer(id, this.limits.maxHeldMessages);
    this.#acceptor = new Acceptor(this.#log, state?.promised ?? noBallot, this.limits);
    this.#election = new Election(id, this.limits, random);
    this.#submissions = new Submissions(id, this.limits);
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
    this.#route = new SubmissionRoute(this, {
      election: this.#election,
      proposer: this.#proposer,
      submissions: this.#submissions,
      random,
    });
    if (state !== undefined) this.#restore(state);
    else if (options.genesis === true) this.#found();
    // A sole voter has nobody to ask.
    if (this.configuration?.voters.length === 1 && isVoter(this.configuration, id)) this.#election.hurry();
  }

  get tick(): number {
    return this.#tick;
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
   * @throws RangeError for a command of its own that is larger than `maxCommandBytes`.
   */
  step(event: Event): void {
    if (this.#halted !== undefined) return;
    if (event.type === 'submit' && event.body.byteLength > maxCommandBytes) {
      throw new RangeError(`a command has at most ${maxCommandBytes} bytes, not ${event.body.byteLength}`);
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
    const peers = [...this.#peers].map(([id, peer]) => ({
      id,
      decidedThrough: this.#catchUp.knownTo(id),
      heardTicksAgo: this.#tick - peer.heardTick,
      signsOff: peer.signsOff,
    }));
    const transfer = this.#catchUp.progress;
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
      compactedThrough: this.#log.compactedThrough,
      ...(transfer === undefined ? {} : { transfer }),
      signsOff: this.#signsOff,
      pendingSubmissions: this.#submissions.count,
      quorumReached: this.#election.happy || this.#election.happyPeers().length > 0,
      peers,
    };
  }

  // What its parts ask of their replica.

  send(to: ReplicaId, body: MessageBody, leave: Leave): void {
    if (to !== this.id && !this.#peers.has(to)) return;
    this.#effects.send({ to, message: { ...body, generation: this.#generation } }, leave);
  }

  broadcast(body: MessageBody, leave: Leave, wanted?: (peer: ReplicaId) => boolean): void {
    // One object for all, so that a driver can encode it once.
    const message = { ...body, generation: this.#generation };
    for (const to of this.#peers.keys()) {
      if (wanted === undefined || wanted(to)) this.#effects.send({ to, message }, leave);
    }
  }

  write(change: Omit<Write, 'number' | 'generation' | 'decidedThrough'>): void {
    const records = [...this.#decided.takeUnwritten(), ...change.records];
    this.#writtenDecidedThrough = this.decidedThrough;
    const { decidedThrough } = this;
    this.#effects.write({ ...change, generation: this.#generation, records, decidedThrough }, this.#tick);
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
    const [successor] = voters.sort((a, b) => this.#catchUp.knownTo(b) - this.#catchUp.knownTo(a));
    this.#election.abstain(abstainRounds);
    if (successor !== undefined) this.send(successor, { type: 'handover', ballot }, 'now');
  }

  leadIn(ballot: Ballot): void {
    this.#election.leadIn(ballot);
  }

  heardTicksAgo(peer: ReplicaId): number | undefined {
    const state = this.#peers.get(peer);
    return state === undefined ? undefined : this.#tick - state.heardTick;
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
    for (const record of state.records) {
      this.#log.set(record);
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

  #found(): void {
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
    if (this.#recovering !== undefined && isOfThePast(event)) return;
    switch (event.type) {
      case 'receive':
        return this.#receive(event.from, event.message);
      case 'tick':
        return this.#onTick();
      case 'submit':
        return this.#submissions.add(event.sequence, event.body, this.#decided.sessions.last(this.id));
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
      this.#answerDeferred();
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
    this.#submissions.tick();
    this.#catchUp.tick();
    if (this.#signsOff && this.#tick % this.limits.resendTicks === 0) this.#announce(true);
    // A hint for the next start, not worth a write of its own while the storage is busy.
    if (this.#writtenDecidedThrough < this.decidedThrough && !this.isWriting) this.write({ records: [] });
  }

  #linkUp(peer: ReplicaId): void {
    if (peer === this.id) return;
    this.#peers.set(peer, { heardTick: this.#tick, hasSpoken: false, signsOff: false });
    this.send(peer, this.#heartbeats.current, 'now');
    this.#proposer.linkUp(peer);
    this.#submissions.sendAgain();
  }

  #linkDown(peer: ReplicaId): void {
    if (!this.#peers.delete(peer)) return;
    this.#catchUp.forget(peer);
    this.#election.forget(peer);
    this.#checkpoints.forget(peer);
    if (peer === this.#election.leader.replica) this.#election.hurry();
  }

  #reconfigure(voters: readonly ReplicaId[]): void {
    const current = this.configuration;
    const isReady = (voter: ReplicaId): boolean =>
      this.#isThere(voter) && this.#catchUp.knownTo(voter) + this.limits.windowSlots >= this.decidedThrough;
    const plan =
      current === undefined || !this.#proposer.canReconfigure
        ? { ok: false as const, why: 'only a leader may, and one change at a time' }
        : planReconfiguration(current, voters, isReady);
    if (plan.ok) this.#proposer.reconfigure(plan.next);
    else this.#effects.trace({ type: 'reconfigureRefused', why: plan.why });
  }

  /** Whether `peer` speaks in this generation: one that stopped in an earlier one may still have a link, and never answers. */
  #isThere(peer: ReplicaId): boolean {
    const state = this.#peers.get(peer);
    return state?.hasSpoken === true && this.#tick - state.heardTick <= this.#lifetimeTicks;
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
    if (current === undefined)
      return this.#effects.trace({ type: 'dropped', from: this.id, what: 'recovery of nothing' });
    this.#proposer.stepDown('recovers');
    // A newcomer may have learned of an earlier generation's voters only, and is in a later one all the same.
    const generation = Math.max(this.#generation, current.generation);
    this.#generation = generation + 1 + Math.floor(this.#random() * generationSpread);
    const promised = ballotAbove(this.#acceptor.promised, this.epoch, this.id);
    this.#acceptor.promise(promised);
    const chosen = { id: this.id, generation: this.#generation, ballot: promised };
    const missing = recoveryRecords(this.#log, this.decidedThrough, chosen);
    for (const record of missing) this.#log.set(record);
    const { lastSlot: through } = this.#log;
    this.#writtenDecidedThrough = through;
    const records = [...this.#decided.takeUnwritten(), ...missing];
    const change = { generation: this.#generation, promised, records, decidedThrough: through };
    this.#recovering = { write: this.#effects.write(change, this.#tick), through };
    this.#effects.holdEverythingUntilDurable();
    this.#deferred = undefined;
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
    this.#learner.forgetThrough(recovering.through);
    // What the others said, they said in the old generation.
    for (const [peer, state] of this.#peers) {
      state.hasSpoken = false;
      this.#catchUp.forget(peer);
      this.#election.forget(peer);
    }
    this.#election.hurry();
  }

  // Messages.

  #receive(from: ReplicaId, message: Message): void {
    if (message.type === 'superseded') {
      if (message.generation > this.#generation) this.#supersede(message.generation);
      return;
    }
    // Generation 0 is a newcomer's, who can only ask; and a newcomer takes on the generation that it meets.
    if (message.generation !== 0 && message.generation !== this.#generation) {
      if (this.#generation === 0) this.#generation = message.generation;
      else if (message.generation > this.#generation) return this.#supersede(message.generation);
      else return this.send(from, { type: 'superseded' }, 'now');
    }
    const peer = this.#peers.get(from);
    if (peer !== undefined) {
      peer.heardTick = this.#tick;
      peer.hasSpoken = true;
    }
    this.#handle(from, message);
  }

  #handle(from: ReplicaId, message: Message): void {
    switch (message.type) {
      case 'prepare':
        return this.#onPrepare(from, message);
      case 'promise':
        return this.#onPromise(from, message);
      case 'propose':
        return this.#onPropose(from, message);
      case 'accept':
        return this.#onAccept(from, message);
      case 'reject':
        return this.#onReject(message);
      case 'heartbeat':
        return this.#onHeartbeat(from, message);
      case 'heartbeatReply':
        return this.#heartbeats.onReply(from, message);
      case 'submit':
        return this.#route.onSubmit(from, message);
      case 'learn':
        return this.#catchUp.onLearn(from, message);
      case 'learned':
        return this.#catchUp.onLearned(from, message);
      case 'snapshot':
        return this.#onSnapshot(from, message);
      case 'signOff':
        return this.#onSignOff(from, message.going);
      case 'handover':
        return this.#onHandover(from, message.ballot);
      case 'superseded':
        return;
      default:
        return unreachable(message);
    }
  }

  #onPrepare(from: ReplicaId, prepare: Prepare): void {
    const { ballot } = prepare;
    if (ballot.replica !== from) return this.#drop(from, 'a prepare in a ballot of someone else');
    // Not before it knows who votes in that epoch: the old voters could never again outrank the promise.
    if (ballot.epoch > this.epoch) {
      this.#deferred = { from, prepare };
      return this.catchUpFrom(from, ballot.epoch);
    }
    if (this.#acceptor.allows(ballot)) {
      this.#yieldTo(ballot);
      this.#election.hearLeader(ballot);
    }
    this.#voter.onPrepare(from, prepare);
  }

  #answerDeferred(): void {
    const deferred = this.#deferred;
    if (deferred === undefined || deferred.prepare.ballot.epoch > this.epoch) return;
    this.#deferred = undefined;
    this.#onPrepare(deferred.from, deferred.prepare);
  }

  #onPromise(from: ReplicaId, promise: PromiseReply): void {
    for (const { slot, entry } of promise.accepted) {
      if (slot > promise.decidedThrough) break;
      if (slot === this.decidedThrough + 1) this.#decided.learn(entry);
    }
    this.#catchUp.note(from, promise.decidedThrough);
    this.#proposer.onPromise(from, promise);
  }

  #onPropose(from: ReplicaId, proposal: Propose): void {
    const { ballot, entries, decidedThrough } = proposal;
    if (ballot.replica !== from) return this.#drop(from, 'a proposal in a ballot of someone else');
    this.#catchUp.note(from, decidedThrough);
    const isAllowed = ballot.epoch <= this.epoch && this.#acceptor.allows(ballot);
    // A voter of the past must not disturb a leader with promises that nobody asks for any more.
    this.#yieldTo(ballot);
    if (this.votes && !this.#acceptor.allows(ballot)) this.#voter.reject(from, ballot);
    let position = proposal.from;
    for (const entry of entries) {
      if (this.#decided.isWithinReach(position)) this.#learner.noteProposal(position, ballot, entry);
      position = nextSlot(position);
    }
    this.#decided.commit(ballot, decidedThrough);
    this.#catchUp.ask(from);
    if (!isAllowed || !this.votes || entries.length === 0) return;
    const outdatedAt = this.#voter.onProposal(proposal);
    if (outdatedAt !== undefined) this.#catchUp.onLearn(from, { type: 'learn', from: outdatedAt });
  }

  /** Someone leads or stands in `ballot`, or did: whoever proposes in a lower one has to stand anew. */
  #yieldTo(ballot: Ballot): void {
    if (this.votes && ballot.epoch > this.epoch) return;
    this.#election.observe(ballot);
    this.#proposer.outranked(ballot);
  }

  #onAccept(from: ReplicaId, { ballot, from: first, through }: Accept): void {
    // Accepts of a higher ballot take the place of those of a lower one in every count. A majority has promised it then,
    // and its rejects would tell a lower proposer the same, later: nothing but time is lost without this line.
    this.#yieldTo(ballot);
    this.#proposer.onAccept(from, ballot, through);
    let position = first > this.decidedThrough ? first : nextSlot(this.decidedThrough);
    for (; position <= through && this.#decided.isWithinReach(position); position = nextSlot(position)) {
      this.#learner.noteAccept(position, ballot, from);
    }
  }

  #onReject({ ballot, promised }: Reject): void {
    this.#yieldTo(promised);
    if (isSameBallot(ballot, this.#proposer.ballot)) this.#proposer.outranked(promised);
  }

  #onHeartbeat(from: ReplicaId, heartbeat: Heartbeat): void {
    this.#yieldTo(heartbeat.leader);
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

  #onSignOff(from: ReplicaId, going: boolean): void {
    const peer = this.#peers.get(from);
    if (peer !== undefined) peer.signsOff = going;
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

  #drop(from: ReplicaId, what: string): void {
    this.#effects.trace({ type: 'dropped', from, what });
  }

  #supersede(generation: number): void {
    this.#halt({ reason: 'superseded', why: `the board went on in generation ${generation}` });
  }

  #halt(halted: Halted): void {
    this.#halted = halted;
    this.#effects.silence();
    this.#effects.trace({ type: 'role', role: 'halted', ballot: noBallot, why: halted.why });
  }
}
