/**
 * The actions of both phases. Each returns the reason why the model does not allow it, and has no effect then, or
 * undefined.
 *
 * Standing, proposing and deciding are in memory; promising and accepting are durable, and happen when the write is.
 */

import { type Ballot, isNone, nameOf, noBallot } from './ballots.ts';
import type { Rules } from './rules.ts';
import {
  acceptName,
  appendDecided,
  type Entry,
  emptyGeneration,
  type Generation,
  getOrMake,
  governing,
  type Replica,
  type Report,
  type State,
} from './state.ts';

export type Refusal = string | undefined;

export function generationOf(state: State, replica: Replica): Generation {
  return getOrMake(state.generations, replica.generation, emptyGeneration);
}

/** The epoch that `replica` knows. */
export function epochOf(generation: Generation, { decided }: Replica): number {
  return governing(generation, decided + 1)?.epoch ?? 0;
}

function votersOf({ configurations }: Generation, epoch: number): readonly string[] {
  return configurations.find((each) => each.epoch === epoch)?.voters ?? [];
}

/** Stands for election, under voters that it knows: in memory. */
export function stand(state: State, rules: Rules, replica: Replica, ballot: Ballot): Refusal {
  const generation = generationOf(state, replica);
  if (replica.isStopped) return 'it has stopped';
  if (ballot.replica !== replica.id) return 'the ballot belongs to another replica';
  if (rules.compare(ballot, replica.promised) <= 0) return 'it has promised this ballot or a higher one';
  if (ballot.epoch > epochOf(generation, replica)) return 'it does not know the epoch';
  if (!votersOf(generation, ballot.epoch).includes(replica.id)) return 'it has no vote in that epoch';
  replica.standing = { ballot, next: undefined, hasBarrier: false };
  generation.stood.add(nameOf(ballot));
  return undefined;
}

export function sendPrepare(state: State, rules: Rules, replica: Replica, ballot: Ballot): Refusal {
  const generation = generationOf(state, replica);
  const name = nameOf(ballot);
  if (replica.isStopped) return 'it has stopped';
  if (ballot.replica !== replica.id || !generation.stood.has(name)) return 'it does not stand in the ballot';
  if (rules.ownPromiseFirst && generation.promises.get(name)?.has(replica.id) !== true)
    return 'its own promise is not durable';
  generation.prepared.add(name);
  return undefined;
}

/** Promises durably, and notes what it has accepted by then. */
export function promise(state: State, rules: Rules, replica: Replica, ballot: Ballot): Refusal {
  const generation = generationOf(state, replica);
  const name = nameOf(ballot);
  // A proposal raises the promise, too, even if there is no room for its entries.
  const isAsked =
    ballot.replica === replica.id
      ? generation.stood.has(name)
      : generation.prepared.has(name) || generation.proposals.has(name);
  if (!isAsked) return 'nobody asked for this promise';
  if (rules.compare(ballot, replica.promised) < 0) return 'it has promised a higher ballot';
  if (ballot.epoch > epochOf(generation, replica)) return 'it does not know the epoch';
  raise(generation, rules, replica, ballot);
  return undefined;
}

function raise(generation: Generation, rules: Rules, replica: Replica, ballot: Ballot): void {
  const reports = getOrMake(generation.promises, nameOf(ballot), () => new Map<string, Report>());
  const firstSlot = replica.decidedOnDisk + 1;
  if (!reports.has(replica.id)) {
    const accepted = new Map([...replica.log].filter(([slot]) => slot >= firstSlot));
    reports.set(replica.id, { voter: replica.id, firstSlot, accepted });
  }
  if (rules.promiseIsDurable) replica.promised = ballot;
}

