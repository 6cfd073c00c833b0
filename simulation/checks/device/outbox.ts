/**
 * 12. An outbox survives every crash: a command whose storage was confirmed stays on the device's disk until the
 * device has seen it applied and its disk holds the slot as decided. The engine receives a command only after that, once in each
 * run of the device, and always under the number that `submit` returned.
 *
 * Covers one device over all its runs, from the submissions and the confirmations of its disk.
 */

import { commandsOf, type Group, lastOf } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { OutboxChange, PendingCommand } from '#shared/replica/outbox.ts';
import { Violation } from '../violation.ts';

const rule = '12 outbox';

export class OutboxAccount {
  readonly #id: ReplicaId;
  /** Keyed by identity: one device never copies a command's bytes. */
  readonly #numbers = new Map<Uint8Array, number>();
  /** Every command that was ever durable, applied or not; the first has sequence 1. */
  readonly #stored: Uint8Array[] = [];
  /** The last sequence of each group, by its first. */
  readonly #ends = new Map<number, number>();
  readonly #removed = new Set<number>();
  #lastSubmitted = 0;

  constructor(id: ReplicaId) {
    this.#id = id;
  }

  /** The sequence of the last durable command. */
  get lastStored(): number {
    return this.#stored.length;
  }

  /** `submit` returned `sequence` for `body`. */
  accepted({ sequence, body }: PendingCommand): void {
    if (sequence <= this.lastStored) this.#fail(`returns the sequence ${sequence} a second time`);
    this.#numbers.set(body, sequence);
  }

  /**
   * The disk holds `change`.
   *
   * @param isOver whether the device has seen the command applied and its disk holds the slot as decided.
   */
  stored({ append, remove }: OutboxChange, isOver: (sequence: number) => boolean): void {
    for (const group of append) this.#ends.set(group.first, lastOf(group));
    for (const { sequence, body } of commandsOf(append)) {
      if (sequence !== this.lastStored + 1) this.#fail(`stores #${sequence} after #${this.lastStored}`);
      if (this.#numbers.get(body) !== sequence) this.#fail(`stores another command as #${sequence}`);
      this.#stored.push(body);
    }
    for (const first of remove) {
      for (let sequence = first; sequence <= (this.#ends.get(first) ?? first); sequence += 1) {
        if (!isOver(sequence)) this.#fail(`removes #${sequence} from its disk too early`);
        this.#removed.add(sequence);
      }
    }
  }

  /** The device submits its own commands to the engine. */
  submitted(group: Group): void {
    for (const { sequence, body } of commandsOf([group])) {
      if (this.#stored[sequence - 1] !== body)
        this.#fail(`submits #${sequence}, which its disk does not hold`);
      if (sequence <= this.#lastSubmitted) this.#fail(`submits #${sequence} again, or out of order`);
      this.#lastSubmitted = sequence;
    }
  }

  /** The device restarts with `outbox` on its disk. */
  restarting(): void {
    this.#lastSubmitted = 0;
  }

  /**
   * The device has started.
   *
   * @param lastApplied the sequence of its last command that it has seen applied.
   */
  restarted(pending: readonly PendingCommand[], lastApplied: number): void {
    const kept = new Map(pending.map(({ sequence, body }) => [sequence, body]));
    for (const [at, body] of this.#stored.entries()) {
      const sequence = at + 1;
      if (sequence <= lastApplied || kept.get(sequence) === body || this.#removed.has(sequence)) continue;
      this.#fail(`lost #${sequence} in a crash`);
    }
    for (const { sequence } of pending) {
      if (sequence <= lastApplied) this.#fail(`keeps #${sequence}, which it has seen applied`);
      if (sequence > this.#lastSubmitted) this.#fail(`keeps #${sequence} and does not submit it`);
    }
  }

  #fail(what: string): never {
    throw new Violation(rule, `${this.#id} ${what}`);
  }
}
