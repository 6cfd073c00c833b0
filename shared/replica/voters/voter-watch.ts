/** Evaluates the voter policy on a leader, periodically, and makes a leader that signs off hand over. */

import type { Event, Status } from '#shared/paxos/effects.ts';
import { isWitness } from '#shared/paxos/model/configuration.ts';
import { noSlot, type ReplicaId, type Slot } from '#shared/paxos/model/ids.ts';
import type { Links } from '../members/links.ts';
import type { Removals } from '../members/removals.ts';
import { mayVote } from '../members/standing.ts';
import { chooseVoters, defaultPolicyLimits, type MemberFacts, type PolicyLimits } from './voter-policy.ts';

/** Interval of the policy: once per second. */
export const voterPolicyTicks = defaultPolicyLimits.everyTicks;

export class VoterWatch {
  readonly #self: ReplicaId;
  readonly #links: Links;
  readonly #removals: Removals;
  /** Members that signed off; kept after link-down, because a departed voter cannot repeat its sign-off. */
  readonly #leaving = new Set<ReplicaId>();
  /** Set if a sign-off or a removal has not been evaluated yet. */
  #isUrgent = false;
  /** Whether this device has slept without signing off since it got its vote. */
  #hasLapsed = false;
  readonly #limits: PolicyLimits;
  #ticksToPolicy: number;

  readonly #lenderOf: (witness: ReplicaId) => ReplicaId | undefined;

  /**
   * The caller updates `links` and `removals`.
   *
   * @param lenderOf see `DeviceHost`.
   */
  constructor(
    self: ReplicaId,
    links: Links,
    removals: Removals,
    limits: PolicyLimits,
    lenderOf: (witness: ReplicaId) => ReplicaId | undefined,
  ) {
    this.#self = self;
    this.#lenderOf = lenderOf;
    this.#links = links;
    this.#removals = removals;
    this.#limits = limits;
    this.#ticksToPolicy = limits.everyTicks;
  }

  /** Members were removed: the next round evaluates the policy. */
  removed(): void {
    this.#isUrgent = true;
  }

  /** This device has slept, and had not signed off. */
  lapsed(): void {
    this.#hasLapsed = true;
  }

  /** @returns as {@link tick}, immediately after a sign-off, because a leaving member does not wait. */
  observe(status: Status): Event | undefined {
    const { id: self, role, signsOff, configuration, peers } = status;
    if (configuration?.voters.includes(self) !== true) this.#hasLapsed = false;
    for (const peer of [...peers, { id: self, signsOff }]) {
      if (peer.signsOff && !this.#leaving.has(peer.id)) this.#isUrgent = true;
      if (peer.signsOff) this.#leaving.add(peer.id);
      else this.#leaving.delete(peer.id);
    }
    const linked = new Set(peers.map(({ id }) => id));
    for (const id of this.#leaving) {
      const matters = id === self || linked.has(id) || configuration?.voters.includes(id) === true;
      if (!matters) this.#leaving.delete(id);
    }
    if (!this.#isUrgent || role !== 'leader') return undefined;
    this.#isUrgent = false;
    return this.#advice(status);
  }

  /** @returns the event for a leader when the policy is due: better voters, or a handover. */
  tick(status: () => Status): Event | undefined {
    this.#ticksToPolicy -= 1;
    if (this.#ticksToPolicy > 0) return undefined;
    this.#ticksToPolicy = this.#limits.everyTicks;
    return this.#advice(status());
  }

  #advice(status: Status): Event | undefined {
    const voters = this.#betterVoters(status);
    if (voters !== undefined) {
      const witnesses = voters.filter((voter) => this.#isWitness(voter, status));
      return { type: 'reconfigure', voters, witnesses };
    }
    return this.#shouldResign(status) ? { type: 'resign' } : undefined;
  }

  #isWitness(id: ReplicaId, { configuration }: Pick<Status, 'configuration'>): boolean {
    const standing = this.#links.standingOf(id);
    if (standing !== undefined) return standing.witness === true;
    return configuration !== undefined && isWitness(configuration, id);
  }

  /** A leader that leaves and keeps its vote resigns if another voter can lead. */
  #shouldResign({ role, signsOff, configuration, peers }: Status): boolean {
    if (role !== 'leader' || !signsOff) return false;
    return peers.some(
      (peer) =>
        configuration?.voters.includes(peer.id) === true &&
        !isWitness(configuration, peer.id) &&
        !peer.signsOff &&
        !this.#removals.has(peer.id) &&
        peer.heardTicksAgo < this.#limits.silentTicks,
    );
  }

  #betterVoters(status: Status): readonly ReplicaId[] | undefined {
    const { role, configuration, decidedThrough, peers } = status;
    if (role !== 'leader' || configuration === undefined) return undefined;
    const heard = new Map(peers.map((peer) => [peer.id, peer]));
    const known = new Set([...heard.keys(), ...configuration.voters]);
    known.delete(this.#self);
    for (const peer of this.#links.linked) {
      const standing = this.#links.standingOf(peer);
      const isVoteless = standing !== undefined && !mayVote(standing) && standing.witness !== true;
      if (isVoteless && !configuration.voters.includes(peer)) known.delete(peer);
    }
    const members = [...known].map((id): MemberFacts => {
      const witness = this.#isWitness(id, status);
      const lender = witness ? this.#lenderOf(id) : undefined;
      return {
        id,
        linkedTicks: this.#links.linkedTicks(id),
        unlinkedTicks: this.#links.unlinkedTicks(id),
        heardTicksAgo: heard.get(id)?.heardTicksAgo ?? 0,
        decidedThrough: reachOf(heard.get(id), decidedThrough),
        leaving: this.#leaving.has(id),
        // Nor may a witness vote that the members did not agree on.
        removed: this.#removals.has(id) || (witness && lender === undefined),
        witness,
        ...(lender === undefined ? {} : { lender }),
      };
    });
    const facts = {
      self: this.#self,
      selfLeaving: this.#leaving.has(this.#self),
      selfRemoved: this.#removals.has(this.#self),
      selfLapsed: this.#hasLapsed,
      voters: configuration.voters,
      decidedThrough,
      members,
    };
    return chooseVoters(facts, this.#limits);
  }
}

/** A peer's report is as old as its last message: if it kept up then, later decisions do not count as lag. */
function reachOf(peer: Status['peers'][number] | undefined, decidedThrough: Slot): Slot {
  if (peer === undefined) return noSlot;
  return peer.keepsUp ? decidedThrough : peer.decidedThrough;
}
