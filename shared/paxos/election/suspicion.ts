/**
 * Detects a silent leader sooner than by the age of its last reply, if there is a reason to look.
 *
 * Reasons are: own commands wait and the leader is silent; another member has lost the same leader; or the driver has a
 * hint (`doubt` event), e.g. that the leader's process has lost its connection to a server. A hint may be wrong. So each
 * reason leads only to a question, a heartbeat. A leader that sends nothing for longer than its replies usually take
 * ({@link ReplyTimes}) no longer counts as reached, and a new round begins. A hint, or another member that has lost the
 * leader, too, is evidence besides the silence: then less of it is enough. So all members lose a killed leader at about
 * the same time, and the most patient one does not hold up the election.
 *
 * This concerns progress only. It changes no rule of the election: a voter stands only if every voter that it reaches
 * has lost the leader, too. One bad link, or one wrong hint, replaces no leader.
 */

import type { Context } from '../core/context.ts';
import type { Heartbeat } from '../messages.ts';
import { type Ballot, isSameBallot } from '../model/ballot.ts';
import type { ReplicaId } from '../model/ids.ts';
import { replyLifetimeRounds } from '../model/limits.ts';
import type { Submissions } from '../submission/submissions.ts';
import type { Election } from './election.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { Peers } from './peers.ts';
import { ReplyTimes } from './reply-times.ts';

/** Ticks of silence that are no reason for a question: two neighbouring ticks may be close together. */
const silentTicks = 2;

interface Parts {
  readonly election: Election;
  readonly heartbeats: Heartbeats;
  readonly peers: Peers;
  readonly submissions: Submissions;
}

interface Question {
  readonly leader: Ballot;
  /** The tick of the question, or of the last message of the leader since then. */
  silentSince: number;
  /** Whether there is another sign that the leader is gone than its silence. */
  hasEvidence: boolean;
}

export class Suspicion {
  readonly #context: Context;
  readonly #election: Election;
  readonly #heartbeats: Heartbeats;
  readonly #peers: Peers;
  readonly #submissions: Submissions;
  readonly #times = new ReplyTimes();
  #question: Question | undefined;
  /** The leader that did not answer, until it sends something. */
  #lost: Ballot | undefined;

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#election = parts.election;
    this.#heartbeats = parts.heartbeats;
    this.#peers = parts.peers;
    this.#submissions = parts.submissions;
  }

  /** A heartbeat round has begun, and its heartbeats leave. */
  began(): void {
    this.#times.began(this.#election.round, this.#context.tick);
  }

  /** A hint that `peer` is gone. Only the leader matters. */
  doubt(peer: ReplicaId): void {
    this.#ask(peer, true);
  }

  #ask(peer: ReplicaId, hasEvidence: boolean): void {
    const { leader } = this.#election;
    const { id, isFit, tick } = this.#context;
    if (peer !== leader.replica || peer === id || !isFit || !this.#peers.has(peer)) return;
    if (this.#question !== undefined && isSameBallot(this.#question.leader, leader)) {
      this.#question.hasEvidence ||= hasEvidence;
      return;
    }
    if (this.#lost !== undefined && isSameBallot(this.#lost, leader)) return;
    this.#question = { leader, silentSince: tick, hasEvidence };
    this.#heartbeats.ask(peer);
  }

  /** `from` sent a message of any kind. It may have been in transit for long: only a reply answers the question. */
  noteHeard(from: ReplicaId): void {
    if (this.#question?.leader.replica === from) this.#question.silentSince = this.#context.tick;
    if (this.#lost?.replica === from) this.#lost = undefined;
  }

  onReply(from: ReplicaId, round: number, nonce: number): void {
    if (nonce !== this.#election.nonce) return;
    this.#times.replied(from, round, this.#context.tick);
    if (this.#question?.leader.replica === from) this.#question = undefined;
  }

  /** Another member has lost the leader that this replica follows. */
  onHeartbeat({ happy, leader }: Heartbeat): void {
    if (!happy && isSameBallot(leader, this.#election.leader)) this.#askIfSilent(true);
  }

  linkDown(peer: ReplicaId): void {
    this.#times.forget(peer);
  }

  tick(): void {
    if (this.#submissions.waitFor(silentTicks)) this.#askIfSilent(false);
    const question = this.#question;
    if (question === undefined) return;
    const { replica } = question.leader;
    if (!isSameBallot(question.leader, this.#election.leader) || !this.#peers.has(replica)) {
      this.#question = undefined;
      return;
    }
    if (this.#context.tick - question.silentSince < this.#patience(question)) return;
    this.#question = undefined;
    this.#lost = question.leader;
    this.#election.forget(replica);
    this.#election.hurry();
  }

  #askIfSilent(hasEvidence: boolean): void {
    const { replica } = this.#election.leader;
    const ticks = this.#peers.heardTicksAgo(replica, this.#context.tick);
    if (ticks !== undefined && ticks >= silentTicks) this.#ask(replica, hasEvidence);
  }

  /** Bulk in transit delays replies by an unknown time: then the lifetime of a reply applies, as without a question. */
  #patience({ leader, hasEvidence }: Question): number {
    const peer = leader.replica;
    const { limits, outflow } = this.#context;
    const lifetimeTicks = replyLifetimeRounds * limits.heartbeatTicks;
    if (outflow.isBusy(peer)) return lifetimeTicks;
    return Math.min(lifetimeTicks, this.#times.patience(peer, hasEvidence) ?? lifetimeTicks);
  }
}
