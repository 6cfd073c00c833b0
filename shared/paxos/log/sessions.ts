/**
 * Exactly-once application: per origin the last applied sequence, and the digest of the group that contains it.
 *
 * A group counts only if it is signed as the next one of its origin, or as the first of a later incarnation. A duplicate
 * was applied before; a premature one is submitted again by its origin. A group of an earlier incarnation never counts:
 * its origin submits a new incarnation only after everything that its storage held of the earlier ones is decided.
 * Source: Ongaro, "Consensus: Bridging Theory and Practice" (2014), section 6.3.
 */

import { addCommandsOf, type Command, type Group, isSameDigest, lastOf, noDigest } from '../model/entry.ts';
import type { ReplicaId } from '../model/ids.ts';
import { follows, isFirstSequence } from '../model/sequence.ts';

/** Origins that ever submitted a command, at most. Commands of further origins do not count, on any replica. */
export const maxSessions = 100_000;

/** An origin, the sequence of its last applied command, and the digest of the group with that command. */
export type SessionEntry = readonly [origin: ReplicaId, last: number, digest: Uint8Array];

interface Session {
  readonly last: number;
  readonly digest: Uint8Array;
}

export class Sessions {
  readonly #sessions = new Map<ReplicaId, Session>();

  /** The sequence of the last applied command of `origin`; 0 before the first. */
  last(origin: ReplicaId): number {
    return this.#sessions.get(origin)?.last ?? 0;
  }

  /** Whether `group` counts; if so, it becomes the last one of its origin. */
  admit(group: Group): boolean {
    const { origin, first, previous, digest } = group;
    const session = this.#sessions.get(origin);
    if (!follows(first, session?.last ?? 0)) return false;
    const expected = isFirstSequence(first) ? noDigest : (session?.digest ?? noDigest);
    if (!isSameDigest(previous, expected)) return false;
    if (session === undefined && this.#sessions.size >= maxSessions) return false;
    this.#sessions.set(origin, { last: lastOf(group), digest });
    return true;
  }

  /** The commands of the groups that count, in order. */
  admitAll(groups: readonly Group[]): readonly Command[] {
    const commands: Command[] = [];
    for (const group of groups) if (this.admit(group)) addCommandsOf(group, commands);
    return commands;
  }

  /** Sorted by origin, so that equal sessions are equal bytes in a snapshot. */
  entries(): readonly SessionEntry[] {
    return [...this.#sessions]
      .map(([origin, { last, digest }]) => [origin, last, digest] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Replaces all sessions by those of a snapshot. */
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
