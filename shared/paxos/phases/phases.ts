/**
 * Handles the messages of both phases, as acceptor, learner and proposer in one: a replica yields to a higher ballot,
 * and promises in no epoch that it has not learned.
 *
 * Source: Lamport, "Paxos Made Simple" (2001), sections 2.2 and 2.3; `docs/protocol.md`, "Changing the voters".
 */

import type { CatchUp } from '../catch-up/catch-up.ts';
import type { Context } from '../core/context.ts';
import type { Election } from '../election/election.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import type { Learner } from '../log/learner.ts';
import type { Accept, Prepare, PromiseReply, Propose, Reject } from '../messages.ts';
import { type Ballot, isSameBallot } from '../model/ballot.ts';
import { isVoter, isWitness } from '../model/configuration.ts';
import { nextSlot, type ReplicaId } from '../model/ids.ts';
import type { Acceptor } from './acceptor.ts';
import type { Proposer } from './proposer.ts';
import type { Voter } from './voter.ts';

interface Parts {
  readonly acceptor: Acceptor;
  readonly voter: Voter;
  readonly learner: Learner;
  readonly proposer: Proposer;
  readonly decided: DecidedLog;
  readonly catchUp: CatchUp;
  readonly election: Election;
}

export class Phases {
  readonly #context: Context;
  readonly #acceptor: Acceptor;
  readonly #voter: Voter;
  readonly #learner: Learner;
  readonly #proposer: Proposer;
  readonly #decided: DecidedLog;
  readonly #catchUp: CatchUp;
  readonly #election: Election;
  /** A prepare of an epoch that this replica has not learned yet. */
  #deferred: { readonly from: ReplicaId; readonly prepare: Prepare } | undefined;

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#acceptor = parts.acceptor;
    this.#voter = parts.voter;
    this.#learner = parts.learner;
    this.#proposer = parts.proposer;
    this.#decided = parts.decided;
    this.#catchUp = parts.catchUp;
    this.#election = parts.election;
  }

  /** Drops a deferred prepare of the generation before a recovery. */
  forgetDeferred(): void {
    this.#deferred = undefined;
  }

  onPrepare(from: ReplicaId, prepare: Prepare): void {
    const { ballot } = prepare;
    if (ballot.replica !== from) return this.#context.dropped(from, 'a prepare in a ballot of someone else');
    // Deferred until the voters of that epoch are known: the old voters could never outrank the promise.
    if (ballot.epoch > this.#context.epoch) {
      this.#deferred = { from, prepare };
      return this.#catchUp.noteAhead(from, ballot.epoch);
    }
    if (this.#acceptor.allows(ballot)) {
      this.yieldTo(ballot);
      this.#election.noteLeader(ballot);
    }
    this.#voter.onPrepare(from, prepare);
  }

  /** Answers once this replica has learned the candidate's epoch. */
  answerDeferred(): void {
    const deferred = this.#deferred;
    if (deferred === undefined || deferred.prepare.ballot.epoch > this.#context.epoch) return;
    this.#deferred = undefined;
    this.onPrepare(deferred.from, deferred.prepare);
  }

  onPromise(from: ReplicaId, promise: PromiseReply): void {
    for (const { slot, entry } of promise.accepted) {
      if (slot > promise.decidedThrough) break;
      if (slot === this.#context.decidedThrough + 1) this.#decided.learn(entry);
    }
    this.#catchUp.note(from, promise.decidedThrough);
    this.#proposer.onPromise(from, promise);
  }

  onPropose(from: ReplicaId, proposal: Propose): void {
    const { ballot, entries, decidedThrough } = proposal;
    if (ballot.replica !== from) return this.#context.dropped(from, 'a proposal in a ballot of someone else');
    this.#catchUp.note(from, decidedThrough);
    const isAllowed = ballot.epoch <= this.#context.epoch && this.#acceptor.allows(ballot);
    // A former voter must not disturb a leader with promises that no candidate needs.
    this.yieldTo(ballot);
    if (this.#context.votes && !this.#acceptor.allows(ballot)) this.#voter.reject(from, ballot);
    let position = proposal.firstSlot;
    for (const entry of entries) {
      if (this.#decided.isWithinReach(position)) this.#learner.noteProposal(position, ballot, entry);
      position = nextSlot(position);
    }
    this.#decided.commit(ballot, decidedThrough);
    // The proposal contains, or precedes, every later decision; only earlier slots were missed.
    if (this.#context.decidedThrough + 1 < proposal.firstSlot) this.#catchUp.request(from);
    if (!isAllowed || !(this.#context.votes || this.#isInvited(proposal)) || entries.length === 0) return;
    const outdatedAt = this.#voter.onProposal(proposal);
    if (outdatedAt !== undefined) this.#catchUp.push(from, outdatedAt);
  }

  /**
   * Whether `proposal` makes this replica a voter that knows everything decided before: it then stores it as a voter
   * does.
   */
  #isInvited({ firstSlot, entries }: Propose): boolean {
    const { decidedThrough, id, isWitness: keepsNoBoard } = this.#context;
    const [entry] = entries;
    if (entries.length !== 1 || entry?.type !== 'configuration') return false;
    const { configuration } = entry;
    // A replica of the other kind could not do its part.
    if (!isVoter(configuration, id) || isWitness(configuration, id) !== keepsNoBoard) return false;
    return firstSlot === nextSlot(decidedThrough);
  }

  /** A replica leads or stands, or did, in `ballot`: a local proposer in a lower one must stand again. */
  yieldTo(ballot: Ballot): void {
    if (this.#context.votes && ballot.epoch > this.#context.epoch) return;
    this.#election.observe(ballot);
    this.#proposer.outranked(ballot);
  }

  onAccept(from: ReplicaId, { ballot, firstSlot, through }: Accept): void {
    // An optimisation: accepts of a higher ballot replace lower ones in every count. A majority has promised it then,
    // and its rejects would inform a lower proposer later anyway.
    this.yieldTo(ballot);
    this.#proposer.onAccept(from, ballot, through);
    let position =
      firstSlot > this.#context.decidedThrough ? firstSlot : nextSlot(this.#context.decidedThrough);
    for (; position <= through && this.#decided.isWithinReach(position); position = nextSlot(position)) {
      this.#learner.noteAccept(position, ballot, from);
    }
  }

  onReject({ ballot, promised }: Reject): void {
    this.yieldTo(promised);
    if (isSameBallot(ballot, this.#proposer.ballot)) this.#proposer.outranked(promised);
  }
}
