/**
 * Checks a trace of the real engine, record by record, against the model: each step of the engine must be an action
 * that the model allows.
 *
 * Durable actions of the model happen when the write of the engine is durable, and those in memory when the engine
 * acts.
 */

import { type Ballot, isNone, nameOf, order } from '../spec/ballots.ts';
import {
  enter,
  found,
  newReplica,
  recover,
  restart,
  restore,
  storeDecided,
  storeSnapshot,
} from '../spec/lifecycle.ts';
import {
  accept,
  acceptDecided,
  decide,
  generationOf,
  overwrites,
  promise,
  propose,
  proposed,
  type Refusal,
  reportRefusal,
  sendPrepare,
  stand,
  storeLearned,
} from '../spec/phases.ts';
import { rules } from '../spec/rules.ts';
import { acceptName, type Entry, getOrMake, type Replica, type Report, type State } from '../spec/state.ts';
import type { TracedMessage, TracedWrite, TraceRecord } from './record.ts';

/** What one run of a replica has received, and its writes that are not durable. */
interface Memory {
  readonly writes: Map<number, TracedWrite>;
  /** By ballot and voter. */
  readonly promises: Map<string, Map<string, Report>>;
  /** By slot and ballot. */
  readonly accepts: Map<string, Set<string>>;
}

