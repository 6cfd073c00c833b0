/**
 * 7. Each command is applied at most once, in the order of its origin, and equally on all replicas. An acknowledged
 * command is never lost: each replica that applies its slot applies the command there.
 */

import type { Decided } from '#shared/paxos/effects.ts';
import { type Command, commandsOf } from '#shared/paxos/model/entry.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import type { Check, Recovery } from '../check.ts';
import { areSameCommands } from '../same-entry.ts';
import { Violation } from '../violation.ts';

const rule = '7 exactly once';

export class ExactlyOnce implements Check {
  /** The last admitted sequence of each origin, through the last slot that any replica applied. */
  readonly #last = new Map<ReplicaId, number>();
  readonly #expected = new Map<Slot, readonly Command[]>();

  succeeded({ through }: Recovery): ExactlyOnce {
    const next = new ExactlyOnce();
    for (const [slot, commands] of this.#expected) {
      if (slot > through) continue;
      next.#expected.set(slot, commands);
      for (const { origin, sequence } of commands) {
        next.#last.set(origin, Math.max(sequence, next.#last.get(origin) ?? 0));
      }
    }
    return next;
  }

  decided(id: ReplicaId, { slot, entry, commands }: Decided): void {
    let expected = this.#expected.get(slot);
    if (expected === undefined) {
      expected =
        entry.type === 'commands' ? commandsOf(entry.groups).filter((command) => this.#counts(command)) : [];
      this.#expected.set(slot, expected);
    }
    if (areSameCommands(expected, commands)) return;
    const names = (list: readonly Command[]) =>
      list.map(({ origin, sequence }) => `${origin}#${sequence}`).join(' ');
    throw new Violation(rule, `${id} applies [${names(commands)}] in slot ${slot}, not [${names(expected)}]`);
  }

  #counts({ origin, sequence }: Command): boolean {
    if (sequence !== (this.#last.get(origin) ?? 0) + 1) return false;
    this.#last.set(origin, sequence);
    return true;
  }
}
