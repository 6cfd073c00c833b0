/**
 * A voter's replies to proposers: promise or reject, accept or reject. Each is sent only once its content is durable.
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
  /** The last promise sent, and the outflow position to the candidate at that time. */
  #promised: { readonly to: ReplicaId; readonly ballot: Ballot; readonly ticket: number } | undefined;

  constructor(context: Context, acceptor: Acceptor, log: Log) {
    this.#context = context;
    this.#acceptor = acceptor;
    this.#log = log;
  }

  /**
   * Phase 1b. A repeated prepare in the promised ballot is answered again unless the reply is still in flight, because
   * a promise can be large.
   */
  onPrepare(from: ReplicaId, { ballot, firstSlot: prepared }: Prepare): void {
    if (!this.#acceptor.allows(ballot)) return this.reject(from, ballot);
    if (this.#acceptor.promise(ballot)) this.#context.write({ promised: ballot, records: [] });
    else if (this.#isAnswering(from, ballot)) return;
    this.sendPromise(from, ballot, prepared);
  }

  /** Sends the candidate of `ballot`, which is promised, everything accepted from `prepared` up. */
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
   * @returns a slot that is decided with an entry other than the proposed one, if any: the proposer has not learned it
   *   yet.
   */
  onProposal({ ballot, firstSlot, entries, gathered }: Propose): Slot | undefined {
    const { decidedThrough } = this.#context;
    const acceptance = this.#acceptor.accept(ballot, firstSlot, entries, decidedThrough);
    const { records, raised, through } = acceptance;
    if (raised || records.length > 0)
      this.#context.write(raised ? { promised: ballot, records } : { records });
    if (through >= firstSlot) this.sendAccept(ballot, firstSlot, through, gathered !== undefined);
    return acceptance.outdatedAt;
  }

  /**
   * To every member, this replica included: its own vote counts once it is durable, too.
   *
   * @param isGathered the leader announces the decision: its own count is the only one.
   */
  sendAccept(ballot: Ballot, firstSlot: Slot, through: Slot, isGathered: boolean): void {
    const accept = { type: 'accept', ballot, firstSlot, through } as const;
    if (isGathered) return this.#context.send(ballot.replica, accept, 'afterWrites');
    this.#context.send(this.#context.id, accept, 'afterWrites');
    this.#context.broadcast(accept, 'afterWrites');
  }

  reject(to: ReplicaId, ballot: Ballot): void {
    this.#context.send(to, { type: 'reject', ballot, promised: this.#acceptor.promised }, 'afterWrites');
  }
}
