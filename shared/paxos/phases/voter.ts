/**
 * How a voter answers proposers: a promise or a rejection, an accept or a rejection. Each leaves only when what it
 * says is durable.
 */

import type { Context } from '../core/context.ts';
import type { Log } from '../log/log.ts';
import type { Prepare, Propose } from '../messages.ts';
import { type Ballot, isSameBallot } from '../model/ballot.ts';
import type { ReplicaId, Slot } from '../model/ids.ts';
import type { Acceptor } from './acceptor.ts';

export class Voter {
  readonly #context: Context;
  readonly #acceptor: Acceptor;
  readonly #log: Log;
  /** The promise that was sent last, and what was under way to the candidate then. */
  #promised: { readonly to: ReplicaId; readonly ballot: Ballot; readonly ticket: number } | undefined;

  constructor(context: Context, acceptor: Acceptor, log: Log) {
    this.#context = context;
    this.#acceptor = acceptor;
    this.#log = log;
  }

  /**
   * Phase 1b. Asked again in the ballot that it promised last, it answers again, unless its answer is still under way: a
   * promise can be large.
   */
  onPrepare(from: ReplicaId, { ballot, firstSlot: prepared }: Prepare): void {
    if (!this.#acceptor.allows(ballot)) return this.reject(from, ballot);
    if (this.#acceptor.promise(ballot)) this.#context.write({ promised: ballot, records: [] });
    else if (this.#isAnswering(from, ballot)) return;
    this.sendPromise(from, ballot, prepared);
  }

  /** What this replica has accepted from `prepared` on, to the candidate of `ballot`, which it has promised. */
  sendPromise(to: ReplicaId, ballot: Ballot, prepared: Prepare['firstSlot']): void {
    const { decidedThrough } = this.#context;
    const report = this.#acceptor.report(prepared, decidedThrough);
    const { compactedThrough } = this.#log;
    const promise = { type: 'promise', ballot, prepared, decidedThrough, compactedThrough } as const;
    this.#context.send(to, { ...promise, ...report }, 'afterWrites');
    this.#promised = { to, ballot, ticket: this.#context.outflow.ticket(to) };
  }

  #isAnswering(to: ReplicaId, ballot: Ballot): boolean {
    const last = this.#promised;
    if (last === undefined || last.to !== to || !isSameBallot(last.ballot, ballot)) return false;
    return !this.#context.outflow.hasArrived(to, last.ticket);
  }

  /**
   * Phase 2b. The caller has checked that the ballot is allowed.
   *
   * @returns a slot that is decided otherwise than was proposed, if there is one: the proposer has yet to learn of it.
   */
  onProposal({ ballot, firstSlot, entries }: Propose): Slot | undefined {
    const { decidedThrough } = this.#context;
    const acceptance = this.#acceptor.accept(ballot, firstSlot, entries, decidedThrough);
    const { records, raised, through } = acceptance;
    if (raised || records.length > 0)
      this.#context.write({ ...(raised ? { promised: ballot } : {}), records });
    if (through >= firstSlot) this.sendAccept(ballot, firstSlot, through);
    return acceptance.outdatedAt;
  }

  /** To every member, itself included: its own vote counts once it is durable, too. */
  sendAccept(ballot: Ballot, firstSlot: Propose['firstSlot'], through: Propose['firstSlot']): void {
    const accept = { type: 'accept', ballot, firstSlot, through } as const;
    this.#context.send(this.#context.id, accept, 'afterWrites');
    this.#context.broadcast(accept, 'afterWrites');
  }

  reject(to: ReplicaId, ballot: Ballot): void {
    this.#context.send(to, { type: 'reject', ballot, promised: this.#acceptor.promised }, 'afterWrites');
  }
}
