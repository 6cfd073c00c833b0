/**
 * Exactly once: the last sequence applied of each origin.
 *
 * A command counts only if it is the next of its origin; a repeated one was applied before, a premature one is
 * submitted again by its origin. Source: Ongaro, "Consensus: Bridging Theory and Practice" (2014), section 6.3.
 */

import type { Command } from '../model/entry.ts';
import type { ReplicaId } from '../model/ids.ts';

/** Origins, at most: every replica that ever submitted a command. From then on those of others do not count, on any replica. */
export const maxSessions = 100_000;

export class Sessions {
  readonly #last = new Map<ReplicaId, number>();

  /** The sequence of the last command of `origin` that counted; 0 before the first. */
  last(origin: ReplicaId): number {
    return this.#last.get(origin) ?? 0;
  }

  /** Whether `command` counts; if so, the next one of its origin is expected from now on. */
  admit(command: Command): boolean {
    if (command.sequence !== this.last(command.origin) + 1) return false;
    if (command.sequence === 1 && this.#last.size >= maxSessions) return false;
    this.#last.set(command.origin, command.sequence);
    return true;
  }

  /** The commands of `commands` that count, in order. */
  admitAll(commands: readonly Command[]): readonly Command[] {
    return commands.filter((command) => this.admit(command));
  }

  /** By origin, so that equal sessions are equal bytes in a snapshot. */
  entries(): readonly (readonly [ReplicaId, number])[] {
    return [...this.#last].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Takes on what a snapshot says. */
  replace(entries: Iterable<readonly [ReplicaId, number]>): void {
    this.#last.clear();
    for (const [origin, sequence] of entries) this.#last.set(origin, sequence);
  }

  clone(): Sessions {
    const copy = new Sessions();
    copy.replace(this.#last);
    return copy;
  }
}
