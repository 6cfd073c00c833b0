/**
 * What a replica does with the messages of the two phases, as acceptor, learner and proposer in one: whoever hears of a
 * higher ballot yields to it, and nobody promises in an epoch that it has yet to learn of.
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
import { isVoter } from '../model/configuration.ts';
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
  /** Of an epoch that this replica has yet to learn of. */
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

  /** Whatever was asked before a recovery was asked in another generation. */
  forgetDeferred(): void {
    this.#deferred = undefined;
  }

  onPrepare(from: ReplicaId, prepare: Prepare): void {
    const { ballot } = prepare;
    if (ballot.replica !== from) return this.#context.dropped(from, 'a prepare in a ballot of someone else');
    // Not before it knows who votes in that epoch: the old voters could never again outrank the promise.
    if (ballot.epoch > this.#context.epoch) {
      this.#deferred = { from, prepare };
      return this.#catchUp.noteAhead(from, ballot.epoch);
    }
    if (this.#acceptor.allows(ballot)) {
      this.yieldTo(ballot);
      this.#election.hearLeader(ballot);
    }
    this.#voter.onPrepare(from, prepare);
  }

  /** Once this replica has learned of the epoch that a candidate stands in. */
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
    // A voter of the past must not disturb a leader with promises that nobody asks for any more.
    this.yieldTo(ballot);
    if (this.#context.votes && !this.#acceptor.allows(ballot)) this.#voter.reject(from, ballot);
    let position = proposal.firstSlot;
    for (const entry of entries) {
      if (this.#decided.isWithinReach(position)) this.#learner.noteProposal(position, ballot, entry);
      position = nextSlot(position);
    }
    this.#decided.commit(ballot, decidedThrough);
    // What is decided from this proposal on is in it, or follows; only what came before it was missed.
    if (this.#context.decidedThrough + 1 < proposal.firstSlot) this.#catchUp.ask(from);
    if (!isAllowed || !(this.#context.votes || this.#isInvited(proposal)) || entries.length === 0) return;
    const outdatedAt = this.#voter.onProposal(proposal);
    if (outdatedAt !== undefined) this.#catchUp.tell(from, outdatedAt);
  }

  /** Whether `proposal` is to make this replica a voter, and it knows all that is decided before: it stores it as a voter does. */
  #isInvited({ firstSlot, entries }: Propose): boolean {
    const { decidedThrough, id } = this.#context;
    const [entry] = entries;
    if (entries.length !== 1 || entry?.type !== 'configuration') return false;
    return firstSlot === nextSlot(decidedThrough) && isVoter(entry.configuration, id);
  }

  /** Someone leads or stands in `ballot`, or did: whoever proposes in a lower one has to stand anew. */
  yieldTo(ballot: Ballot): void {
    if (this.#context.votes && ballot.epoch > this.#context.epoch) return;
    this.#election.observe(ballot);
    this.#proposer.outranked(ballot);
  }

  onAccept(from: ReplicaId, { ballot, firstSlot: first, through }: Accept): void {
    // Accepts of a higher ballot take the place of those of a lower one in every count. A majority has promised it then,
    // and its rejects would tell a lower proposer the same, later: nothing but time is lost without this line.
    this.yieldTo(ballot);
    this.#proposer.onAccept(from, ballot, through);
    let position = first > this.#context.decidedThrough ? first : nextSlot(this.#context.decidedThrough);
    for (; position <= through && this.#decided.isWithinReach(position); position = nextSlot(position)) {
      this.#learner.noteAccept(position, ballot, from);
    }
  }

  onReject({ ballot, promised }: Reject): void {
    this.yieldTo(promised);
    if (isSameBallot(ballot, this.#proposer.ballot)) this.#proposer.outranked(promised);
  }
}
