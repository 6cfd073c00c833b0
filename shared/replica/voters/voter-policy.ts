/**
 * Chooses the voters (`docs/protocol.md`, "Changing the voters"): a policy outside the engine. The leader calls this
 * pure function periodically; the engine decides whether and when the change happens.
 *
 * The number of voters is odd (an even one needs one more vote and survives no more failures) and at most {@link
 * maxChosenVoters}. It grows by one pair at a time as members join. A voter that signs off, or is unreachable for long,
 * is replaced by a present member. Without one it keeps its vote, because it is expected back: three voters stay three
 * overnight, so that any two of them can continue in the morning. The number shrinks only if members were removed, if
 * two of five are unreachable for a day, and from five to three if the remaining voters would otherwise be no majority.
 *
 * Of two members, one holds the only vote. It moves to the other one when its holder signs off, and also when the
 * holder returns from a sleep that it did not announce: the other device was the steadier one.
 *
 * A witness completes two members to three voters: it votes where two members keep the board and no third one does, and
 * never beside fewer. A third member replaces it once it has been linked for as long as a lost voter is waited for. The
 * device of the person who lends it may be on the same computer: the two never vote together. Only a manual change makes
 * other witnesses voters, and they keep their votes until members take their places: the number would become even.
 */

import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import { tickMilliseconds } from '../tick-length.ts';

/** Voters that the policy chooses, at most. Odd. */
export const maxChosenVoters = 5;

/** A voter that is unreachable for this long is replaced: 60 s. */
export const unreachableTicks = 60_000 / tickMilliseconds;

/** A voter that is unreachable for this long, while the leader is present, is not expected back: 24 h. */
export const longLostTicks = (24 * 60 * 60_000) / tickMilliseconds;

/** The number of voters that is kept while devices come and go: any two can continue without the third. */
const keptVoters = 3;

/** The minimum age of a link before a member gets a vote: 2 s. */
export const settledLinkTicks = 2_000 / tickMilliseconds;

/** A member that is silent for this long does not count, linked or not: 2 s. */
export const silentTicks = 2_000 / tickMilliseconds;

/** Lag in slots, at most, of a member that counts as caught up. */
export const caughtUpSlots = 16;