/** Proposes `entry` for `slot`, on the basis of `reports`. */
export function propose(
  state: State,
  rules: Rules,
  replica: Replica,
  { ballot, slot, entry, reports }: Proposal,
): Refusal {
  const generation = generationOf(state, replica);
  const { standing } = replica;
  const voters = votersOf(generation, ballot.epoch);
  if (replica.isStopped) return 'it has stopped';
  if (standing === undefined || nameOf(standing.ballot) !== nameOf(ballot))
    return 'it does not stand in the ballot';
  if (standing.next === undefined ? slot > replica.decided + 1 : slot !== standing.next)
    return 'it leaves out a slot';
  if (standing.hasBarrier) return 'it has proposed a configuration before';
  const obliging = reports.map((report) => inEpoch(report, ballot));
  if (!rules.mayPropose(entry, slot, voters, obliging)) return 'no majority of promises allows the entry';
  const { entries } = getOrMake(generation.proposals, nameOf(ballot), () => ({ ballot, entries: new Map() }));
  const before = entries.get(slot);
  if (before !== undefined && before.name !== entry.name)
    return `VIOLATION: ${nameOf(ballot)} proposes two entries in slot ${slot}`;
  entries.set(slot, entry);
  standing.next = slot + 1;
  standing.hasBarrier = rules.isBarrier(entry);
  return undefined;
}

/** Without the entries of earlier epochs: accepts of these no longer count in the slots of this one. */
function inEpoch(report: Report, { epoch }: Ballot): Report {
  const accepted = [...report.accepted].filter(
    ([, each]) => isNone(each.ballot) || each.ballot.epoch >= epoch,
  );
  return { ...report, accepted: new Map(accepted) };
}

export interface Proposal {
  readonly ballot: Ballot;
  readonly slot: number;
  readonly entry: Entry;
  readonly reports: readonly Report[];
}

export function proposed(generation: Generation, ballot: Ballot, slot: number): Entry | undefined {
  return generation.proposals.get(nameOf(ballot))?.entries.get(slot);
}

/** Whether `replica` may begin to accept `entry`: not if it knows that the slot is decided otherwise. */
export function overwrites(state: State, replica: Replica, slot: number, entry: Entry): Refusal {
  if (slot > replica.decided) return undefined;
  const decided = generationOf(state, replica).decided[slot - 1];
  return decided?.name === entry.name ? undefined : `it knows that slot ${slot} is decided otherwise`;
}

/** Accepts durably the proposal of `ballot` for `slot`, which raises its promise. */
export function accept(state: State, rules: Rules, replica: Replica, ballot: Ballot, slot: number): Refusal {
  const generation = generationOf(state, replica);
  const entry = proposed(generation, ballot, slot);
  if (entry === undefined) return `nothing was proposed for slot ${slot} in the ballot`;
  if (!rules.mayAccept(ballot, replica.promised)) return 'it has promised a higher ballot';
  if (ballot.epoch > epochOf(generation, replica)) return 'it does not know the epoch';
  if (rules.compare(ballot, replica.promised) > 0) raise(generation, rules, replica, ballot);
  if (rules.acceptIsDurable) replica.log.set(slot, { ballot, entry });
  acceptsOf(generation, ballot, slot).add(replica.id);
  return undefined;
}

/** Sends an accept for a slot that it durably holds as decided with the proposed entry, without a new record. */
export function acceptDecided(
  state: State,
  rules: Rules,
  replica: Replica,
  ballot: Ballot,
  slot: number,
): Refusal {
  const generation = generationOf(state, replica);
  const entry = proposed(generation, ballot, slot);
  if (entry === undefined) return `nothing was proposed for slot ${slot} in the ballot`;
  if (rules.compare(ballot, replica.promised) > 0) return 'it has not promised the ballot';
  if (slot > replica.decided || replica.log.get(slot)?.entry.name !== entry.name)
    return `it has not durably accepted slot ${slot}`;
  acceptsOf(generation, ballot, slot).add(replica.id);
  return undefined;
}

