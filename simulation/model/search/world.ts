/** The small worlds of the search: which replicas, how many slots and events, and every action that is possible in a state. */

import { type Ballot, isNone, nameOf, noBallot } from '../spec/ballots.ts';
import { configurationEntry, firstGeneration, newReplica, recover } from '../spec/lifecycle.ts';
import {
  accept,
  decide,
  epochOf,
  generationOf,
  overwrites,
  promise,
  propose,
  type Refusal,
  sendPrepare,
  stand,
  storeLearned,
} from '../spec/phases.ts';
import type { Rules } from '../spec/rules.ts';
import {
  type Accepted,
  acceptName,
  appendDecided,
  type Entry,
  emptyGeneration,
  type Generation,
  type Replica,
  type State,
} from '../spec/state.ts';

export interface Bounds {
  readonly replicas: readonly string[];
  /** The voters that slot 1 chose. */
  readonly voters: readonly string[];
  /** Besides slot 1. */
  readonly slots: number;
  /** The replicas that may propose a command, and stand for election, and how often each. */
  readonly stands: Readonly<Record<string, number>>;
  /** Voters that a leader may propose. */
  readonly changes: readonly (readonly string[])[];
  readonly crashes: number;
  readonly recoveries: number;
  /** The actions, by name, that have happened before the search begins. */
  readonly history?: readonly string[];
}

/** A state, and what is left of the bounds. */
export interface Situation {
  readonly state: State;
  readonly stands: Readonly<Record<string, number>>;
  readonly crashes: number;
  readonly recoveries: number;
}

export interface Action {
  readonly name: string;
  /** The only replica that it changes, with its generation. */
  readonly id: string;
  /** Changes the situation that it gets, which nothing else refers to. */
  perform(situation: Mutable): Refusal;
}

/** A situation of its own. */
export type Mutable = { -readonly [Key in keyof Situation]: Situation[Key] };

const noop: Entry = { name: 'noop' };

/** All replicas know slot 1. */
export function beginning({ replicas, voters, stands, crashes, recoveries }: Bounds): Situation {
  const entry = configurationEntry(firstGeneration, voters);
  const generation = emptyGeneration();
  appendDecided(generation, entry);
  const members = replicas.map((id): [string, Replica] => [
    id,
    {
      ...newReplica(id),
      generationOnDisk: firstGeneration,
      generation: firstGeneration,
      log: new Map([[1, { ballot: noBallot, entry }]]),
      decided: 1,
      decidedOnDisk: 1,
    },
  ]);
  const state = { generations: new Map([[firstGeneration, generation]]), replicas: new Map(members) };
  return { state, stands, crashes, recoveries };
}

export function actionsIn(situation: Situation, bounds: Bounds, rules: Rules): readonly Action[] {
  const actions: Action[] = [];
  for (const replica of situation.state.replicas.values()) {
    const generation = generationOf(situation.state, replica);
    actions.push(
      ...standing(situation, replica, generation, rules),
      ...promising(replica, generation, rules),
      ...proposing(situation, replica, generation, bounds, rules),
      ...accepting(replica, generation, bounds, rules),
      ...deciding(replica, generation, rules),
      ...ending(situation, replica, rules),
    );
  }
  return actions;
}

/** An action of one replica, found again by its id in the copy that the action changes. */
function by(
  { id }: Replica,
  what: string,
  perform: (state: State, replica: Replica, situation: Mutable) => Refusal,
): Action {
  return {
    name: `${id} ${what}`,
    id,
    perform: (situation) => {
      const replica = situation.state.replicas.get(id);
      return replica === undefined ? 'it is missing' : perform(situation.state, replica, situation);
    },
  };
}

/**
 * Without the rule that a candidate's own promise is durable first, its prepare may leave at once. With it, standing, the
 * promise and the prepare are one action: a crash in between equals one before.
 */
function standing({ stands }: Situation, replica: Replica, generation: Generation, rules: Rules): Action[] {
  const left = stands[replica.id] ?? 0;
  if (left === 0) return [];
  const epoch = epochOf(generation, replica);
  const ballot: Ballot = { epoch, round: replica.promised.round + 1, replica: replica.id };
  return [
    by(replica, `stands in ${nameOf(ballot)}`, (state, own, situation) => {
      situation.stands = { ...situation.stands, [own.id]: left - 1 };
      const refusal = stand(state, rules, own, ballot);
      if (refusal !== undefined) return refusal;
      if (!rules.ownPromiseFirst) return sendPrepare(state, rules, own, ballot);
      return promise(state, rules, own, ballot) ?? sendPrepare(state, rules, own, ballot);
    }),
  ];
}

function promising(replica: Replica, { prepared, proposals, promises }: Generation, rules: Rules): Action[] {
  const actions: Action[] = [];
  for (const name of prepared) {
    const ballot = proposals.get(name)?.ballot ?? parsed(name);
    if (promises.get(name)?.has(replica.id) === true) continue;
    if (rules.compare(ballot, replica.promised) < 0) continue;
    actions.push(by(replica, `promises ${name}`, (state, own) => promise(state, rules, own, ballot)));
  }
  return actions;
}

function parsed(name: string): Ballot {
  const [epoch = '', rest = ''] = name.split('/');
  const [round = '', replica = ''] = rest.split('.');
  return { epoch: Number(epoch), round: Number(round), replica };
}

