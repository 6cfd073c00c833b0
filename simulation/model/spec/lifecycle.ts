/** The actions of a replica's life: founding, restarts, snapshots, recoveries, and the end. */

import { type Ballot, isNone, nameOf, noBallot, order } from './ballots.ts';
import { generationOf, type Refusal } from './phases.ts';
import {
  type Accepted,
  acceptName,
  appendDecided,
  type Entry,
  emptyGeneration,
  getOrMake,
  type Replica,
  type State,
} from './state.ts';

export const firstGeneration = 1;

export function newReplica(id: string): Replica {
  return {
    id,
    isFounder: false,
    isWitness: false,
    generationOnDisk: 0,
    promised: noBallot,
    log: new Map(),
    decidedOnDisk: 0,
    isStopped: false,
    generation: 0,
    decided: 0,
    standing: undefined,
  };
}

export function configurationEntry(generation: number, voters: readonly string[]): Entry {
  return { name: `configuration ${generation}: ${voters.join()}`, voters };
}

/** The only replica that may decide without a majority: slot 1 makes it the only voter. */
export function found(state: State, replica: Replica): Refusal {
  if (state.generations.size > 0) return 'the board exists already';
  const generation = emptyGeneration();
  const entry = configurationEntry(firstGeneration, [replica.id]);
  const ballot = { epoch: 0, round: 1, replica: replica.id };
  replica.isFounder = true;
  state.generations.set(firstGeneration, generation);
  appendDecided(generation, entry);
  generation.stood.add(nameOf(ballot));
  generation.proposals.set(nameOf(ballot), { ballot, entries: new Map([[1, entry]]) });
  return undefined;
}

/** A newcomer adopts the generation of the first member that sends it a message. */
export function enter(replica: Replica, generation: number): void {
  if (replica.generation === 0) replica.generation = generation;
}

/** Starts with what its disk holds. The decided slots are known again as they are replayed. */
export function restart(
  replica: Replica,
  { promised, generation, decided }: { promised: Ballot; generation: number; decided: number },
): Refusal {
  if (order(promised, replica.promised) !== 0)
    return `it promises ${nameOf(promised)} after a restart, its disk holds ${nameOf(replica.promised)}`;
  if (generation !== replica.generationOnDisk) return 'it starts in another generation than its disk holds';
  if (decided > replica.decidedOnDisk) return 'it starts with more decisions than its disk holds';
  replica.generation = generation === 0 && replica.isFounder ? firstGeneration : generation;
  // A power loss may have undone a hint.
  replica.decidedOnDisk = decided;
  replica.decided = replica.isWitness ? decided : 0;
  replica.standing = undefined;
  return undefined;
}

/** A snapshot stands for the decided slots through `through`: in memory. */
export function restore(state: State, replica: Replica, through: number): Refusal {
  if (through > generationOf(state, replica).decided.length) return `slot ${through} is not decided`;
  replica.decided = Math.max(replica.decided, through);
  return undefined;
}

/** The snapshot is durable. */
export function storeSnapshot(state: State, replica: Replica, through: number): Refusal {
  const { decided } = generationOf(state, replica);
  if (through > replica.decided) return `it does not know the decisions up to ${through}`;
  for (const [at, entry] of decided.slice(0, through).entries())
    if (replica.log.get(at + 1)?.entry.name !== entry.name)
      replica.log.set(at + 1, { ballot: noBallot, entry });
  return undefined;
}

/** Stores that the slots through `through` are decided. */
export function storeDecided(state: State, replica: Replica, through: number): Refusal {
  const { decided } = generationOf(state, replica);
  if (through > replica.decided) return `it does not know the decisions up to ${through}`;
  for (let slot = replica.decidedOnDisk + 1; slot <= through && !replica.isWitness; slot += 1) {
    if (replica.log.get(slot)?.entry.name !== decided[slot - 1]?.name)
      return `its disk does not hold the decided entry of slot ${slot}`;
  }
  replica.decidedOnDisk = Math.max(replica.decidedOnDisk, through);
  return undefined;
}

/** What a recovery writes. */
export interface Recovery {
  readonly generation: number;
  readonly promised: Ballot;
  readonly records: ReadonlyMap<number, Accepted>;
  readonly through: number;
}

/**
 * Continues alone in a higher generation: everything that it has accepted is decided there, with `noop` in the holes, and at
 * the end a configuration with itself as the only voter. Atomic.
 */
export function recover(state: State, replica: Replica, recovery: Recovery): Refusal {
  const { generation: number, promised, records, through } = recovery;
  const old = generationOf(state, replica);
  if (number <= replica.generation || state.generations.has(number))
    return `generation ${number} is not a new one`;
  if (order(promised, replica.promised) <= 0 || promised.replica !== replica.id)
    return 'it does not raise its promise';
  const next = emptyGeneration();
  for (const entry of old.decided.slice(0, replica.decided)) appendDecided(next, entry);
  for (let slot = replica.decided + 1; slot <= through; slot += 1) {
    const held = replica.log.get(slot)?.entry;
    const written = records.get(slot)?.entry;
    const entry = held ?? written;
    if (entry === undefined) return `it leaves slot ${slot} open`;
    if (held !== undefined && written !== undefined && held.name !== written.name)
      return `it drops the entry that it accepted in slot ${slot}`;
    if (held === undefined && slot < through && entry.name !== 'noop') return `it makes up slot ${slot}`;
    appendDecided(next, entry);
  }
  if (Math.max(...replica.log.keys()) > through) return 'it leaves accepted slots undecided';
  if (next.decided.at(-1)?.name !== configurationEntry(number, [replica.id]).name)
    return 'it is not the only voter';
  for (const [slot, record] of records) replica.log.set(slot, record);
  for (const [slot, { ballot, entry }] of replica.log) {
    if (isNone(ballot)) continue;
    getOrMake(next.accepts, acceptName(slot, nameOf(ballot)), () => new Set<string>()).add(replica.id);
    getOrMake(next.proposals, nameOf(ballot), () => ({ ballot, entries: new Map() })).entries.set(
      slot,
      entry,
    );
  }
  state.generations.set(number, next);
  Object.assign(replica, {
    generation: number,
    generationOnDisk: number,
    promised,
    decidedOnDisk: through,
    standing: undefined,
  });
  return undefined;
}
