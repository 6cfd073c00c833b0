/**
 * Configurations: the voters, and their majorities.
 *
 * Source: van Renesse & Altinbuken, "Paxos Made Moderately Complex" (2015), section 4; `docs/protocol.md`, "Changing
 * the voters".
 */

import type { ReplicaId, Slot } from './ids.ts';
import { invariant } from './invariant.ts';

export interface Configuration {
  /** 1 or more. Raised only by a recovery that a person ordered; messages of a lower generation are ignored. */
  readonly generation: number;
  /** 1 to {@link maxVoters} distinct ids, sorted, so that equal configurations are equal bytes. */
  readonly voters: readonly ReplicaId[];
  /**
   * Voters that only promise and accept ({@link isWitness}): a minority of the voters, sorted. Absent if there are none,
   * so that equal configurations are equal bytes.
   */
  readonly witnesses?: readonly ReplicaId[];
  /**
   * The slots through this one were decided in earlier generations; the recovery declared the later ones decided.
   * Absent in the first generation.
   */
  readonly sharedThrough?: Slot;
}

/** Voters in one configuration, at most. More voters slow every decision and add no safety in one room. */
export const maxVoters = 7;

/**
 * @throws InvariantViolation unless there are 1 to {@link maxVoters} distinct voters, of which a minority are witnesses.
 */
export function configuration(
  generation: number,
  voters: Iterable<ReplicaId>,
  sharedThrough?: Slot,
  witnesses: Iterable<ReplicaId> = [],
): Configuration {
  const sorted = [...new Set(voters)].sort();
  const some = [...new Set(witnesses)].sort();
  invariant(
    sorted.length >= 1 && sorted.length <= maxVoters,
    `a configuration has 1 to ${maxVoters} voters, not ${sorted.length}`,
  );
  invariant(areWitnesses(some, sorted), `${some.join()} may not be the witnesses of ${sorted.join()}`);
  return {
    generation,
    voters: sorted,
    ...(some.length === 0 ? {} : { witnesses: some }),
    ...(sharedThrough === undefined ? {} : { sharedThrough }),
  };
}

/** Whether `witnesses` are voters, and a minority of them: every majority includes a voter that holds the board. */
export function areWitnesses(witnesses: readonly ReplicaId[], voters: readonly ReplicaId[]): boolean {
  return witnesses.length * 2 < voters.length && witnesses.every((witness) => voters.includes(witness));
}

/** Whether `replica` votes and keeps no board: it never leads, and no replica catches up or recovers from it alone. */
export function isWitness({ witnesses }: Configuration, replica: ReplicaId): boolean {
  return witnesses?.includes(replica) === true;
}

/** The voters that hold the board. */
export function fullVoters(configuration: Configuration): readonly ReplicaId[] {
  return configuration.voters.filter((voter) => !isWitness(configuration, voter));
}

/** The smallest number of full voters of which every majority includes one. */
export function sufficientHolders(configuration: Configuration): number {
  const full = fullVoters(configuration).length;
  const witnesses = configuration.voters.length - full;
  return full - (majorityOf(configuration) - witnesses) + 1;
}

export function isVoter(configuration: Configuration, replica: ReplicaId): boolean {
  return configuration.voters.includes(replica);
}

/** The smallest number of voters such that any two sets of that size intersect. */
export function majorityOf(configuration: Configuration): number {
  return Math.floor(configuration.voters.length / 2) + 1;
}

/** Whether `replicas` include a majority of the voters; replicas without a vote do not count. */
export function isQuorum(configuration: Configuration, replicas: ReadonlySet<ReplicaId>): boolean {
  let present = 0;
  for (const voter of configuration.voters) if (replicas.has(voter)) present += 1;
  return present >= majorityOf(configuration);
}

export function isSameConfiguration(a: Configuration, b: Configuration): boolean {
  return (
    a.generation === b.generation &&
    a.voters.length === b.voters.length &&
    a.voters.every((voter, position) => voter === b.voters[position]) &&
    a.witnesses?.join() === b.witnesses?.join()
  );
}