/** Its own command, the voters it may change to, whatever was reported, and `noop`. */
function proposing(
  { stands }: Situation,
  replica: Replica,
  generation: Generation,
  bounds: Bounds,
  rules: Rules,
): Action[] {
  const { standing } = replica;
  if (standing === undefined || standing.hasBarrier) return [];
  const { ballot } = standing;
  const slot = standing.next ?? replica.decided + 1;
  const reports = [...(generation.promises.get(nameOf(ballot))?.values() ?? [])];
  if (slot > bounds.slots + 1 || reports.length === 0) return [];
  const entries = new Map<string, Entry>();
  const add = (entry: Entry): void => void entries.set(entry.name, entry);
  // Another one in each candidacy: a restarted replica does not know what it proposed.
  add({ name: `of ${replica.id}${stands[replica.id] ?? 0}` });
  for (const voters of bounds.changes) add(configurationEntry(replica.generation, voters));
  for (const { accepted } of reports) {
    const reported = accepted.get(slot)?.entry;
    if (reported !== undefined) add(reported);
    if ([...accepted.keys()].some((other) => other > slot)) add(noop);
  }
  return [...entries.values()].map((entry) =>
    by(replica, `proposes ${entry.name} for slot ${slot} in ${nameOf(ballot)}`, (state, own) =>
      propose(state, rules, own, { ballot, slot, entry, reports }),
    ),
  );
}

function accepting(replica: Replica, generation: Generation, bounds: Bounds, rules: Rules): Action[] {
  const actions: Action[] = [];
  for (const [name, { ballot, entries }] of generation.proposals) {
    if (!rules.mayAccept(ballot, replica.promised)) continue;
    for (const [slot, entry] of entries) {
      const isPossible = slot <= bounds.slots + 1 && slot > replica.decided;
      if (!isPossible || generation.accepts.get(acceptName(slot, name))?.has(replica.id) === true) continue;
      actions.push(
        by(
          replica,
          `accepts ${entry.name} for slot ${slot} in ${name}`,
          (state, own) => overwrites(state, own, slot, entry) ?? accept(state, rules, own, ballot, slot),
        ),
      );
    }
  }
  return actions;
}

/** Once a slot may be decided, the replica learns it. */
function deciding(replica: Replica, generation: Generation, rules: Rules): Action[] {
  const slot = replica.decided + 1;
  const entries = new Map<string, Entry>();
  for (const { entries: proposed } of generation.proposals.values()) {
    const entry = proposed.get(slot);
    if (entry !== undefined) entries.set(entry.name, entry);
  }
  return [...entries.values()].map((entry) =>
    by(replica, `decides ${entry.name} in slot ${slot}`, (state, own) => {
      const refusal = decide(state, rules, own, slot, entry);
      if (refusal !== undefined || own.log.get(slot)?.entry.name === entry.name) return refusal;
      return storeLearned(state, own, slot, entry);
    }),
  );
}

function ending({ crashes, recoveries }: Situation, replica: Replica, rules: Rules): Action[] {
  const actions: Action[] = [];
  // The position up to which slots are decided is stored with any later write, or never.
  const positions = new Set([replica.decidedOnDisk, replica.decided]);
  for (const decided of crashes > 0 ? positions : []) {
    actions.push(
      by(replica, `crashes and knows the decisions up to ${decided}`, (_state, own, situation) => {
        situation.crashes -= 1;
        own.standing = undefined;
        own.decided = decided;
        return undefined;
      }),
    );
  }
  if (recoveries > 0)
    actions.push(
      by(replica, 'recovers', (state, own, situation) => {
        situation.recoveries -= 1;
        return recoverAlone(state, own, rules);
      }),
    );
  return actions;
}

/** Without a generation of its own, a recovery decides in the old one, against its majorities. */
function recoverAlone(state: State, replica: Replica, rules: Rules): Refusal {
  const generation = rules.recoveryIsSeparate ? replica.generation + 1 : replica.generation;
  const last = Math.max(...replica.log.keys());
  const records = new Map<number, Accepted>();
  for (let slot = replica.decided + 1; slot <= last; slot += 1)
    if (!replica.log.has(slot)) records.set(slot, { ballot: noBallot, entry: noop });
  const ballot = { epoch: 1, round: replica.promised.round + 1, replica: replica.id };
  const alone = configurationEntry(generation, [replica.id]);
  records.set(last + 1, { ballot, entry: alone });
  if (rules.recoveryIsSeparate)
    return recover(state, replica, { generation, promised: ballot, records, through: last + 1 });
  return declare(generationOf(state, replica), replica, records, last + 1);
}

function declare(
  generation: Generation,
  replica: Replica,
  records: ReadonlyMap<number, Accepted>,
  through: number,
): Refusal {
  for (let slot = replica.decided + 1; slot <= through; slot += 1) {
    const record = replica.log.get(slot) ?? records.get(slot);
    if (record === undefined) return 'a hole is left';
    const before = generation.decided[slot - 1];
    if (before !== undefined && before.name !== record.entry.name)
      return `VIOLATION: slot ${slot} is decided as ${before.name} and ${record.entry.name}`;
    if (before === undefined) appendDecided(generation, record.entry);
    if (isNone(record.ballot)) replica.log.set(slot, record);
  }
  replica.decided = through;
  return undefined;
}
