/**
 * Which members vote (`docs/protocol.md`, "Changing the voters"): policy, outside the engine. A pure function, asked
 * now and then by the replica that leads; the engine decides whether and when the change happens.
 *
 * The number of voters is odd (an even one needs one more vote and survives no more failures) and at most
 * {@link maxChosenVoters}. It grows as members come, one pair at a time. A voter that signs off or is gone for long gives
 * its vote to a member that is there. If there is none it keeps its vote, as it is expected back: three voters stay three
 * overnight, so that any two of them can go on in the morning. The number shrinks only where members were removed, where
 * two of five are lost for a day, and from five to three where those who stay would be no majority otherwise.
 */

import type { ReplicaId, Slot } from '../paxos/model/ids.ts';
import { tickMilliseconds } from './tick-length.ts';

/** Voters that the policy chooses, at most. Odd. */
export const maxChosenVoters = 5;

/** A voter that was not reached for so long gives its vote away: 60 s. */
export const unreachableTicks = 60_000 / tickMilliseconds;

/** A voter that was not reached for so long is not expected back: 24 h during which the leader was there. */
export const longLostTicks = (24 * 60 * 60_000) / tickMilliseconds;

/** So many voters stay so many while devices come and go: any two of them can go on without the third. */
const keptVoters = 3;

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
  readonly longLostTicks: number;
  readonly settledLinkTicks: number;
  readonly silentTicks: number;
}

export const defaultPolicyLimits: PolicyLimits = {
  everyTicks: 1_000 / tickMilliseconds,
  unreachableTicks,
  longLostTicks,
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
  /** It said that it is about to leave, and may be gone by now. It is expected back. */
  readonly leaving: boolean;
  /** It was removed from the board, and never comes back. */
  readonly removed: boolean;
}

export interface VoterFacts {
  /** The replica that leads, and asks. */
  readonly self: ReplicaId;
  /** The leader itself is about to leave. */
  readonly selfLeaving: boolean;
  readonly selfRemoved: boolean;
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
  const { self, voters } = facts;
  if (!voters.includes(self)) return undefined;
  const members = new Map(facts.members.map((member) => [member.id, member]));
  const isThere = (id: ReplicaId) => id === self || isHeard(members.get(id), limits);
  // Without a majority nothing can be decided, a change of voters neither.
  if (!isMajority(voters, isThere)) return undefined;

  const isRemoved = (id: ReplicaId) => (id === self ? facts.selfRemoved : members.get(id)?.removed === true);
  const isLeaving = (id: ReplicaId) => (id === self ? facts.selfLeaving : members.get(id)?.leaving === true);
  const stays = (id: ReplicaId) => isThere(id) && !isLeaving(id) && !isRemoved(id);
  const remaining = voters.filter((voter) => !isRemoved(voter)).sort(byId);
  const longLost = remaining.filter((voter) => isAway(members.get(voter), limits.longLostTicks));
  const leaving = remaining.filter((voter) => isLeaving(voter) && !longLost.includes(voter));
  const others = remaining.filter((voter) => voter !== self && !leaving.includes(voter));
  const lost = others.filter((voter) => isAway(members.get(voter), limits.unreachableTicks));
  const kept = [
    ...remaining.filter((voter) => voter === self && !isLeaving(voter)),
    ...presentFirst(others, isThere).filter((voter) => !lost.includes(voter)),
  ];
  const candidates = facts.members
    .filter((member) => !voters.includes(member.id) && isCandidate(member, facts.decidedThrough, limits))
    .sort(longestLinkedFirst)
    .map((member) => member.id);

  const present = kept.length + candidates.length;
  const possible = Math.max(
    oddAtMost(Math.min(present, voters.length + 2, maxChosenVoters)),
    Math.min(keptVoters, oddAtMost(present + leaving.length)),
  );
  const least = leastVoters(voters.length, voters.length - remaining.length, longLost.length);
  const ranked = [...kept, ...candidates, ...presentFirst(leaving, isThere), ...lost];
  const chosen = withMajority(ranked, Math.max(possible, least), voters.length, stays, isThere);
  return chosen === undefined || isSameSet(chosen, voters) ? undefined : chosen;
}

/** How many vote at least, of `count`: so many of them were removed, and so many are not expected back. */
function leastVoters(count: number, removed: number, longLost: number): number {
  if (removed > 0) return oddAtMost(count - removed);
  // One of five that is lost costs nothing: three would survive no more failures than the other four.
  return longLost < 2 ? count : Math.max(Math.min(keptVoters, count), oddAtMost(count - longLost));
}

/**
 * The first `size` of `ranked`; where those who stay are no majority of them, as many fewer as it takes, of whoever was
 * there last. Three do not become fewer for that; absent if they would have to.
 */
function withMajority(
  ranked: readonly ReplicaId[],
  size: number,
  before: number,
  stays: (id: ReplicaId) => boolean,
  isThere: (id: ReplicaId) => boolean,
): readonly ReplicaId[] | undefined {
  const first = ranked.slice(0, size);
  if (isMajority(first, stays)) return first.sort(byId);
  const lastThere = presentFirst(presentFirst(ranked, isThere), stays);
  const bound = before >= keptVoters ? keptVoters : 1;
  for (let count = oddAtMost(size - 1); count >= bound && count < size; count -= 2) {
    const fewer = lastThere.slice(0, count);
    if (isMajority(fewer, stays)) return [...fewer].sort(byId);
  }
  return undefined;
}

function isHeard(member: MemberFacts | undefined, limits: PolicyLimits): boolean {
  return member !== undefined && member.unlinkedTicks === 0 && member.heardTicksAgo < limits.silentTicks;
}

/** Whether it has not been reached, or not been heard, for `ticks`. */
function isAway(member: MemberFacts | undefined, ticks: number): boolean {
  if (member === undefined) return false;
  return (member.unlinkedTicks > 0 ? member.unlinkedTicks : member.heardTicksAgo) >= ticks;
}

function isCandidate(member: MemberFacts, decidedThrough: Slot, limits: PolicyLimits): boolean {
  return (
    isHeard(member, limits) &&
    !member.leaving &&
    !member.removed &&
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

function byId(a: ReplicaId, b: ReplicaId): number {
  return a < b ? -1 : 1;
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
