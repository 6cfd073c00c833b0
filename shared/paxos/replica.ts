/**
 * One device's copy of one board: proposer, acceptor (if it votes) and learner of a Multi-Paxos log.
 *
 * A pure state machine: `step` takes one event, `drain` gives the effects since the last drain. The same events in
 * the same order, with the same random numbers, give the same effects. The protocol is in `docs/protocol.md`.
 */

import { Acceptor } from './acceptor.ts';
import { type Ballot, isHigherBallot, isSameBallot, noBallot } from './ballot.ts';
import { CatchUp } from './catch-up.ts';
import { type Configuration, configuration, isVoter } from './configuration.ts';
import { DecidedLog } from './decided-log.ts';
import type { Decided, DurableState, Effects, Event, Halted, Role, Status, Write } from './effects.ts';
import { EffectsBuffer, type Leave } from './effects-buffer.ts';
import { Election, type Standing } from './election.ts';
import { type Entry, maxCommandBytes } from './entry.ts';
import { nextSlot, noSlot, type ReplicaId, type Slot, slot } from './ids.ts';
import { InvariantViolation, invariant, unreachable } from './invariant.ts';
import { Learner } from './learner.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { Log } from './log.ts';
import type {
  Accept,
  Heartbeat,
  HeartbeatReply,
  Message,
  MessageBody,
  Prepare,
  PromiseReply,
  Propose,
  Reject,
  Submit,
} from './messages.ts';
import { Proposer, type ProposerHost } from './proposer.ts';
import { planReconfiguration } from './reconfiguration.ts';
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
const firstGeneration = 1;

/** Rounds that a replica stays out of the race after it handed leadership over. */
const abstainRounds = 4;

interface PeerState {
  heardTick: number;
}

export class Replica implements ProposerHost {
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
  readonly #peers = new Map<ReplicaId, PeerState>();
  #generation = 0;
  #tick = 0;
  /** `decidedThrough` as the last write has it. */
  #writtenDecidedThrough = noSlot;
  #reportedLeader = noBallot;
  #halted: Halted | undefined;

