/** Copies of a situation, and its text: equal situations have equal texts. */

import { nameOf } from '../spec/ballots.ts';
import type { Accepted, Generation, Replica, Report } from '../spec/state.ts';
import type { Mutable, Situation } from './world.ts';

/** A copy for an action of the replica `id`: the other replicas and generations are shared, as it does not change them. */
export function copyFor(id: string, { state, stands, crashes, recoveries }: Situation): Mutable {
  const generations = new Map(state.generations);
  const replicas = new Map(state.replicas);
  const replica = replicas.get(id);
  if (replica !== undefined) {
    const standing = replica.standing === undefined ? undefined : { ...replica.standing };
    replicas.set(id, { ...replica, log: new Map(replica.log), standing });
    const generation = generations.get(replica.generation);
    if (generation !== undefined) generations.set(replica.generation, copyOfGeneration(generation));
  }
  return { state: { generations, replicas }, stands, crashes, recoveries };
}

/** Reports are never changed, so they are shared. */
function copyOfGeneration(generation: Generation): Generation {
  const { decided, configurations, stood, prepared, promises, proposals, accepts } = generation;
  return {
    decided: [...decided],
    configurations: [...configurations],
    stood: new Set(stood),
    prepared: new Set(prepared),
    promises: new Map([...promises].map(([name, reports]) => [name, new Map(reports)])),
    proposals: new Map(
      [...proposals].map(([name, { ballot, entries }]) => [name, { ballot, entries: new Map(entries) }]),
    ),
    accepts: new Map([...accepts].map(([name, voters]) => [name, new Set(voters)])),
  };
}

export function textOf({ state, stands, crashes, recoveries }: Situation): string {
  const parts: string[] = [`${crashes} ${recoveries} ${Object.values(stands).join()}`];
  for (const replica of state.replicas.values()) parts.push(cached(replica, textOfReplica));
  for (const [number, generation] of state.generations)
    parts.push(`${number}`, cached(generation, textOfGeneration));
  return parts.join('\n');
}

const texts = new WeakMap<object, string>();

/** `value` does not change any more. */
function cached<Value extends object>(value: Value, make: (value: Value) => string): string {
  let text = texts.get(value);
  if (text === undefined) {
    text = make(value);
    texts.set(value, text);
  }
  return text;
}

function textOfReplica(replica: Replica): string {
  const { generation, promised, log, decidedOnDisk, decided, standing } = replica;
  const role =
    standing === undefined ? '' : `${nameOf(standing.ballot)} ${standing.next} ${standing.hasBarrier}`;
  return `${generation} ${nameOf(promised)} ${decidedOnDisk} ${decided} ${role} ${textOfLog(log)}`;
}

function textOfLog(log: ReadonlyMap<number, Accepted>): string {
  return sorted([...log].map(([slot, { ballot, entry }]) => `${slot}:${nameOf(ballot)}:${entry.name}`));
}

/** Where replicas stood is known from their promises and from the bounds. */
function textOfGeneration({ decided, prepared, promises, proposals, accepts }: Generation): string {
  return [
    decided.map(({ name }) => name).join(),
    sorted([...prepared]),
    sorted(
      [...promises].map(
        ([name, reports]) =>
          `${name}:${sorted([...reports.values()].map((report) => cached(report, textOfReport)))}`,
      ),
    ),
    sorted(
      [...proposals].map(
        ([name, { entries }]) =>
          `${name}:${sorted([...entries].map(([slot, entry]) => `${slot}=${entry.name}`))}`,
      ),
    ),
    sorted([...accepts].map(([name, voters]) => `${name}:${sorted([...voters])}`)),
  ].join('|');
}

function textOfReport({ voter, firstSlot, accepted }: Report): string {
  return `${voter} ${firstSlot} ${textOfLog(accepted)}`;
}

function sorted(texts: string[]): string {
  return texts.sort().join(';');
}
