/**
 * Which members vote (`docs/protocol.md`, "Changing the voters"): policy, outside the engine. A pure function, asked
 * now and then by the replica that leads; the engine decides whether and when the change happens.
 *
 * The number of voters is odd (an even one needs one more vote and survives no more failures) and at most
 * {@link maxChosenVoters}. It grows as members come, one pair at a time; a voter that is gone for long gives its vote
 * to a member that is there. It never shrinks, but for a member that signs off: fewer voters survive fewer failures,
 * and who is only asleep comes back.
 */

import type { ReplicaId, Slot } from '../paxos/model/ids.ts';
import { tickMilliseconds } from './tick-length.ts';

/** Voters that the policy chooses, at most. Odd. */
export const maxChosenVoters = 5;

/** A voter that was not reached for so long gives its vote away: 60 s. */
export const unreachableTicks = 60_000 / tickMilliseconds;

/** A member must have had a link for so long before it is given a vote: 2 s. */
export const settledLinkTicks = 2_000 / tickMilliseconds;

/** A member that was not heard of for so long is not counted on, linked or not: 2 s. */
export const silentTicks = 2_000 / tickMilliseconds;

/** A member this many slots behind, at most, has caught up. */
export const caughtUpSlots = 16;

export interface PolicyLimits {
  /** Ticks between two looks at the voters; a sign-off and a removal are looked at at once. */
  readonly everyTicks: number;
  readonly unreachableTicks: number;
  readonly settledLinkTicks: number;
  readonly silentTicks: number;
}

export const defaultPolicyLimits: PolicyLimits = {
  everyTicks: 1_000 / tickMilliseconds,
  unreachableTicks,
  settledLinkTicks,
  silentTicks,
};

/** A member other than the leader, as the leader knows it. */
export interface MemberFacts {
  readonly id: ReplicaId;
  /** How long the link has been up; 0 while there is none. */
  readonly linkedTicks: number;
  /** How long the member has been out of reach; 0 while it is linked. */
  readonly unlinkedTicks: number;
  /** Since the last message; of no meaning while there is no link. */
  readonly heardTicksAgo: number;
  readonly decidedThrough: Slot;
  /** It said that it is about to leave. */
  readonly leaving: boolean;
}

export interface VoterFacts {
  /** The replica that leads, and asks. */
  readonly self: ReplicaId;
  /** The leader itself is about to leave. Whoever votes then takes over. */
  readonly selfLeaving: boolean;
  readonly voters: readonly ReplicaId[];
  readonly decidedThrough: Slot;
  /** Every linked member and every voter, but for the leader. */
  readonly members: readonly MemberFacts[];
}

/** @returns the better voters, sorted; undefined if the present ones are as good as can be had. */
export function chooseVoters(
  facts: VoterFacts,
  limits: PolicyLimits = defaultPolicyLimits,
): readonly ReplicaId[] | undefined {
  const { self, selfLeaving, voters } = facts;
  if (!voters.includes(self)) return undefined;
  const members = new Map(facts.members.map((member) => [member.id, member]));
  const isThere = (id: ReplicaId) => id === self || isHeard(members.get(id), limits);
  // Without a majority nothing can be decided, a change of voters neither.
  if (!isMajority(voters, isThere)) return undefined;

  const isLeaving = (id: ReplicaId) => (id === self ? selfLeaving : members.get(id)?.leaving === true);
  const [leaving, staying] = [voters.filter(isLeaving), voters.filter((voter) => !isLeaving(voter))];
  const others = staying.filter((voter) => voter !== self).sort();
  const lost = others.filter((voter) => isLost(members.get(voter), limits));
  const kept = [
    ...staying.filter((voter) => voter === self),
    ...presentFirst(others, isThere).filter((voter) => !lost.includes(voter)),
  ];
  const candidates = facts.members
    .filter((member) => !voters.includes(member.id) && isCandidate(member, facts.decidedThrough, limits))
    .sort(longestLinkedFirst)
    .map((member) => member.id);

  const possible = oddAtMost(Math.min(kept.length + candidates.length, voters.length + 2, maxChosenVoters));
  const least = leaving.length === 0 ? voters.length : oddAtMost(voters.length - leaving.length);
  const chosen = [...kept, ...candidates, ...lost].slice(0, Math.max(possible, least)).sort();
  if (!isMajority(chosen, isThere)) return undefined;
  return isSameSet(chosen, voters) ? undefined : chosen;
}

function isHeard(member: MemberFacts | undefined, limits: PolicyLimits): boolean {
  return member !== undefined && member.unlinkedTicks === 0 && member.heardTicksAgo < limits.silentTicks;
}

function isLost(member: MemberFacts | undefined, limits: PolicyLimits): boolean {
  if (member === undefined) return false;
  const awayTicks = member.unlinkedTicks > 0 ? member.unlinkedTicks : member.heardTicksAgo;
  return awayTicks >= limits.unreachableTicks;
}

function isCandidate(member: MemberFacts, decidedThrough: Slot, limits: PolicyLimits): boolean {
  return (
    isHeard(member, limits) &&
    !member.leaving &&
    member.linkedTicks >= limits.settledLinkTicks &&
    member.decidedThrough + caughtUpSlots >= decidedThrough
  );
}

function isMajority(voters: readonly ReplicaId[], isThere: (id: ReplicaId) => boolean): boolean {
  return voters.filter(isThere).length > voters.length / 2;
}

/** Who was there longest is most likely to stay; ids break ties, so that equal facts choose equally. */
function longestLinkedFirst(a: MemberFacts, b: MemberFacts): number {
  if (a.linkedTicks !== b.linkedTicks) return b.linkedTicks - a.linkedTicks;
  return a.id < b.id ? -1 : 1;
}

function presentFirst(ids: readonly ReplicaId[], isThere: (id: ReplicaId) => boolean): readonly ReplicaId[] {
  return [...ids.filter(isThere), ...ids.filter((id) => !isThere(id))];
}

function oddAtMost(count: number): number {
  return count % 2 === 1 ? count : Math.max(1, count - 1);
}

function isSameSet(a: readonly ReplicaId[], b: readonly ReplicaId[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