  /** @throws InvariantViolation if `state` is not what a replica writes. */
  constructor(options: ReplicaOptions) {
    const { id, random, state } = options;
    this.id = id;
    const limits = { ...defaultLimits, ...options.limits };
    this.limits = { ...limits, maxSlotsAhead: Math.max(limits.maxSlotsAhead, limits.windowSlots) };
    this.#random = random;
    this.#effects = new EffectsBuffer(id, this.limits.maxHeldMessages);
    this.#acceptor = new Acceptor(this.#log, state?.promised ?? noBallot, this.limits.maxSlotsAhead);
    this.#election = new Election(id, this.limits, random);
    this.#submissions = new Submissions(id, this.limits);
    this.#decided = new DecidedLog(this.#log, this.#learner, this.limits.maxSlotsAhead, (decided, ballot) =>
      this.#onDecided(decided, ballot),
    );
    this.#catchUp = new CatchUp(this, this.#log, this.#decided, random);
    this.#voter = new Voter(this, this.#acceptor);
    this.#proposer = new Proposer(this, {
      acceptor: this.#acceptor,
      voter: this.#voter,
      learner: this.#learner,
      log: this.#log,
      sessions: this.#decided.sessions,
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
    return this.#effects.drain();
  }

  status(): Status {
    const peers = [...this.#peers].map(([id, peer]) => ({
      id,
      decidedThrough: this.#catchUp.knownTo(id),
      heardTicksAgo: this.#tick - peer.heardTick,
    }));
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
      pendingSubmissions: this.#submissions.count,
      quorumReached: this.#election.happy || this.#election.happyPeers().length > 0,
      peers,
    };
  }

  // What the proposer asks of its replica.

  send(to: ReplicaId, body: MessageBody, leave: Leave): void {
    if (to !== this.id && !this.#peers.has(to)) return;
    this.#effects.send({ to, message: { ...body, generation: this.#generation } }, leave);
  }

  broadcast(body: MessageBody, leave: Leave): void {
    for (const peer of this.#peers.keys()) this.send(peer, body, leave);
  }

  write(change: Pick<Write, 'promised' | 'records'>): void {
    const records = [...this.#decided.takeUnwritten(), ...change.records];
    this.#writtenDecidedThrough = this.decidedThrough;
    this.#effects.write({ ...change, records, decidedThrough: this.decidedThrough }, this.#tick);
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

  roleChanged(why: string): void {
    if (this.#proposer.role === 'idle') this.#election.standDown();
    this.#submissions.sendAgain();
    this.#effects.trace({ type: 'role', role: this.#role, ballot: this.#proposer.ballot, why });
  }

  get #role(): Role {
    if (this.#halted !== undefined) return 'halted';
    if (this.#proposer.role !== 'idle') return this.#proposer.role;
    return this.#votes ? 'follower' : 'learner';
  }

  get #votes(): boolean {
    return this.configuration !== undefined && isVoter(this.configuration, this.id);
  }

  // Coming into being.

  #restore(state: DurableState): void {
    this.#generation = firstGeneration;
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
    if (this.configuration === undefined) this.#generation = 0;
  }

  #found(): void {
    this.#generation = firstGeneration;
    const ballot: Ballot = { round: 1, replica: this.id };
    const entry: Entry = { type: 'configuration', configuration: configuration(firstGeneration, [this.id]) };
    this.#acceptor.promise(ballot);
    const { records } = this.#acceptor.accept(ballot, slot(1), [entry], noSlot);
    this.#decided.replay(entry);
    this.write({ promised: ballot, records });
    this.#effects.holdEverythingUntilDurable();
  }

  // Events.

  #dispatch(event: Event): void {
    switch (event.type) {
      case 'receive':
        return this.#receive(event.from, event.message);
      case 'tick':
        return this.#onTick();
      case 'submit':
        this.#submissions.add(event.sequence, event.body, this.#decided.sessions.last(this.id));
        return;
      case 'persisted':
        return this.#effects.persisted(event.number);
      case 'link':
        return event.state === 'up' ? this.#linkUp(event.peer) : this.#linkDown(event.peer);
      case 'reconfigure':
        return this.#reconfigure(event.voters);
      case 'resign':
        return this.#resign();
      default:
        return unreachable(event);
    }
  }

  /** What follows from an event: own votes that became durable, decisions, proposals, submissions, writes. */
  #settleStep(): void {
    for (;;) {
      this.#decided.advance();
      this.#proposer.advance();
      this.#sendSubmissions();
      if (this.#decided.hasUnwritten) this.write({ records: [] });
      const message = this.#effects.nextToSelf();
      if (message === undefined) break;
      this.#handle(this.id, message);
    }
    if (!isSameBallot(this.#election.leader, this.#reportedLeader)) {
      this.#reportedLeader = this.#election.leader;
      this.#submissions.sendAgain();
      this.#effects.trace({ type: 'leader', leader: this.#reportedLeader });
      this.#sendSubmissions();
    }
  }

  #onTick(): void {
    this.#tick += 1;
    const since = this.#effects.writingSinceTick;
    const electionTicks = 2 * this.limits.heartbeatTicks;
    const fit = since === undefined || this.#tick - since <= electionTicks;
    if (!fit) this.#proposer.stepDown('its storage does not answer');
    const step = this.#election.tick({
      configuration: this.configuration,
      proposing: this.#proposer.role !== 'idle',
      promised: this.#acceptor.promised,
      fit,
    });
    if (step.type === 'stepDown') this.#proposer.stepDown('lost its majority');
    if (step.type === 'takeOver') this.#proposer.stand(step.ballot);
    if (step.type !== 'idle' && this.#votes) this.broadcast(this.#heartbeat(), 'now');
    this.#proposer.tick();
    this.#submissions.tick();
    this.#catchUp.tick();
    // A hint for the next start, not worth a write of its own while the storage is busy.
    if (this.#writtenDecidedThrough < this.decidedThrough && !this.isWriting) this.write({ records: [] });
  }

  #linkUp(peer: ReplicaId): void {
    if (peer === this.id) return;
    this.#peers.set(peer, { heardTick: this.#tick });
    if (this.#votes) this.send(peer, this.#heartbeat(), 'now');
    this.#proposer.linkUp(peer);
    this.#submissions.sendAgain();
  }

  #linkDown(peer: ReplicaId): void {
    if (!this.#peers.delete(peer)) return;
    this.#catchUp.forget(peer);
    this.#election.forget(peer);
    if (peer === this.#election.leader.replica) this.#election.hurry();
  }

  #reconfigure(voters: readonly ReplicaId[]): void {
    const current = this.configuration;
    const isReady = (voter: ReplicaId): boolean =>
      this.#peers.has(voter) && this.#catchUp.knownTo(voter) + this.limits.windowSlots >= this.decidedThrough;
    const plan =
      current === undefined || !this.#proposer.canReconfigure
        ? { ok: false as const, why: 'only a leader may, and one change at a time' }
        : planReconfiguration(current, voters, isReady);
    if (plan.ok) this.#proposer.reconfigure(plan.next);
    else this.#effects.trace({ type: 'reconfigureRefused', why: plan.why });
  }

  #resign(): void {
    const { ballot, role } = this.#proposer;
    if (role === 'idle') return;
    this.handOver(ballot);
    this.#proposer.stepDown('resigned');
  }

  // Messages.

  #receive(from: ReplicaId, message: Message): void {
    const peer = this.#peers.get(from);
    if (peer !== undefined) peer.heardTick = this.#tick;
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
        return this.#onHeartbeatReply(from, message);
      case 'submit':
        return this.#onSubmit(from, message);
      case 'learn':
        return this.#catchUp.onLearn(from, message.from);
      case 'learned':
        return this.#catchUp.onLearned(from, message);
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
    if (this.#acceptor.allows(ballot)) this.#defer(ballot);
    this.#voter.onPrepare(from, prepare);
  }

  #onPromise(from: ReplicaId, promise: PromiseReply): void {
    for (const { slot, entry } of promise.accepted) {
      if (slot > promise.decidedThrough) break;
      if (slot === this.decidedThrough + 1) this.#decided.learn(entry);
    }
    this.#proposer.onPromise(from, promise);
  }

  #onPropose(from: ReplicaId, proposal: Propose): void {
    const { ballot, entries, decidedThrough } = proposal;
    if (ballot.replica !== from) return this.#drop(from, 'a proposal in a ballot of someone else');
    this.#catchUp.note(from, decidedThrough);
    const isAllowed = this.#acceptor.allows(ballot);
    // A voter of the past must not disturb a leader with promises that nobody asks for any more.
    if (isAllowed) this.#defer(ballot);
    else if (this.#votes) this.#voter.reject(from, ballot);
    let position = proposal.from;
    for (const entry of entries) {
      if (this.#decided.isWithinReach(position)) this.#learner.noteProposal(position, ballot, entry);
      position = nextSlot(position);
    }
    this.#decided.commit(ballot, decidedThrough);
    this.#catchUp.ask(from);
    if (isAllowed && this.#votes && entries.length > 0) this.#voter.onProposal(proposal);
  }

  /** A ballot that outranks what this replica may be proposing in. */
  #defer(ballot: Ballot): void {
    this.#election.observe(ballot);
    this.#proposer.outranked(ballot);
  }

  #onAccept(from: ReplicaId, { ballot, from: first, through }: Accept): void {
    let position = first > this.decidedThrough ? first : nextSlot(this.decidedThrough);
    for (; position <= through && this.#decided.isWithinReach(position); position = nextSlot(position)) {
      this.#learner.noteAccept(position, ballot, from);
    }
  }

  #onReject({ ballot, promised }: Reject): void {
    this.#election.observe(promised);
    if (isSameBallot(ballot, this.#proposer.ballot)) this.#proposer.outranked(promised);
  }

  #onHeartbeat(from: ReplicaId, { round, nonce, leader, happy, decidedThrough }: Heartbeat): void {
    this.#catchUp.note(from, decidedThrough);
    this.#election.observe(leader);
    if (!this.#votes) {
      const ballot = leader.replica === from ? leader : noBallot;
      this.#election.noteHeartbeat(from, { ballot, leader, happy });
    }
    const standing = this.#election.standing;
    const mine = this.decidedThrough;
    this.send(from, { type: 'heartbeatReply', round, nonce, ...standing, decidedThrough: mine }, 'now');
  }

  #onHeartbeatReply(from: ReplicaId, reply: HeartbeatReply): void {
    const { ballot, leader, happy } = reply;
    this.#catchUp.note(from, reply.decidedThrough);
    const standing: Standing = { ballot, leader, happy };
    this.#election.noteReply(from, reply.round, reply.nonce, standing);
  }

  #onSubmit(from: ReplicaId, { commands, forwarded }: Submit): void {
    if (this.#proposer.role !== 'idle') return this.#proposer.offer(commands);
    const { replica: leader } = this.#election.leader;
    if (forwarded || leader === from || leader === this.id) return;
    this.send(leader, { type: 'submit', commands, forwarded: true }, 'now');
  }

  #onHandover(from: ReplicaId, ballot: Ballot): void {
    if (ballot.replica !== from || !this.#votes || this.#proposer.role !== 'idle') return;
    if (isHigherBallot(this.#election.leader, ballot)) return;
    this.#proposer.stand(this.#election.takeOver(this.#acceptor.promised));
  }

  #onDecided(decided: Decided, ballot: Ballot): void {
    const { slot: position, entry } = decided;
    if (entry.type === 'configuration') {
      const chosen = entry.configuration;
      invariant(chosen.generation >= this.#generation, 'generations only grow');
      this.#generation = chosen.generation;
      this.#effects.trace({ type: 'configuration', slot: position, configuration: chosen });
    }
    this.#effects.decide(decided);
    this.#catchUp.progressed();
    this.#election.settle();
    this.#submissions.decidedThrough(this.#decided.sessions.last(this.id));
    this.#proposer.onDecided(position, entry, ballot);
  }

  // Own commands, and questions.

  #sendSubmissions(): void {
    const leads = this.#proposer.role === 'leader';
    const to = leads ? this.id : this.#submitTo();
    if (to === undefined) return;
    const commands = this.#submissions.next();
    if (commands.length === 0) return;
    if (!leads) return this.send(to, { type: 'submit', commands, forwarded: false }, 'now');
    this.#proposer.offer(commands);
    this.#proposer.advance();
  }

  /** The leader if it is reached, else someone who reaches it and can pass commands on. */
  #submitTo(): ReplicaId | undefined {
    const { replica: leader } = this.#election.leader;
    if (this.#peers.has(leader)) return leader;
    const between = this.#election.happyPeers().filter((peer) => this.#peers.has(peer));
    return between[Math.floor(this.#random() * between.length)];
  }

  #heartbeat(): MessageBody {
    const { round, nonce, leader, happy } = this.#election;
    return { type: 'heartbeat', round, nonce, leader, happy, decidedThrough: this.decidedThrough };
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
