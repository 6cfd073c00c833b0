/** Routes commands to the leader: this replica's own, and those that it forwards. */

import type { Context } from '../core/context.ts';
import type { Election } from '../election/election.ts';
import type { Peers } from '../election/peers.ts';
import { noSequence, type Propose, type Submit, type Taken } from '../messages.ts';
import { isSameBallot } from '../model/ballot.ts';
import { lastOf } from '../model/entry.ts';
import type { ReplicaId } from '../model/ids.ts';
import { replyLifetimeRounds } from '../model/limits.ts';
import type { Proposer } from '../phases/proposer.ts';
import type { Submissions } from './submissions.ts';

interface Parts {
  readonly election: Election;
  readonly proposer: Proposer;
  readonly submissions: Submissions;
  readonly peers: Peers;
  /** Returns numbers in [0, 1). */
  readonly random: () => number;
}

export class SubmissionRoute {
  readonly #context: Context;
  readonly #election: Election;
  readonly #proposer: Proposer;
  readonly #submissions: Submissions;
  readonly #peers: Peers;
  readonly #random: () => number;
  /** The receiver of the latest submission; undefined if it was this replica itself, or none. */
  #target: ReplicaId | undefined;
  /** Peers through which a submission brought no progress. The others are tried before them. */
  readonly #silent = new Set<ReplicaId>();

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#election = parts.election;
    this.#proposer = parts.proposer;
    this.#submissions = parts.submissions;
    this.#peers = parts.peers;
    this.#random = parts.random;
  }

  /** Sends the due own commands to the leader, or to a peer that reaches it. */
  sendDue(): void {
    if (this.#submissions.isEmpty) return;
    if (this.#proposer.role === 'leader') return this.#offerOwn();
    const to = this.#next();
    if (to === undefined) return;
    this.#target = to;
    for (let groups = this.#submissions.next(); groups.length > 0; groups = this.#submissions.next()) {
      this.#context.send(to, { type: 'submit', groups, forwarded: false }, 'now');
    }
  }

  onSubmit(from: ReplicaId, { groups, forwarded }: Submit): void {
    if (this.#proposer.role !== 'idle') return this.#proposer.offer(from, groups);
    const { replica: leader } = this.#election.leader;
    if (forwarded || leader === from || leader === this.#context.id) return;
    this.#context.send(leader, { type: 'submit', groups, forwarded: true }, 'now');
  }

  /** A reply in another ballot is stale: the current leader does not have those commands. */
  onTaken(from: ReplicaId, message: Taken): void {
    const { ballot, origin, sequence } = message;
    if (!isSameBallot(ballot, this.#election.leader)) return;
    if (origin === this.#context.id) {
      if (sequence === noSequence) this.#submissions.invited();
      else this.#submissions.taken(sequence);
    } else if (from === ballot.replica)
      this.#context.send(origin, { type: 'taken', ballot, origin, sequence }, 'now');
  }

  /** The leader has proposed own commands, and so has taken them. */
  onPropose({ ballot, entries }: Propose): void {
    if (this.#submissions.isEmpty || !isSameBallot(ballot, this.#election.leader)) return;
    for (const entry of entries) {
      if (entry.type !== 'commands') continue;
      for (const group of entry.groups) {
        if (group.origin === this.#context.id) this.#submissions.taken(lastOf(group));
      }
    }
  }

  /** Link-up or link-down of `peer`: messages in flight may be lost. */
  linkChanged(peer: ReplicaId): void {
    this.#silent.delete(peer);
    if (peer !== this.#target && peer !== this.#election.leader.replica) return;
    this.#target = undefined;
    this.#submissions.sendAgain();
  }

  tick(): void {
    this.#submissions.tick();
    const target = this.#target ?? this.#context.id;
    const { outflow, tick } = this.#context;
    const overdue = this.#submissions.isOverdue(tick - outflow.arrivedTick(target));
    if (!overdue || !outflow.isClear(target)) return;
    this.#silent.add(target);
    this.#target = undefined;
    this.#submissions.resend();
  }

  #offerOwn(): void {
    const { id } = this.#context;
    this.#target = undefined;
    for (let groups = this.#submissions.next(); groups.length > 0; groups = this.#submissions.next()) {
      this.#proposer.offer(id, groups);
      const taken = this.#proposer.taken(id) ?? 0;
      this.#submissions.taken(taken);
      const last = groups.at(-1);
      if (last !== undefined && taken < lastOf(last)) break;
    }
    // What found no room is offered again in the next step.
    this.#submissions.unsendUntaken();
    this.#proposer.advance();
  }

  /** The leader if it is heard from, otherwise a peer that reaches it and can forward commands. */
  #next(): ReplicaId | undefined {
    const { replica: leader } = this.#election.leader;
    const silentTicks = this.#peers.heardTicksAgo(leader, this.#context.tick);
    const lifetimeTicks = replyLifetimeRounds * this.#context.limits.heartbeatTicks;
    if (silentTicks !== undefined && silentTicks <= lifetimeTicks) return leader;
    return this.#relay();
  }

  /**
   * A peer that reports a working leader. Each of them is tried once before one is tried again: some do not reach the
   * leader of this replica, and the waits double.
   */
  #relay(): ReplicaId | undefined {
    const between = this.#election.happyPeers().filter((peer) => this.#peers.has(peer));
    // Two routes at once would not keep the order.
    if (this.#target !== undefined && between.includes(this.#target)) return this.#target;
    if (between.every((peer) => this.#silent.has(peer))) this.#silent.clear();
    const next = between.filter((peer) => !this.#silent.has(peer));
    return next[Math.floor(this.#random() * next.length)];
  }
}
