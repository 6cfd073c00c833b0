/**
 * The state of the abstract model (`docs/protocol.md`, "The model"): plain data, independent of the engine's code, so that a
 * mistake in the engine is not in the model too.
 *
 * A message that was sent stays sent: it may be received at any later time, any number of times, or never. So the model
 * has no network, only the set of sent messages.
 */

import type { Ballot } from './ballots.ts';

export interface Entry {
  /** Equal entries, and only these, have equal names. */
  readonly name: string;
  /** Set in a configuration: the voters of every slot after it. */
  readonly voters?: readonly string[];
}

export interface Accepted {
  /** `noBallot` if the replica only learned that the entry is decided. */
  readonly ballot: Ballot;
  readonly entry: Entry;
}

/** A promise: the entries that a voter held when it promised, or later. */
export interface Report {
  readonly voter: string;
  /** The first slot that the report covers. */
  readonly firstSlot: number;
  readonly accepted: ReadonlyMap<number, Accepted>;
}

/** A candidate or leader, in memory only. */
export interface Standing {
  readonly ballot: Ballot;
  /** Undefined until the first proposal. */
  next: number | undefined;
  /** Nothing is proposed after a configuration. */
  hasBarrier: boolean;
}

export interface Replica {
  readonly id: string;
  isFounder: boolean;
  /** It only promises and accepts: it hands out no decision, and forgets the entries of decided slots. */
  isWitness: boolean;
  // Durable.
  /** 0 in a newcomer. */
  generationOnDisk: number;
  promised: Ballot;
  readonly log: Map<number, Accepted>;
  decidedOnDisk: number;
  /** It stopped for a higher generation. */
  isStopped: boolean;
  // In memory.
  generation: number;
  decided: number;
  standing: Standing | undefined;
}

/** A configuration in force, and the slot that chose it. */
export interface Governing {
  readonly epoch: number;
  readonly voters: readonly string[];
}

/** One generation: its decisions, and all messages ever sent in it. */
export interface Generation {
  /** The decided entries, from slot 1 up, once any replica knows of the decision. */
  readonly decided: Entry[];
  readonly configurations: Governing[];
  /** The ballots in which a replica stood, by name. */
  readonly stood: Set<string>;
  /** The ballots of which a prepare was sent. */
  readonly prepared: Set<string>;
  /** By ballot and voter: the report as of the moment of the promise. */
  readonly promises: Map<string, Map<string, Report>>;
  /** By ballot and slot. */
  readonly proposals: Map<string, { readonly ballot: Ballot; readonly entries: Map<number, Entry> }>;
  /** By slot and ballot: the replicas that durably accepted, or sent an accept for a slot that they know to be decided. */
  readonly accepts: Map<string, Set<string>>;
}

export interface State {
  readonly generations: Map<number, Generation>;
  readonly replicas: Map<string, Replica>;
}

export function emptyGeneration(): Generation {
  return {
    decided: [],
    configurations: [],
    stood: new Set(),
    prepared: new Set(),
    promises: new Map(),
    proposals: new Map(),
    accepts: new Map(),
  };
}

/** Records that the next slot is decided. */
export function appendDecided({ decided, configurations }: Generation, entry: Entry): void {
  decided.push(entry);
  if (entry.voters !== undefined) configurations.push({ epoch: decided.length, voters: entry.voters });
}

/** In force for `slot`, as far as slots are decided. */
export function governing({ configurations }: Generation, slot: number): Governing | undefined {
  return configurations.findLast(({ epoch }) => epoch < slot);
}

export function acceptName(slot: number, ballotName: string): string {
  return `${slot} ${ballotName}`;
}

/** Entry of `inner` under `key` in `outer`, made by `make` if it is missing. */
export function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
