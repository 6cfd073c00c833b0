/**
 * 13. The voter policy never removes a majority that the board could have: every requested configuration has a majority
 * of voters that the leader hears. A changed number of voters is odd. It decreases only when a voter is removed,
 * leaves or is lost for long, and three stay three unless one is removed. A newcomer votes only once its link has
 * settled. A removed member keeps its link while it votes, up to a bound.
 *
 * Covers one run of one device, from the messages that it received, in its own ticks.
 */

import type { Status } from '#shared/paxos/effects.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { dismissalTicks } from '#shared/replica/members/removals.ts';
import { maxChosenVoters, settledLinkTicks, silentTicks } from '#shared/replica/voters/voter-policy.ts';
import { Violation } from '../violation.ts';

const rule = '13 voters';

export class VotersAccount {
  readonly #id: ReplicaId;
  #tick = 0;
  readonly #linkedSince = new Map<ReplicaId, number>();
  readonly #heardAt = new Map<ReplicaId, number>();
  /** The members that have sent something in this generation since their link came up. */
  readonly #spoken = new Set<ReplicaId>();
  /** The tick at which this device learned of each removal. */
  readonly #removed = new Map<ReplicaId, number>();
  #dismissed: ReadonlySet<ReplicaId> = new Set();

  constructor(id: ReplicaId) {
    this.#id = id;
  }

  /** @throws Violation if a removed member is still linked after its bound. */
  ticked(): void {
    this.#tick += 1;
    for (const [id, since] of this.#removed) {
      // The removal is learned between two ticks, and the device acts at the end of a tick.
      const isOver = this.#tick - since > dismissalTicks + 2;
      if (isOver && id !== this.#id && !this.#dismissed.has(id)) this.#fail(`does not disconnect ${id}`);
    }
  }

  linked(peer: ReplicaId): void {
    this.#spoken.delete(peer);
    this.#linkedSince.set(peer, this.#tick);
    this.#heardAt.set(peer, this.#tick);
  }

  unlinked(peer: ReplicaId): void {
    this.#spoken.delete(peer);
    this.#linkedSince.delete(peer);
  }

  /** @param counts whether its message was of this generation, or of a newcomer without any. */
  heard(peer: ReplicaId, counts: boolean): void {
    if (counts) this.#spoken.add(peer);
    this.#heardAt.set(peer, this.#tick);
  }

  /** This device continues alone: nobody has sent anything in its new generation. */
  recovered(): void {
    this.#spoken.clear();
  }

  removed(peer: ReplicaId): void {
    if (!this.#removed.has(peer)) this.#removed.set(peer, this.#tick);
  }

  /** @throws Violation if one of `peers` still votes and its bound is not reached. */
  dismissed(peers: ReadonlySet<ReplicaId>, { configuration }: Pick<Status, 'configuration'>): void {
    for (const peer of peers) {
      const since = this.#removed.get(peer);
      if (since === undefined) this.#fail(`disconnects ${peer}, which was not removed`);
      const votes = configuration?.voters.includes(peer) === true;
      if (votes && this.#tick - since < dismissalTicks - 1)
        this.#fail(`disconnects ${peer}, which still votes`);
    }
    this.#dismissed = peers;
  }

  /**
   * The policy requests `voters`.
   *
   * @param mayLeave whether this voter has ever signed off or was removed.
   * @param longLostTicks ticks of silence after which a voter counts as lost for long.
   * @param isWithdrawn whether nobody lends this witness any more.
   */
  requested(
    voters: readonly ReplicaId[],
    { configuration }: Pick<Status, 'configuration'>,
    mayLeave: (voter: ReplicaId) => boolean,
    longLostTicks: number,
    isWithdrawn: (voter: ReplicaId) => boolean,
  ): void {
    const names = voters.join();
    const current = configuration?.voters ?? [];
    if (voters.filter((voter) => this.#hears(voter)).length * 2 <= voters.length) {
      this.#fail(`requests voters ${names}, and hears no majority of them`);
    }
    const removed = voters.find((voter) => this.#removed.has(voter));
    if (removed !== undefined) this.#fail(`requests voters ${names}, of which ${removed} was removed`);
    const oneIsRemoved = current.some((voter) => this.#removed.has(voter) || isWithdrawn(voter));
    const lost = current.filter((voter) => this.#silentTicks(voter) >= longLostTicks - 2);
    const mayShrink = oneIsRemoved || lost.length >= 2 || current.some(mayLeave);
    if (voters.length < current.length && !mayShrink)
      this.#fail(`requests voters ${names}, fewer than before`);
    if (current.length >= 3 && voters.length < 3 && !oneIsRemoved)
      this.#fail(`requests voters ${names}, where three could stay three`);
    const isOdd = voters.length === current.length || voters.length % 2 === 1;
    if (!isOdd || (voters.length > current.length && voters.length > maxChosenVoters)) {
      this.#fail(`requests ${voters.length} voters`);
    }
    for (const voter of voters) {
      if (current.includes(voter)) continue;
      const since = this.#linkedSince.get(voter);
      if (since !== undefined && this.#tick - since >= settledLinkTicks - 1) continue;
      this.#fail(`requests voters ${names}, of which ${voter} has just connected`);
    }
  }

  /**
   * The policy requests `voters`. A witness that is present and stays gives its vote only to members that have been linked
   * for `steadyTicks`.
   */
  replacesWitness(
    voters: readonly ReplicaId[],
    { configuration }: Pick<Status, 'configuration'>,
    mayLeave: (voter: ReplicaId) => boolean,
    steadyTicks: number,
  ): void {
    const { voters: current = [], witnesses = [] } = configuration ?? {};
    const replaced = witnesses.find((witness) => !voters.includes(witness) && this.#hears(witness));
    if (replaced === undefined || mayLeave(replaced) || this.#removed.has(replaced)) return;
    const visitor = voters.find((voter) => {
      const since = this.#linkedSince.get(voter) ?? this.#tick;
      return !current.includes(voter) && this.#tick - since < steadyTicks - 1;
    });
    if (visitor !== undefined) this.#fail(`replaces the witness ${replaced} by ${visitor}, a visitor`);
  }

  /** The engine takes up a request for `voters`. */
  invites(voters: readonly ReplicaId[], current: readonly ReplicaId[]): void {
    const silent = voters.find((voter) => !current.includes(voter) && !this.#spoken.has(voter));
    if (silent !== undefined)
      this.#fail(`gives a vote to ${silent}, which has sent nothing in this generation`);
  }

  #silentTicks(peer: ReplicaId): number {
    return peer === this.#id ? 0 : this.#tick - (this.#heardAt.get(peer) ?? 0);
  }

  #hears(peer: ReplicaId): boolean {
    if (peer === this.#id) return true;
    const heardAt = this.#heardAt.get(peer);
    return this.#linkedSince.has(peer) && heardAt !== undefined && this.#tick - heardAt <= silentTicks;
  }

  #fail(what: string): never {
    throw new Violation(rule, `${this.#id} ${what}`);
  }
}
