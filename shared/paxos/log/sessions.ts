/**
 * Exactly once: the last sequence applied of each origin, and the digest of the group that it is in.
 *
 * A group counts only if it is the next of its origin, and signed as such; a repeated one was applied before, a premature
 * one is submitted again by its origin. Source: Ongaro, "Consensus: Bridging Theory and Practice" (2014), section 6.3.
 */

import { type Command, commandsOf, type Group, isSameDigest, lastOf, noDigest } from '../model/entry.ts';
import type { ReplicaId } from '../model/ids.ts';

/** Origins, at most: every replica that ever submitted a command. From then on those of others do not count, on any replica. */
export const maxSessions = 100_000;

/** An origin, the sequence of its last command that counted, and the digest of the group with that command. */
export type SessionEntry = readonly [origin: ReplicaId, last: number, digest: Uint8Array];

interface Session {
  readonly last: number;
  readonly digest: Uint8Array;
}

export class Sessions {
  readonly #sessions = new Map<ReplicaId, Session>();

  /** The sequence of the last command of `origin` that counted; 0 before the first. */
  last(origin: ReplicaId): number {
    return this.#sessions.get(origin)?.last ?? 0;
  }

  /** Whether `group` counts; if so, the next one of its origin is expected from now on. */
  admit(group: Group): boolean {
    const { origin, first, previous, digest } = group;
    const session = this.#sessions.get(origin);
    if (first !== (session?.last ?? 0) + 1) return false;
    if (!isSameDigest(previous, session?.digest ?? noDigest)) return false;
    if (session === undefined && this.#sessions.size >= maxSessions) return false;
    this.#sessions.set(origin, { last: lastOf(group), digest });
    return true;
  }

  /** The commands of the groups that count, in order. */
  admitAll(groups: readonly Group[]): readonly Command[] {
    return commandsOf(groups.filter((group) => this.admit(group)));
  }

  /** By origin, so that equal sessions are equal bytes in a snapshot. */
  entries(): readonly SessionEntry[] {
    return [...this.#sessions]
      .map(([origin, { last, digest }]) => [origin, last, digest] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Takes on what a snapshot says. */
  replace(entries: Iterable<SessionEntry>): void {
    this.#sessions.clear();
    for (const [origin, last, digest] of entries) this.#sessions.set(origin, { last, digest });
  }

  clone(): Sessions {
    const copy = new Sessions();
    for (const [origin, session] of this.#sessions) copy.#sessions.set(origin, session);
    return copy;
  }
}
