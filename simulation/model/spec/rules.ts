/** The rules of the model on which agreement depends, each replaceable: the search shows that none can be left out. */

import { type Ballot, isNone, order } from './ballots.ts';
import type { Entry, Report } from './state.ts';

export interface Rules {
  isQuorum(voters: readonly string[], replicas: ReadonlySet<string>): boolean;
  /** Negative if `a` is lower than `b`. */
  compare(a: Ballot, b: Ballot): number;
  /** Whether a voter that promised `promised` may still accept in `ballot`. */
  mayAccept(ballot: Ballot, promised: Ballot): boolean;
  /** Whether accepts in `ballot` count for a slot that is governed by the configuration of `epoch`. */
  counts(ballot: Ballot, epoch: number): boolean;
  /** Whether `reports` of a quorum allow a proposal of `entry` in `slot`. */
  mayPropose(entry: Entry, slot: number, voters: readonly string[], reports: readonly Report[]): boolean;
  /** Whether nothing may be proposed after `entry` in the same ballot. */
  isBarrier(entry: Entry): boolean;
  /** Whether a prepare is sent only once the candidate's own promise is durable. */
  readonly ownPromiseFirst: boolean;
  /** Whether a promise is durable before it is sent. */
  readonly promiseIsDurable: boolean;
  /** Whether an accept is durable before it is sent. */
  readonly acceptIsDurable: boolean;
  /** Whether a recovery begins a generation of its own. */
  readonly recoveryIsSeparate: boolean;
}

type IsQuorum = Rules['isQuorum'];

function isMajority(voters: readonly string[], replicas: ReadonlySet<string>): boolean {
  return voters.filter((voter) => replicas.has(voter)).length * 2 > voters.length;
}

/**
 * Whether a quorum of the voters reports nothing in `slot`, or `entry` as its highest.
 *
 * Source: Lamport, "Paxos Made Simple" (2001), P2c.
 */
export function isHighestOfQuorum(
  entry: Entry,
  slot: number,
  voters: readonly string[],
  reports: readonly Report[],
  isQuorum: IsQuorum = isMajority,
): boolean {
  const covering = reports.filter(({ voter, firstSlot }) => voters.includes(voter) && firstSlot <= slot);
  const ofReport = (report: Report) => report.accepted.get(slot);
  const areQuorum = (some: readonly Report[]): boolean =>
    isQuorum(voters, new Set(some.map(({ voter }) => voter)));
  const isBelow = (report: Report, ballot: Ballot): boolean => {
    const held = ofReport(report);
    if (held === undefined || isNone(ballot)) return true;
    // An entry that is only known to be decided outranks every ballot.
    return !isNone(held.ballot) && order(held.ballot, ballot) <= 0;
  };
  if (areQuorum(covering.filter((report) => ofReport(report) === undefined))) return true;
  return covering.some((report) => {
    const highest = ofReport(report);
    if (highest === undefined || highest.entry.name !== entry.name) return false;
    return areQuorum(covering.filter((other) => isBelow(other, highest.ballot)));
  });
}

export const rules: Rules = {
  isQuorum: isMajority,
  compare: order,
  mayAccept: (ballot, promised) => order(ballot, promised) >= 0,
  counts: (ballot, epoch) => ballot.epoch === epoch,
  mayPropose: (...proposal) => isHighestOfQuorum(...proposal),
  isBarrier: ({ voters }) => voters !== undefined,
  ownPromiseFirst: true,
  promiseIsDurable: true,
  acceptIsDurable: true,
  recoveryIsSeparate: true,
};
