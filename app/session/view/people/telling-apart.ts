/** Distinct names and colours of people: the same on every device that knows the same people. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';

/**
 * Names by id. Of names that look equal all but the first have a number: `Ada`, `Ada (2)`, `Ada (3)`.
 *
 * @param groups an earlier group takes precedence; within a group the order is by id.
 */
export function distinctNames(
  ...groups: readonly ReadonlyMap<ReplicaId, string>[]
): ReadonlyMap<ReplicaId, string> {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  const distinct = new Map<ReplicaId, string>();
  for (const [id, name] of groups.flatMap(inOrder)) {
    const key = lookOf(name);
    let count = counts.get(key) ?? 0;
    let made: string;
    // A person may have entered a number, too.
    do {
      count += 1;
      made = count === 1 ? name : `${name} (${count})`;
    } while (taken.has(lookOf(made)));
    counts.set(key, count);
    taken.add(lookOf(made));
    distinct.set(id, made);
  }
  return distinct;
}

/** Equal for names that look equal: without compositions, invisible characters, and runs of white space. */
function lookOf(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
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
