/** Received messages: checks the generation, and dispatches to the part that handles each type. */

import type { CatchUp } from '../catch-up/catch-up.ts';
import type { Compaction } from '../catch-up/compaction.ts';
import type { SnapshotImage } from '../catch-up/snapshot.ts';
import { type DeedsSeen, deedsIn } from '../election/deeds.ts';
import type { Election } from '../election/election.ts';
import type { Heartbeats } from '../election/heartbeats.ts';
import type { OwnDeeds } from '../election/own-deeds.ts';
import type { Peers } from '../election/peers.ts';
import type { Suspicion } from '../election/suspicion.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import type { Generation } from '../membership/generation.ts';
import type { Heard } from '../membership/heard.ts';
import type { Accept, Heartbeat, Message, SnapshotChunk } from '../messages.ts';
import { type Ballot, isHigherBallot } from '../model/ballot.ts';
import type { ReplicaId } from '../model/ids.ts';
import { unreachable } from '../model/invariant.ts';
import type { Acceptor } from '../phases/acceptor.ts';
import type { Phases } from '../phases/phases.ts';
import type { Proposer } from '../phases/proposer.ts';
import type { SubmissionRoute } from '../submission/submission-route.ts';
import type { Submissions } from '../submission/submissions.ts';
import { decodeBase, maxBaseBytes } from '../witness/base.ts';
import type { Trimming } from '../witness/trimming.ts';
import type { Context } from './context.ts';
import type { EffectsBuffer } from './effects-buffer.ts';
import type { Halting } from './halting.ts';

interface Parts {
  readonly effects: EffectsBuffer;
  readonly halting: Halting;
  readonly generation: Generation;
  readonly peers: Peers;
  readonly seen: DeedsSeen;
  readonly own: OwnDeeds;
  readonly heard: Heard;
  readonly decided: DecidedLog;
  readonly acceptor: Acceptor;
  readonly proposer: Proposer;
  readonly phases: Phases;
  readonly election: Election;
  readonly heartbeats: Heartbeats;
  readonly suspicion: Suspicion;
  readonly catchUp: CatchUp;
  readonly compaction: Compaction;
  readonly submissions: Submissions;
  readonly route: SubmissionRoute;
  readonly trimming: Trimming;
}

export class Inbox {
  readonly #context: Context;
  readonly #parts: Parts;

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  receive(from: ReplicaId, message: Message): void {
    const { halting, generation, peers, seen, heard, suspicion } = this.#parts;
    if (message.type === 'superseded') {
      if (message.generation > generation.number) halting.supersede(message);
      return;
    }
    // Generation 0 is a newcomer's, which can only send requests; a newcomer adopts the first generation that it
    // receives.
    if (message.generation !== 0 && message.generation !== generation.number) {
      if (generation.number === 0) generation.enter(message.generation);
      else if (message.generation > generation.number) return halting.supersede(message);
      else return this.#sendSuperseded(from);
    }
    // Most messages are accepts, which report nothing but themselves.
    const isAccept = message.type === 'accept';
    if (!isAccept && this.#isRolledBack(from, message)) return halting.rollBack();
    peers.noteHeard(from, this.#context.tick);
    suspicion.noteHeard(from);
    seen.note(from, deedsIn(message));
    if (isAccept) return this.#parts.phases.onAccept(from, message);
    const { inForce } = this.#parts.decided;
    if (message.type === 'propose' && inForce !== undefined) seen.noteGathered(message, inForce);
    if ('decidedThrough' in message) heard.note(from, message.decidedThrough);
    this.deliver(from, message);
  }

  /** `message` is of this replica's generation; the sender may be this replica itself. */
  deliver(from: ReplicaId, message: Message): void {
    const { phases, heartbeats, suspicion, route, catchUp, peers } = this.#parts;
    switch (message.type) {
      case 'prepare':
        return phases.onPrepare(from, message);
      case 'promise':
        return phases.onPromise(from, message);
      case 'propose':
        phases.onPropose(from, message);
        return route.onPropose(message);
      case 'accept':
        return phases.onAccept(from, message);
      case 'reject':
        return phases.onReject(message);
      case 'heartbeat':
        return this.#onHeartbeat(from, message);
      case 'heartbeatReply':
        suspicion.onReply(from, message.round, message.nonce);
        return heartbeats.onReply(from, message);
      case 'submit':
        return route.onSubmit(from, message);
      case 'taken':
        return route.onTaken(from, message);
      case 'mark':
        return this.#context.send(from, { type: 'arrived', number: message.number }, 'now');
      case 'arrived':
        return this.#context.outflow.noteArrived(from, message.number, this.#context.tick);
      case 'learn':
        return catchUp.onLearn(from, message);
      case 'learned':
        return catchUp.onLearned(from, message);
      case 'snapshot':
        return this.#onSnapshot(from, message);
      case 'signOff':
        return peers.signOff(from, message.going);
      case 'handover':
        return this.#onHandover(from, message.ballot);
      case 'superseded':
        return;
      default:
        return unreachable(message);
    }
  }

  #onHeartbeat(from: ReplicaId, heartbeat: Heartbeat): void {
    this.#parts.phases.yieldTo(heartbeat.leader);
    this.#parts.heartbeats.onHeartbeat(from, heartbeat);
    this.#parts.suspicion.onHeartbeat(heartbeat);
  }

  #onSnapshot(from: ReplicaId, chunk: SnapshotChunk): void {
    const { catchUp, compaction, decided, effects, generation, proposer, submissions } = this.#parts;
    if (this.#context.isWitness && chunk.totalBytes > maxBaseBytes)
      return this.#context.dropped(from, 'a snapshot for a witness');
    const image = catchUp.onSnapshot(from, chunk);
    if (this.#context.isWitness) return this.#onBase(image);
    const snapshot = image === undefined ? undefined : compaction.install(image, generation.number);
    if (snapshot === undefined) return;
    effects.apply({ type: 'restored', through: snapshot.through, state: snapshot.state });
    submissions.decidedThrough(decided.sessions.last(this.#context.id));
    proposer.onRestored();
  }

  #onBase(image: SnapshotImage | undefined): void {
    const { catchUp, generation, trimming } = this.#parts;
    const base = image === undefined ? undefined : decodeBase(image);
    if (base === undefined || base.configuration.generation > generation.number) return;
    if (trimming.install(base)) catchUp.progressed();
  }

  #onHandover(from: ReplicaId, ballot: Ballot): void {
    const { acceptor, election, proposer } = this.#parts;
    if (ballot.replica !== from || !this.#context.votes || proposer.role !== 'idle') return;
    if (this.#context.isWitness) return this.#context.dropped(from, 'a hand-over to a witness');
    if (isHigherBallot(election.leader, ballot)) return;
    proposer.stand(election.takeOver(this.#context.epoch, acceptor.promised));
  }

  #sendSuperseded(peer: ReplicaId): void {
    const { configuration, decidedThrough } = this.#context;
    const sharedThrough = this.#parts.generation.sharedThrough(configuration);
    this.#context.send(peer, { type: 'superseded', sharedThrough, decidedThrough }, 'now');
  }

  /**
   * Whether the sender has seen an earlier start of this replica do more than the storage held at this one, or accepted
   * entries in a ballot in which this start has proposed none yet.
   */
  #isRolledBack(from: ReplicaId, message: Exclude<Message, Accept>): boolean {
    const { own, proposer } = this.#parts;
    if (message.type === 'promise') return proposer.isDisprovedBy(message);
    return 'yours' in message && !own.explain(from, message.yours);
  }
}