/** A record that the model does not allow. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export class Validator {
  readonly #state: State = { generations: new Map(), replicas: new Map() };
  readonly #memories = new Map<string, Memory>();
  #records = 0;

  /** Actions of the model so far. */
  actions = 0;

  /** @throws Refused */
  take(record: TraceRecord): void {
    this.#records += 1;
    const refusal = this.#perform(record);
    if (refusal !== undefined) throw new Refused(`record ${this.#records}: ${record.id} ${refusal}`);
  }

  #perform(record: TraceRecord): Refusal {
    const replica = this.#replica(record.id);
    switch (record.type) {
      case 'found':
        return this.#act('founds the board', found(this.#state, replica));
      case 'start':
        this.#memories.delete(record.id);
        return this.#act('starts', restart(replica, record));
      case 'write':
        return this.#write(replica, record.write);
      case 'durable':
        return this.#durable(replica, record.number);
      case 'send':
        return this.#send(replica, record.generation, record.message);
      case 'receive':
        return this.#receive(replica, record.from, record.generation, record.message);
      case 'decide':
        return this.#decide(replica, record.slot, record.entry);
      case 'restore':
        return this.#act(`restores slot ${record.through}`, restore(this.#state, replica, record.through));
    }
  }

  #replica(id: string): Replica {
    return getOrMake(this.#state.replicas, id, () => newReplica(id));
  }

  #memory(id: string): Memory {
    return getOrMake(this.#memories, id, () => ({
      writes: new Map(),
      promises: new Map(),
      accepts: new Map(),
    }));
  }

  #act(what: string, refusal: Refusal): Refusal {
    this.actions += 1;
    return refusal === undefined ? undefined : `${what}: ${refusal}`;
  }

  /** The engine has changed its memory: it stands, or proposes. */
  #write(replica: Replica, write: TracedWrite): Refusal {
    const { generation, promised, records, decided } = write;
    this.#memory(replica.id).writes.set(write.number, write);
    enter(replica, generation);
    // A recovery has no effect before it is durable.
    if (generation !== replica.generation) return undefined;
    if (decided !== undefined && decided > replica.decided) {
      const refusal = this.#decideSilently(replica, decided, true);
      if (refusal !== undefined) return refusal;
    }
    const isFounding = replica.generationOnDisk === 0 && promised?.epoch === 0;
    if (promised?.replica === replica.id && !isFounding) {
      const refusal = this.#act(
        `stands in ${nameOf(promised)}`,
        stand(this.#state, rules, replica, promised),
      );
      if (refusal !== undefined) return refusal;
    }
    for (const { slot, ballot, entry } of records) {
      if (isNone(ballot) || isFounding) continue;
      const refusal =
        ballot.replica === replica.id
          ? this.#propose(replica, ballot, slot, entry)
          : this.#act(
              `accepts ${entry.name} for slot ${slot}`,
              overwrites(this.#state, replica, slot, entry),
            );
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  /**
   * A witness hands out no decision: its writes state what it knows.
   *
   * @param mayAsk whether it may have learned of it from another witness that no write has shown to know it.
   */
  #decideSilently(replica: Replica, through: number, mayAsk = false): Refusal {
    const generation = generationOf(this.#state, replica);
    replica.isWitness = true;
    while (replica.decided < through) {
      const slot = replica.decided + 1;
      const before = generation.decided[slot - 1];
      const proposals = [...generation.proposals.values()].flatMap(({ entries }) => entries.get(slot) ?? []);
      const entries = before === undefined ? proposals : [before];
      if (!entries.some((entry) => this.#decide(replica, slot, entry, mayAsk) === undefined))
        return `stores decisions up to ${through}, of which slot ${slot} is not decided`;
    }
    return undefined;
  }

  #propose(replica: Replica, ballot: Ballot, slot: number, entry: Entry): Refusal {
    const generation = generationOf(this.#state, replica);
    const name = nameOf(ballot);
    if (proposed(generation, ballot, slot)?.name === entry.name) return undefined;
    const own = generation.promises.get(name)?.get(replica.id);
    const received = [...(this.#memory(replica.id).promises.get(name)?.values() ?? [])];
    const reports = own === undefined ? received : [own, ...received];
    return this.#act(
      `proposes ${entry.name} for slot ${slot} in ${name}`,
      propose(this.#state, rules, replica, { ballot, slot, entry, reports }),
    );
  }

  #durable(replica: Replica, number: number): Refusal {
    const { writes } = this.#memory(replica.id);
    const write = writes.get(number);
    if (write === undefined) return `stores write ${number}, which it did not make`;
    writes.delete(number);
    const { generation, promised, records, decided, snapshot } = write;
    if (replica.generationOnDisk !== 0 && generation !== replica.generationOnDisk)
      return this.#recover(replica, write);
    replica.generationOnDisk = generation;
    const steps: (() => Refusal)[] = [];
    if (promised !== undefined && !records.some(({ ballot }) => order(ballot, promised) === 0))
      steps.push(() =>
        this.#act(`promises ${nameOf(promised)}`, promise(this.#state, rules, replica, promised)),
      );
    for (const { slot, ballot, entry } of records) {
      steps.push(() =>
        isNone(ballot)
          ? this.#act(`stores slot ${slot}`, storeLearned(this.#state, replica, slot, entry))
          : this.#accept(replica, ballot, slot, entry),
      );
    }
    if (snapshot !== undefined)
      steps.push(() => this.#act('stores a snapshot', storeSnapshot(this.#state, replica, snapshot)));
    if (decided !== undefined)
      steps.push(() =>
        this.#act(`stores decisions up to ${decided}`, storeDecided(this.#state, replica, decided)),
      );
    for (const step of steps) {
      const refusal = step();
      if (refusal !== undefined) return refusal;
    }
    if (write.stops) replica.isStopped = true;
    return undefined;
  }

  #accept(replica: Replica, ballot: Ballot, slot: number, entry: Entry): Refusal {
    const what = `accepts ${entry.name} for slot ${slot} in ${nameOf(ballot)}`;
    const wanted = proposed(generationOf(this.#state, replica), ballot, slot);
    if (wanted !== undefined && wanted.name !== entry.name) return `${what}: ${wanted.name} was proposed`;
    return this.#act(what, accept(this.#state, rules, replica, ballot, slot));
  }

  #recover(replica: Replica, { generation, promised, records, decided = 0 }: TracedWrite): Refusal {
    if (promised === undefined) return `goes from generation ${replica.generationOnDisk} to ${generation}`;
    const bySlot = new Map(records.map(({ slot, ballot, entry }) => [slot, { ballot, entry }]));
    this.#memories.delete(replica.id);
    return this.#act(
      `recovers into generation ${generation}`,
      recover(this.#state, replica, { generation, promised, records: bySlot, through: decided }),
    );
  }

  #send(replica: Replica, generation: number, message: TracedMessage): Refusal {
    if (message.type === 'other') return undefined;
    if (generation !== replica.generationOnDisk)
      return `sends a ${message.type} in generation ${generation}, its disk holds ${replica.generationOnDisk}`;
    const { ballot } = message;
    const name = nameOf(ballot);
    switch (message.type) {
      case 'prepare':
        return this.#act(`sends the prepare of ${name}`, sendPrepare(this.#state, rules, replica, ballot));
      case 'promise': {
        const report = reportOf(replica.id, message);
        return this.#act(`sends its promise in ${name}`, reportRefusal(this.#state, replica, ballot, report));
      }
      case 'propose': {
        if (ballot.replica !== replica.id) return `proposes in ${name}`;
        for (const [at, entry] of message.entries.entries()) {
          const refusal = this.#propose(replica, ballot, message.firstSlot + at, entry);
          if (refusal !== undefined) return refusal;
        }
        return undefined;
      }
      case 'accept':
        return this.#sendAccept(replica, message);
    }
  }

  #sendAccept(
    replica: Replica,
    { ballot, firstSlot, through }: Extract<TracedMessage, { type: 'accept' }>,
  ): Refusal {
    const { accepts } = generationOf(this.#state, replica);
    const name = nameOf(ballot);
    if (replica.isStopped) return 'sends an accept: it has stopped';
    for (let slot = firstSlot; slot <= through; slot += 1) {
      if (accepts.get(acceptName(slot, name))?.has(replica.id) === true) continue;
      const accept = () => acceptDecided(this.#state, rules, replica, ballot, slot);
      let refusal = accept();
      // An accept may be the first sign that a witness knows the decision.
      if (refusal !== undefined && replica.isWitness && this.#decideSilently(replica, slot) === undefined)
        refusal = accept();
      if (refusal !== undefined) return this.#act(`sends its accept of slot ${slot} in ${name}`, refusal);
    }
    return undefined;
  }

  #receive(replica: Replica, from: string, generation: number, message: TracedMessage): Refusal {
    if (generation !== 0) enter(replica, generation);
    if (message.type === 'other' || generation !== replica.generation) return undefined;
    const memory = this.#memory(replica.id);
    if (message.type === 'promise') {
      const inBallot = getOrMake(memory.promises, nameOf(message.ballot), () => new Map<string, Report>());
      inBallot.set(from, reportOf(from, message));
    }
    if (message.type === 'accept') {
      for (let slot = Math.max(message.firstSlot, replica.decided + 1); slot <= message.through; slot += 1) {
        const name = acceptName(slot, nameOf(message.ballot));
        getOrMake(memory.accepts, name, () => new Set<string>()).add(from);
      }
    }
    return undefined;
  }

  #decide(replica: Replica, slot: number, entry: Entry, mayAsk = !replica.isWitness): Refusal {
    const { accepts } = this.#memory(replica.id);
    const isKnown = (voter: string, ballot: Ballot): boolean =>
      voter === replica.id || accepts.get(acceptName(slot, nameOf(ballot)))?.has(voter) === true;
    const isDecided = () => decide(this.#state, rules, replica, slot, entry, isKnown);
    let refusal = isDecided();
    // One that is asked asks none: two that do not know would ask each other forever.
    if (refusal !== undefined && mayAsk && this.#isKnownToWitness(replica, slot)) refusal = isDecided();
    return this.#act(`decides ${entry.name} in slot ${slot}`, refusal);
  }

  /** A witness may have told `replica` of a decision before any of its own writes states it. */
  #isKnownToWitness(replica: Replica, slot: number): boolean {
    return [...this.#state.replicas.values()].some(
      (other) =>
        other !== replica &&
        other.isWitness &&
        other.generation === replica.generation &&
        this.#decideSilently(other, slot) === undefined,
    );
  }
}

function reportOf(voter: string, message: Extract<TracedMessage, { type: 'promise' }>): Report {
  const accepted = new Map(message.accepted.map(({ slot, ballot, entry }) => [slot, { ballot, entry }]));
  return { voter, firstSlot: message.firstSlot, accepted };
}
