/** Wires the parts of a replica: dispatches each event, then runs everything that it made possible. */

import { CatchUp } from '../catch-up/catch-up.ts';
import { Checkpoints } from '../catch-up/checkpoints.ts';
import { Compaction } from '../catch-up/compaction.ts';
import type { Decided, Effects, Event, Status } from '../effects.ts';
import { DeedsSeen, deedsIn } from '../election/deeds.ts';
import { Election, type ElectionStep, type ElectionView } from '../election/election.ts';
import { Handover } from '../election/handover.ts';
import { Heartbeats } from '../election/heartbeats.ts';
import { OwnDeeds } from '../election/own-deeds.ts';
import { Peers } from '../election/peers.ts';
import { Suspicion } from '../election/suspicion.ts';
import { Outflow } from '../flow/outflow.ts';
import { DecidedLog } from '../log/decided-log.ts';
import { Learner } from '../log/learner.ts';
import { Log } from '../log/log.ts';
import { Departure } from '../membership/departure.ts';
import { Generation } from '../membership/generation.ts';
import { Heard } from '../membership/heard.ts';
import { planReconfiguration } from '../membership/reconfiguration.ts';
import { Recovery } from '../membership/recovery.ts';
import { type Ballot, isSameBallot, noBallot } from '../model/ballot.ts';
import type { ReplicaId } from '../model/ids.ts';
import { unreachable } from '../model/invariant.ts';
import { type Limits, replyLifetimeRounds } from '../model/limits.ts';
import type { ReplicaOptions } from '../options.ts';
import { Acceptor } from '../phases/acceptor.ts';
import { Phases } from '../phases/phases.ts';
import { Proposer } from '../phases/proposer.ts';
import { Voter } from '../phases/voter.ts';
import { SubmissionRoute } from '../submission/submission-route.ts';
import { Submissions } from '../submission/submissions.ts';
import { Kept } from '../witness/kept.ts';
import { Trimming } from '../witness/trimming.ts';
import { bootstrap, restore } from './beginning.ts';
import { Clock } from './clock.ts';
import { Context } from './context.ts';
import { EffectsBuffer } from './effects-buffer.ts';
import { Halting } from './halting.ts';
import { Hints } from './hints.ts';
import { Inbox } from './inbox.ts';
import { roleOf, statusOf } from './status.ts';

export class Core {
  readonly halting: Halting;
  readonly #clock = new Clock();
  readonly #log = new Log();
  readonly #learner = new Learner();
  readonly #checkpoints = new Checkpoints();
  readonly #generation = new Generation();
  readonly #seen = new DeedsSeen();
  readonly #own = new OwnDeeds();
  readonly #kept = new Kept();
  readonly #context: Context;
  readonly #effects: EffectsBuffer;
  readonly #decided: DecidedLog;
  readonly #acceptor: Acceptor;
  readonly #voter: Voter;
  readonly #proposer: Proposer;
  readonly #election: Election;
  readonly #catchUp: CatchUp;
  readonly #submissions: Submissions;
  readonly #route: SubmissionRoute;
  readonly #heartbeats: Heartbeats;
  readonly #suspicion: Suspicion;
  readonly #compaction: Compaction;
  readonly #phases: Phases;
  readonly #peers: Peers;
  readonly #heard: Heard;
  readonly #departure: Departure;
  readonly #handover: Handover;
  readonly #recovery: Recovery;
  readonly #inbox: Inbox;
  readonly #hints: Hints;
  readonly #trimming: Trimming;
  #reportedLeader = noBallot;