export interface PolicyLimits {
  /** Ticks between two evaluations; a sign-off and a removal are evaluated at once. */
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

/** A member other than the leader, as seen by the leader. */
export interface MemberFacts {
  readonly id: ReplicaId;
  /** Time since link-up; 0 without a link. */
  readonly linkedTicks: number;
  /** Time since link-down; 0 with a link. */
  readonly unlinkedTicks: number;
  /** Time since the last message; meaningless without a link. */
  readonly heardTicksAgo: number;
  readonly decidedThrough: Slot;
  /** It signed off, and may have left by now. It is expected back. */
  readonly leaving: boolean;
  /** It was removed from the board, and never returns. */
  readonly removed: boolean;
  /** It lends a vote, and keeps no board. */
  readonly witness: boolean;
  /** Of a witness: the member that lends it, whose own board may be on the same computer. */
  readonly lender?: ReplicaId;
}

export interface VoterFacts {
  /** The leader that evaluates the policy. */
  readonly self: ReplicaId;
  /** Whether the leader itself signs off. */
  readonly selfLeaving: boolean;
  readonly selfRemoved: boolean;
  /** Whether the leader has slept without signing off since it got its vote: the others may have waited for it. */
  readonly selfLapsed: boolean;
  readonly voters: readonly ReplicaId[];
  readonly decidedThrough: Slot;
  /** Every linked member and every voter, except the leader. */
  readonly members: readonly MemberFacts[];
}

/** Choices that may follow from each other at once, at most. */
const maxChoices = 4;

/** @returns better voters, sorted; undefined if the present ones cannot be improved. */
export function chooseVoters(
  facts: VoterFacts,
  limits: PolicyLimits = defaultPolicyLimits,
): readonly ReplicaId[] | undefined {
  let chosen = betterVoters(facts, limits);
  // Among fewer voters the same facts may lead to others: that is one change, not two. More voters come later, pair by pair.
  for (let choices = 1; chosen !== undefined && choices < maxChoices; choices += 1) {
    const next = betterVoters({ ...facts, voters: chosen, selfLapsed: false }, limits);
    if (next === undefined || next.length > chosen.length) break;
    chosen = next;
  }
  return chosen === undefined || isSameSet(chosen, facts.voters) ? undefined : chosen;
}

function betterVoters(facts: VoterFacts, limits: PolicyLimits): readonly ReplicaId[] | undefined {
  const { self, voters } = facts;
  if (!voters.includes(self)) return undefined;
  const members = new Map(facts.members.map((member) => [member.id, member]));
  const isPresent = (id: ReplicaId) => id === self || isHeard(members.get(id), limits);
  // Without a majority nothing can be decided, including a change of voters.
  if (!isMajority(voters, isPresent)) return undefined;

  const isRemoved = (id: ReplicaId) => (id === self ? facts.selfRemoved : members.get(id)?.removed === true);
  const isLeaving = (id: ReplicaId) => (id === self ? facts.selfLeaving : members.get(id)?.leaving === true);
  const stays = (id: ReplicaId) => isPresent(id) && !isLeaving(id) && !isRemoved(id);
  const isWitness = (id: ReplicaId) => members.get(id)?.witness === true;
  const remaining = voters.filter((voter) => !isRemoved(voter) && !isWitness(voter)).sort(byId);
  const isStaying = (id: ReplicaId) =>
    !isRemoved(id) && !isLeaving(id) && !isAway(members.get(id), limits.unreachableTicks);
  const witnesses = voters.filter((voter) => isWitness(voter) && !isRemoved(voter)).sort(byId);
  const stayingWitnesses = witnesses.filter(isStaying);
  const longLost = remaining.filter((voter) => isAway(members.get(voter), limits.longLostTicks));
  const awayTicks = (id: ReplicaId) => members.get(id)?.unlinkedTicks ?? 0;
  // The first one to leave in the evening is the most likely to be there early in the morning.
  const leaving = remaining
    .filter((voter) => isLeaving(voter) && !longLost.includes(voter))
    .sort((a, b) => awayTicks(b) - awayTicks(a));
  const others = remaining.filter((voter) => voter !== self && !leaving.includes(voter));
  const lost = others.filter((voter) => isAway(members.get(voter), limits.unreachableTicks));
  const kept = [
    ...remaining.filter((voter) => voter === self && !isLeaving(voter)),
    ...matchingFirst(others, isPresent).filter((voter) => !lost.includes(voter)),
  ];
  const free = facts.members
    .filter((member) => !voters.includes(member.id) && isCandidate(member, facts.decidedThrough, limits))
    .sort(longestLinkedFirst);
  // A visitor does not replace a witness that stays when the visitor leaves.
  const steadyTicks = stayingWitnesses.length === 0 ? 0 : limits.unreachableTicks;
  const candidates = free
    .filter((member) => !member.witness && member.linkedTicks >= steadyTicks)
    .map((member) => member.id);
  const lenderOf = (id: ReplicaId) => members.get(id)?.lender;
  const isApart = (id: ReplicaId) => ![...kept, ...candidates].some((voter) => voter === lenderOf(id));
  const freeWitnesses = free.filter((member) => member.witness).map((member) => member.id);
  const witness = [...stayingWitnesses, ...freeWitnesses, ...witnesses].find(isApart);
  // In place of its lender, if that leaves or is lost.
  const isReplaced = (id: ReplicaId) => witness !== undefined && id === lenderOf(witness);
  const [steadier, ...more] = candidates;
  const isPair = voters.length === 1 && witness === undefined && more.length === 0;
  if (isPair && facts.selfLapsed && steadier !== undefined) return [steadier];

  const present = kept.length + candidates.length;
  const expected = present + [...leaving, ...lost].filter((voter) => !isReplaced(voter)).length;
  const isCompleted = witness !== undefined && present < keptVoters && expected >= keptVoters - 1;
  const third = isCompleted ? [witness] : [];
  const absent = (away: readonly ReplicaId[]) =>
    isCompleted ? away.filter((voter) => !isReplaced(voter)) : away;
  const [left, gone] = [absent(leaving), absent(lost)];
  const isSpare = !isCompleted && ![...left, ...gone].some(isReplaced);
  const spare = witness !== undefined && isSpare ? [witness] : [];
  const possible = Math.max(
    oddAtMost(
      Math.min(present + (present === keptVoters - 1 ? third.length : 0), voters.length + 2, maxChosenVoters),
    ),
    Math.min(keptVoters, oddAtMost(present + third.length + left.length)),
  );
  const removed = voters.filter(isRemoved).length;
  const least = leastVoters(voters.length, removed, longLost.length);
  const wanted = [...kept, ...candidates, ...third, ...left, ...gone, ...spare];
  // Of several witnesses, or of one beside its lender, each counts among the voters until a member takes its place. A lender
  // whose witness takes its place now does not.
  const isLeft = (id: ReplicaId) => third.some((voter) => !voters.includes(voter)) && isReplaced(id);
  const unwanted = voters
    .filter((voter) => !isRemoved(voter) && !wanted.includes(voter) && !isLeft(voter))
    .sort(byId);
  const ranked = [...wanted, ...matchingFirst(unwanted, (voter) => isWitness(voter) && isApart(voter))];
  const chosen = withMajority(ranked, Math.max(possible, least), voters.length, {
    isLeaving,
    isWitness,
    stays,
  });
  return chosen === undefined || isSameSet(chosen, voters) ? undefined : chosen;
}

/**
 * The minimum number of voters out of `count`, given the numbers of removed and of long lost ones. Both count at once: a
 * second evaluation would only drop the others.
 */
function leastVoters(count: number, removed: number, longLost: number): number {
  const left = count - removed;
  // One lost voter of five costs nothing: three would survive no more failures than the other four.
  if (longLost < 2) return removed > 0 ? oddAtMost(left) : left;
  return Math.max(Math.min(keptVoters, left), oddAtMost(left - longLost));
}

/**
 * The first `size` of `ranked`. If the staying ones are not a majority of those, a smaller odd number: staying members
 * first, then those that signed off, as they are expected back.
 *
 * @returns undefined if three voters would have to become fewer, or the witnesses would be no minority.
 */
function withMajority(
  ranked: readonly ReplicaId[],
  size: number,
  before: number,
  { isLeaving, isWitness, stays }: Record<'isLeaving' | 'isWitness' | 'stays', (id: ReplicaId) => boolean>,
): readonly ReplicaId[] | undefined {
  const isPossible = (voters: readonly ReplicaId[]) =>
    isMajority(voters, stays) && voters.filter(isWitness).length * 2 < voters.length;
  const first = ranked.slice(0, size);
  if (isPossible(first)) return first.sort(byId);
  const inOrder = matchingFirst(matchingFirst(ranked, isLeaving), stays);
  const bound = before >= keptVoters ? keptVoters : 1;
  for (let count = oddAtMost(size - 1); count >= bound && count < size; count -= 2) {
    const fewer = inOrder.slice(0, count);
    if (isPossible(fewer)) return [...fewer].sort(byId);
  }
  return undefined;
}

function isHeard(member: MemberFacts | undefined, limits: PolicyLimits): boolean {
  return member !== undefined && member.unlinkedTicks === 0 && member.heardTicksAgo < limits.silentTicks;
}

/** Whether it has been without a link, or silent on its link, for `ticks`. */
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

function isMajority(voters: readonly ReplicaId[], isPresent: (id: ReplicaId) => boolean): boolean {
  return voters.filter(isPresent).length > voters.length / 2;
}

/** The longest linked member is the most likely to stay; ids break ties, so that equal facts give equal choices. */
function longestLinkedFirst(a: MemberFacts, b: MemberFacts): number {
  if (a.linkedTicks !== b.linkedTicks) return b.linkedTicks - a.linkedTicks;
  return a.id < b.id ? -1 : 1;
}

function byId(a: ReplicaId, b: ReplicaId): number {
  return a < b ? -1 : 1;
}

/** Those that match, then the others, each in their order. */
function matchingFirst(ids: readonly ReplicaId[], matches: (id: ReplicaId) => boolean): readonly ReplicaId[] {
  return [...ids.filter(matches), ...ids.filter((id) => !matches(id))];
}

function oddAtMost(count: number): number {
  return count % 2 === 1 ? count : Math.max(1, count - 1);
}

function isSameSet(a: readonly ReplicaId[], b: readonly ReplicaId[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
