/**
 * 12. An outbox survives every crash: a command whose storage was confirmed stays on the device's disk until the
 * device has seen it applied and its disk holds the slot. The engine hears of a command only after that, once in each
 * run of the device, and always under the number that `submit` returned.
 *
 * The account of one device, over all its runs, from what its person did and its disk confirmed.
 */

import { commandsOf, type Group, lastOf } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { OutboxChange, PendingCommand } from '#shared/replica/outbox.ts';
import { Violation } from './check.ts';

const rule = '12 outbox';

export class OutboxAccount {
  readonly #id: ReplicaId;
  /** By the command's bytes themselves, which are never copied on one device. */
  readonly #numbers = new Map<Uint8Array, number>();
  /** Every command that was ever durable, applied or not; the first is number 1. */
  readonly #stored: Uint8Array[] = [];
  /** Of each group, the last sequence, by the first. */
  readonly #ends = new Map<number, number>();
  readonly #removed = new Set<number>();
  #lastSubmitted = 0;

  constructor(id: ReplicaId) {
    this.#id = id;
  }

  /** The number of the last command that is durable. */
  get lastStored(): number {
    return this.#stored.length;
  }

  /** `submit` returned `sequence` for `body`. */
  accepted({ sequence, body }: PendingCommand): void {
    if (sequence <= this.lastStored) this.#fail(`gives the number ${sequence} a second time`);
    this.#numbers.set(body, sequence);
  }

  /**
   * The disk has `change`.
   *
   * @param isOver whether the device has seen this command applied, and its disk holds that.
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
        if (!isOver(sequence)) this.#fail(`removes #${sequence} from its disk, which is not over yet`);
        this.#removed.add(sequence);
      }
    }
  }

  /** The engine is given commands of its own device. */
  submitted(group: Group): void {
    for (const { sequence, body } of commandsOf([group])) {
      if (this.#stored[sequence - 1] !== body)
        this.#fail(`submits #${sequence}, which its disk does not hold`);
      if (sequence <= this.#lastSubmitted) this.#fail(`submits #${sequence} again, or out of order`);
      this.#lastSubmitted = sequence;
    }
  }

  /** The device starts anew with `outbox` on its disk. */
  restarting(): void {
    this.#lastSubmitted = 0;
  }

  /**
   * The device has started.
   *
   * @param lastApplied the number of its last command that it has seen applied.
   */
  restarted(pending: readonly PendingCommand[], lastApplied: number): void {
    const kept = new Map(pending.map(({ sequence, body }) => [sequence, body]));
    for (const [at, body] of this.#stored.entries()) {
      const sequence = at + 1;
      if (sequence <= lastApplied || kept.get(sequence) === body || this.#removed.has(sequence)) continue;
      this.#fail(`has lost #${sequence} in a crash`);
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
