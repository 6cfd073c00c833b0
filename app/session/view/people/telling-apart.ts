/** Distinct names and colours of people: the same on every device that knows the same people. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';

/** Names by id, in the order of ids; of equal ones all but the first have a number: `Ada`, `Ada (2)`, `Ada (3)`. */
export function distinctNames(names: ReadonlyMap<ReplicaId, string>): ReadonlyMap<ReplicaId, string> {
  const counts = new Map<string, number>();
  const distinct = new Map<ReplicaId, string>();
  for (const [id, name] of inOrder(names)) {
    const key = name.normalize('NFC').trim();
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    distinct.set(id, count === 1 ? name : `${name} (${count})`);
  }
  return distinct;
}

/**
 * A colour for each id, from 0 up to `colours`: the one that follows from the id or, if that is taken, the next free one. So
 * most people keep theirs when others come and go.
 */
export function distinctColours(ids: Iterable<ReplicaId>, colours: number): ReadonlyMap<ReplicaId, number> {
  const chosen = new Map<ReplicaId, number>();
  const taken = new Set<number>();
  for (const id of [...ids].sort()) {
    if (taken.size === colours) taken.clear();
    let colour = hashOf(id) % colours;
    while (taken.has(colour)) colour = (colour + 1) % colours;
    taken.add(colour);
    chosen.set(id, colour);
  }
  return chosen;
}

function inOrder(names: ReadonlyMap<ReplicaId, string>): [ReplicaId, string][] {
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1));
}

function hashOf(id: ReplicaId): number {
  let hash = 0;
  for (let at = 0; at < id.length; at += 1) hash = (hash * 31 + id.charCodeAt(at)) % 65_521;
  return hash;
}
