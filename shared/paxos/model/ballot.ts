/**
 * Ballots (proposal numbers) and their order.
 *
 * Source: Lamport, "Paxos Made Simple" (2001), section 2.2: different proposers use disjoint, totally ordered sets of
 * numbers. The replica's id makes them disjoint. The epoch is Omni-Paxos's `config_id` (Ng et al., 2023, section 6):
 * proposals made for a slot under other voters, before its configuration was known, must neither count for it nor
 * outrank those of its own voters.
 */

import { maxReplicaIdLength, noSlot, type ReplicaId, type Slot } from './ids.ts';
import { invariant } from './invariant.ts';

export interface Ballot {
  /** The slot that chose the configuration under which the proposer stands; compared first. */
  readonly epoch: Slot;
  /** 0 for {@link noBallot}, otherwise 1 to 2^53 - 1. */
  readonly round: number;
  /** The only replica that may propose in this ballot. Empty in {@link noBallot}. */
  readonly replica: ReplicaId;
}

/** Below every real ballot: nothing promised, nothing accepted, no leader. */
export const noBallot: Ballot = Object.freeze({ epoch: noSlot, round: 0, replica: '' as ReplicaId });

/** Negative if `a` is lower than `b`, 0 if they are the same ballot, positive if it is higher. */
export function compareBallots(a: Ballot, b: Ballot): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch;
  if (a.round !== b.round) return a.round - b.round;
  if (a.replica === b.replica) return 0;
  return a.replica < b.replica ? -1 : 1;
}

export function isSameBallot(a: Ballot, b: Ballot): boolean {
  return a.epoch === b.epoch && a.round === b.round && a.replica === b.replica;
}

export function isHigherBallot(a: Ballot, than: Ballot): boolean {
  return compareBallots(a, than) > 0;
}

export function higherBallot(a: Ballot, b: Ballot): Ballot {
  return isHigherBallot(b, a) ? b : a;
}

/** A ballot of `replica` in `epoch` that is higher than `ballot`, which is of that epoch or an earlier one. */
export function ballotAbove(ballot: Ballot, epoch: Slot, replica: ReplicaId): Ballot {
  invariant(ballot.epoch <= epoch, `no ballot of epoch ${epoch} is above ${formatBallot(ballot)}`);
  return { epoch, round: ballot.round + 1, replica };
}

/** For traces and errors: `4/7.alice` is round 7 of epoch 4. */
export function formatBallot(ballot: Ballot): string {
  if (ballot.round === 0) return 'none';
  return `${ballot.epoch}/${ballot.round}.${ballot.replica.slice(0, maxReplicaIdLength)}`;
}
