/** The way of commands to the leader: this replica's own, and those that it passes on for others. */

import type { Election } from '../election/election.ts';
import type { ReplicaHost } from '../host.ts';
import type { Submit } from '../messages.ts';
import type { ReplicaId } from '../model/ids.ts';
import { replyLifetimeRounds } from '../model/limits.ts';
import type { Proposer } from '../phases/proposer.ts';
import type { Submissions } from './submissions.ts';

export interface SubmissionHost extends ReplicaHost {
  /** Ticks since `peer` was heard; absent while there is no link to it. */
  heardTicksAgo(peer: ReplicaId): number | undefined;
}

export class SubmissionRoute {
  readonly #host: SubmissionHost;
  readonly #election: Election;
  readonly #proposer: Proposer;
  readonly #submissions: Submissions;
  readonly #random: () => number;

  /** `random` gives numbers from 0 up to 1. */
  constructor(
    host: SubmissionHost,
    parts: { election: Election; proposer: Proposer; submissions: Submissions; random: () => number },
  ) {
    this.#host = host;
    this.#election = parts.election;
    this.#proposer = parts.proposer;
    this.#submissions = parts.submissions;
    this.#random = parts.random;
  }

  /** Sends the own commands that are due to whoever can have them decided. */
  sendDue(): void {
    const leads = this.#proposer.role === 'leader';
    const to = leads ? this.#host.id : this.#next();
    if (to === undefined) return;
    const groups = this.#submissions.next();
    if (groups.length === 0) return;
    if (!leads) return this.#host.send(to, { type: 'submit', groups, forwarded: false }, 'now');
    this.#proposer.offer(groups);
    this.#proposer.advance();
  }

  onSubmit(from: ReplicaId, { groups, forwarded }: Submit): void {
    if (this.#proposer.role !== 'idle') return this.#proposer.offer(groups);
    const { replica: leader } = this.#election.leader;
    if (forwarded || leader === from || leader === this.#host.id) return;
    this.#host.send(leader, { type: 'submit', groups, forwarded: true }, 'now');
  }

  /** The leader if it is heard, else someone who reaches it and can pass commands on. */
  #next(): ReplicaId | undefined {
    const { replica: leader } = this.#election.leader;
    const silentTicks = this.#host.heardTicksAgo(leader);
    const lifetimeTicks = replyLifetimeRounds * this.#host.limits.heartbeatTicks;
    if (silentTicks !== undefined && silentTicks <= lifetimeTicks) return leader;
    const between = this.#election
      .happyPeers()
      .filter((peer) => this.#host.heardTicksAgo(peer) !== undefined);
    return between[Math.floor(this.#random() * between.length)];
  }
}
