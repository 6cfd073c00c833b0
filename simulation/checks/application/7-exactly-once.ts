/**
 * 7. Each command is applied at most once, in the order of its origin, and equally on all replicas. An acknowledged
 * command is never lost: each replica that applies its slot applies the command there. Nothing that its origin's disk
 * holds is passed over: a later incarnation begins only after it.
 */

import type { Decided } from '#shared/paxos/effects.ts';
import { type Command, commandsOf } from '#shared/paxos/model/entry.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import { incarnationOf, isFirstSequence } from '#shared/paxos/model/sequence.ts';
import type { Check, Recovery } from '../check.ts';
import { areSameCommands } from '../same-entry.ts';
import { Violation } from '../violation.ts';

const rule = '7 exactly once';

export class ExactlyOnce implements Check {
  readonly coversEarlier = true;
  /** The last admitted sequence of each origin, through the last slot that any replica applied. */
  readonly #last = new Map<ReplicaId, number>();
  /** The durable commands of each origin, in order; undefined after a recovery, which may lose decided ones. */
  #stored: Map<ReplicaId, number[]> | undefined = new Map();
  readonly #expected = new Map<Slot, readonly Command[]>();

  succeeded({ through }: Recovery): ExactlyOnce {
    const next = new ExactlyOnce();
    next.#stored = undefined;
    for (const [slot, commands] of this.#expected) {
      if (slot > through) continue;
      next.#expected.set(slot, commands);
      for (const { origin, sequence } of commands) {
        next.#last.set(origin, Math.max(sequence, next.#last.get(origin) ?? 0));
      }
    }
    return next;
  }

  stored({ origin, sequence }: Command): void {
    const sequences = this.#stored?.get(origin) ?? [];
    sequences.push(sequence);
    this.#stored?.set(origin, sequences);
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
    const last = this.#last.get(origin) ?? 0;
    const isNext = sequence === last + 1;
    const isLater = incarnationOf(sequence) > incarnationOf(last) && isFirstSequence(sequence);
    if (!isNext && !isLater) return false;
    const passed = this.#stored?.get(origin)?.find((stored) => stored > last && stored < sequence);
    if (passed !== undefined)
      throw new Violation(rule, `${origin}#${sequence} is applied before #${passed}, which its disk holds`);
    this.#last.set(origin, sequence);
    return true;
  }
}