  /** @throws InvariantViolation if the options' state is not what a replica writes. */
  constructor({ id, random, state, genesis, witness = false }: ReplicaOptions, limits: Limits) {
    const outflow = new Outflow(limits);
    this.#peers = new Peers(replyLifetimeRounds * limits.heartbeatTicks);
    this.#heard = new Heard(id, state?.heard);
    this.#effects = new EffectsBuffer(id, limits.maxHeldMessages, ({ to, message }) => {
      const deeds = deedsIn(message);
      if (to !== id) this.#own.note(to, deeds);
      if (message.type === 'accept' && message.ballot.replica === to) this.#own.noteGathered(deeds);
    });
    this.#acceptor = new Acceptor(this.#log, state?.promised ?? noBallot, limits);
    this.#election = new Election(id, limits, random);
    this.#submissions = new Submissions(limits);
    this.#decided = new DecidedLog(this.#log, this.#learner, limits, (decided, ballot) =>
      this.#onDecided(decided, ballot),
    );
    const base = {
      clock: this.#clock,
      effects: this.#effects,
      outflow,
      peers: this.#peers,
      decided: this.#decided,
      generation: this.#generation,
      heard: this.#heard,
      seen: this.#seen,
      own: this.#own,
      kept: this.#kept,
      log: this.#log,
      learner: this.#learner,
      acceptor: this.#acceptor,
      election: this.#election,
      checkpoints: this.#checkpoints,
      submissions: this.#submissions,
      random,
    };
    const context = new Context(id, limits, base, witness);
    this.#context = context;
    this.#hints = new Hints(context);
    this.halting = new Halting(base);
    this.#departure = new Departure(context);
    this.#catchUp = new CatchUp(context, base);
    const { halting } = this;
    this.#trimming = new Trimming(context, base);
    const withTrimming = { ...base, trimming: this.#trimming };
    const withCatchUp = { ...withTrimming, halting, catchUp: this.#catchUp, departure: this.#departure };
    this.#heartbeats = new Heartbeats(context, withCatchUp);
    this.#suspicion = new Suspicion(context, { ...base, heartbeats: this.#heartbeats });
    this.#compaction = new Compaction(context, withCatchUp);
    this.#handover = new Handover(context, withCatchUp);
    this.#voter = new Voter(context, this.#acceptor, this.#log);
    this.#proposer = new Proposer(context, {
      ...withCatchUp,
      sessions: this.#decided.sessions,
      voter: this.#voter,
      handover: this.#handover,
      onRole: (why) => this.#onRole(why),
    });
    const withProposer = { ...withCatchUp, voter: this.#voter, proposer: this.#proposer };
    this.#phases = new Phases(context, withProposer);
    this.#route = new SubmissionRoute(context, withProposer);
    this.#recovery = new Recovery(context, { ...withProposer, phases: this.#phases }, random);
    this.#inbox = new Inbox(context, {
      ...withProposer,
      phases: this.#phases,
      route: this.#route,
      heartbeats: this.#heartbeats,
      suspicion: this.#suspicion,
      compaction: this.#compaction,
    });
    if (state !== undefined) restore(state, context, withCatchUp);
    if (halting.restore(state?.supersededBy, state?.rolledBack === true)) return;
    if (state === undefined && genesis === true) bootstrap(context, withCatchUp);
    // A sole voter has no peer to wait for.
    if (context.votes && context.configuration?.voters.length === 1) this.#election.hurry();
  }

  /** @throws InvariantViolation if the replica's state is inconsistent. */
  step(event: Event): void {
    this.#dispatch(event);
    this.#settle();
  }

  drain(): Effects {
    if (this.halting.halted === undefined) this.#proposer.announceDecided();
    const mayBeDue = this.halting.halted === undefined && !this.#context.isWitness;
    return this.#effects.drain(mayBeDue ? this.#compaction.due() : undefined);
  }

  status(): Status {
    return statusOf(this.#context, {
      halting: this.halting,
      generation: this.#generation,
      heard: this.#heard,
      peers: this.#peers,
      log: this.#log,
      acceptor: this.#acceptor,
      proposer: this.#proposer,
      election: this.#election,
      catchUp: this.#catchUp,
      departure: this.#departure,
      submissions: this.#submissions,
    });
  }

  #dispatch(event: Event): void {
    if (this.#recovery.drops(event)) return;
    switch (event.type) {
      case 'receive':
        this.#inbox.receive(event.from, event.message);
        return event.message.type === 'heartbeatReply' ? this.#onReply() : undefined;
      case 'tick':
        return this.#onTick();
      case 'submit':
        return this.#submissions.add(event.group, this.#decided.sessions.last(this.#context.id));
      case 'persisted':
        this.#context.notePersisted(event.number);
        return this.#recovery.onPersisted(event.number);
      case 'link':
        return event.state === 'up' ? this.#linkUp(event.peer) : this.#linkDown(event.peer);
      case 'doubt':
        return this.#suspicion.doubt(event.peer);
      case 'reconfigure':
        return this.#reconfigure(event);
      case 'removed':
        return this.#proposer.removed(event.members);
      case 'resign':
        return this.#resign();
      case 'signOff':
      case 'stay':
        return this.#departure.announce(event.type === 'signOff');
      case 'compact':
        return this.#compaction.compact(event.base, event.image);
      case 'digest':
        return this.#heartbeats.noteCheckpoint(event.slot, event.digest);
      case 'flush':
        return this.#hints.flush();
      case 'recover':
        return this.#recovery.begin();
      default:
        return unreachable(event);
    }
  }

  /** Processes the consequences of an event: durable own votes, decisions, proposals, submissions, writes. */
  #settle(): void {
    for (;;) {
      this.#decided.advance();
      this.#phases.answerDeferred();
      this.#proposer.advance();
      this.#route.sendDue();
      if (this.#decided.hasUnwritten) this.#context.write({ records: [] });
      const message = this.#effects.nextToSelf();
      if (message === undefined) break;
      this.#inbox.deliver(this.#context.id, message);
    }
    if (!isSameBallot(this.#election.leader, this.#reportedLeader)) {
      this.#reportedLeader = this.#election.leader;
      this.#submissions.sendAgain();
      this.#effects.trace({ type: 'leader', leader: this.#reportedLeader });
      this.#route.sendDue();
    }
  }

  #onTick(): void {
    this.#clock.advance();
    const { isFit, outflow, tick } = this.#context;
    if (!isFit) this.#proposer.stepDown('its storage does not answer');
    this.#suspicion.tick();
    this.#takeElectionStep(this.#election.tick(this.#electionView));
    this.#proposer.tick();
    this.#route.tick();
    this.#catchUp.tick();
    for (const { peer, number } of outflow.overdue(tick)) {
      this.#context.send(peer, { type: 'mark', number }, 'now');
    }
    this.#trimming.tick();
    this.#hints.tick();
  }

  get #electionView(): ElectionView {
    const { configuration, epoch, isFit, isWitness } = this.#context;
    const { promised } = this.#acceptor;
    const fit = isFit && !isWitness;
    return { configuration, epoch, proposing: this.#proposer.role !== 'idle', promised, fit };
  }

  #takeElectionStep(step: ElectionStep): void {
    if (step.type === 'idle') return;
    if (step.type === 'stepDown') this.#proposer.stepDown('lost its majority');
    if (step.type === 'takeOver') this.#proposer.stand(step.ballot);
    this.#heartbeats.beat();
    this.#suspicion.began();
  }

  #onReply(): void {
    if (this.halting.halted === undefined) this.#takeElectionStep(this.#election.replied(this.#electionView));
  }

  #linkUp(peer: ReplicaId): void {
    const { id, outflow, tick } = this.#context;
    if (peer === id) return;
    this.#peers.up(peer, tick);
    outflow.up(peer, tick);
    this.#heartbeats.greet(peer);
    this.#proposer.linkUp(peer);
    this.#catchUp.linkUp(peer);
    this.#route.linkChanged(peer);
  }

  #linkDown(peer: ReplicaId): void {
    if (!this.#peers.down(peer)) return;
    this.#context.outflow.down(peer);
    this.#route.linkChanged(peer);
    this.#catchUp.forget(peer);
    this.#election.forget(peer);
    this.#suspicion.linkDown(peer);
    this.#checkpoints.forget(peer);
    if (peer === this.#election.leader.replica) this.#election.hurry();
  }

  #reconfigure({ voters, witnesses }: Extract<Event, { type: 'reconfigure' }>): void {
    const { configuration: current, decidedThrough, limits, tick } = this.#context;
    const isReady = (voter: ReplicaId): boolean =>
      this.#peers.isActive(voter, tick) &&
      (this.#catchUp.keepsUp(voter) || this.#catchUp.knownTo(voter) + limits.windowSlots >= decidedThrough);
    const plan =
      current === undefined || !this.#proposer.canReconfigure
        ? { ok: false as const, why: 'only a leader may, and one change at a time' }
        : planReconfiguration(current, voters, isReady, witnesses);
    if (plan.ok) this.#proposer.reconfigure(plan.next);
    else this.#effects.trace({ type: 'reconfigureRefused', why: plan.why });
  }

  #resign(): void {
    const { ballot, role } = this.#proposer;
    if (role === 'idle') return;
    this.#proposer.announceDecided();
    this.#handover.handOver(ballot);
    this.#proposer.stepDown('resigned');
  }

  #onDecided(decided: Decided, ballot: Ballot): void {
    const { slot: position, entry } = decided;
    if (entry.type === 'configuration') {
      const chosen = entry.configuration;
      // A newcomer that learns a recovered board's history is in the later generation already.
      this.#generation.raise(chosen.generation);
      this.#effects.trace({ type: 'configuration', slot: position, configuration: chosen });
    }
    if (!this.#context.isWitness) this.#effects.apply(decided);
    this.#catchUp.progressed();
    this.#submissions.decidedThrough(this.#decided.sessions.last(this.#context.id));
    this.#proposer.onDecided(position, entry, ballot);
  }

  /** Called when the proposer becomes candidate, leader or idle. */
  #onRole(why: string): void {
    if (this.#proposer.role === 'idle') this.#election.standDown();
    this.#submissions.sendAgain();
    const role = roleOf(this.#context, { halting: this.halting, proposer: this.#proposer });
    this.#effects.trace({ type: 'role', role, ballot: this.#proposer.ballot, why });
  }
}
