/**
 * Ballots (proposal numbers): who may propose, and who outranks whom.
 *
 * Source: Lamport, "Paxos Made Simple" (2001), section 2.2: different proposers use disjoint, totally ordered sets
 * of numbers. The replica's id makes them disjoint.
 */

import { maxReplicaIdLength, type ReplicaId } from './ids.ts';

export interface Ballot {
  /** 0 for "no ballot", else 1 and up; at most 2^53 - 1. */
  readonly round: number;
  /** The only replica that may propose in this ballot. Empty in {@link noBallot}. */
  readonly replica: ReplicaId;
}

/** Below every real ballot: nothing promised, nothing accepted, no leader. */
export const noBallot: Ballot = Object.freeze({ round: 0, replica: '' as ReplicaId });

/** Negative if `a` is lower than `b`, 0 if they are the same ballot, positive if it is higher. */
export function compareBallots(a: Ballot, b: Ballot): number {
  if (a.round !== b.round) return a.round - b.round;
  if (a.replica === b.replica) return 0;
  return a.replica < b.replica ? -1 : 1;
}

export function isSameBallot(a: Ballot, b: Ballot): boolean {
  return a.round === b.round && a.replica === b.replica;
}

export function isHigherBallot(a: Ballot, than: Ballot): boolean {
  return compareBallots(a, than) > 0;
}

export function higherBallot(a: Ballot, b: Ballot): Ballot {
  return isHigherBallot(b, a) ? b : a;
}

/** The first ballot of `replica` that is higher than `ballot`. */
export function ballotAbove(ballot: Ballot, replica: ReplicaId): Ballot {
  return { round: ballot.round + 1, replica };
}

/** For traces and errors: `7.alice`. */
export function formatBallot(ballot: Ballot): string {
  return ballot.round === 0 ? 'none' : `${ballot.round}.${ballot.replica.slice(0, maxReplicaIdLength)}`;
}