function acceptsOf(generation: Generation, ballot: Ballot, slot: number): Set<string> {
  return getOrMake(generation.accepts, acceptName(slot, nameOf(ballot)), () => new Set<string>());
}

/**
 * Learns that `entry` is decided in the next slot: from the accepts of `known` (all replicas if absent), or from a replica
 * that knows of the decision.
 */
export function decide(
  state: State,
  rules: Rules,
  replica: Replica,
  slot: number,
  entry: Entry,
  known?: (voter: string, ballot: Ballot) => boolean,
): Refusal {
  const generation = generationOf(state, replica);
  if (slot !== replica.decided + 1) return `it knows the decisions up to ${replica.decided}`;
  const before = generation.decided[slot - 1];
  if (before === undefined) {
    if (!isChosen(generation, rules, slot, entry, known))
      return `no majority that it knows of has accepted it`;
    appendDecided(generation, entry);
  } else if (before.name !== entry.name) {
    if (isChosen(generation, rules, slot, entry, undefined))
      return `VIOLATION: slot ${slot} is decided as ${before.name} and ${entry.name}`;
    return `slot ${slot} is decided as ${before.name}`;
  }
  replica.decided = slot;
  return undefined;
}

function isChosen(
  generation: Generation,
  rules: Rules,
  slot: number,
  entry: Entry,
  known: ((voter: string, ballot: Ballot) => boolean) | undefined,
): boolean {
  const inForce = governing(generation, slot);
  if (inForce === undefined) return false;
  for (const { ballot, entries } of generation.proposals.values()) {
    if (entries.get(slot)?.name !== entry.name || !rules.counts(ballot, inForce.epoch)) continue;
    const accepts = generation.accepts.get(acceptName(slot, nameOf(ballot)));
    const counted = [...(accepts ?? [])].filter((voter) => known === undefined || known(voter, ballot));
    if (rules.isQuorum(inForce.voters, new Set(counted))) return true;
  }
  return false;
}

/** Stores durably an entry that it has learned to be decided. */
export function storeLearned(state: State, replica: Replica, slot: number, entry: Entry): Refusal {
  const decided = generationOf(state, replica).decided[slot - 1];
  if (decided === undefined || decided.name !== entry.name) return `slot ${slot} is not decided as that`;
  replica.log.set(slot, { ballot: noBallot, entry });
  return undefined;
}

/** Whether `report` may be sent as the promise of `replica` in `ballot`: nothing left out, and nothing made up. */
export function reportRefusal(state: State, replica: Replica, ballot: Ballot, report: Report): Refusal {
  const generation = generationOf(state, replica);
  const asPromised = generation.promises.get(nameOf(ballot))?.get(replica.id);
  if (replica.isStopped) return 'it has stopped';
  if (asPromised === undefined) return 'its promise is not durable';
  for (const [slot, { ballot: acceptedIn, entry }] of report.accepted) {
    const isHeld = isNone(acceptedIn)
      ? generation.decided[slot - 1]?.name === entry.name
      : generation.accepts.get(acceptName(slot, nameOf(acceptedIn)))?.has(replica.id) === true;
    if (!isHeld) return `it reports slot ${slot}, which it has not durably accepted`;
  }
  for (const [slot, held] of asPromised.accepted) {
    if (slot < report.firstSlot) continue;
    const reported = report.accepted.get(slot);
    if (reported === undefined) return `it does not report slot ${slot}, which it had accepted`;
    const isOlder = !isNone(reported.ballot) && nameOf(reported.ballot) !== nameOf(held.ballot);
    if (isOlder && (isNone(held.ballot) || lower(reported.ballot, held.ballot)))
      return `it reports an older entry in slot ${slot}`;
  }
  return undefined;
}

function lower(a: Ballot, b: Ballot): boolean {
  if (a.epoch !== b.epoch) return a.epoch < b.epoch;
  return a.round !== b.round ? a.round < b.round : a.replica < b.replica;
}
