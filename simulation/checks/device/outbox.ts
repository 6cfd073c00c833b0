/**
 * 12. An outbox survives every crash: a command whose storage was confirmed stays on the device's disk until the
 * device has seen it applied and its disk holds the slot as decided. A page that ends in an orderly way loses none of its
 * commands, stored or not: the next one shows each of them as applied or pending, before it meets another device. The engine receives a command once in each run of
 * the device: after its disk holds it, or while this run, which numbered it, stores it. A sequence names one command in
 * all runs of the device. A submitted command waits for an idle disk no longer than until the next tick.
 *
 * Covers one device over all its runs, from the submissions and the confirmations of its disk.
 */

import { type Command, commandsOf, type Group, lastOf } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { follows, incarnationOf } from '#shared/paxos/model/sequence.ts';
import type { OutboxChange, PendingCommand, Submitted } from '#shared/replica/outbox/outbox.ts';
import { Violation } from '../violation.ts';

const rule = '12 outbox';

export class OutboxAccount {
  readonly #id: ReplicaId;
  /** Every command that was ever accepted from the client. Bodies keep their identity: a device never copies them. */
  readonly #accepted = new Map<number, Uint8Array>();
  /** The sequences of every command that was ever durable, applied or not. */
  readonly #stored = new Set<number>();
  /** The sequences of every command that the network may know. */
  readonly #begun = new Set<number>();
  /** The last sequence of each group, by its first. */
  readonly #ends = new Map<number, number>();
  readonly #removed = new Set<number>();
  /** The sequences of every command that a page kept as it ended, those of earlier pages included. */
  readonly #kept = new Set<number>();
  /** The commands accepted before this run. */
  #earlier = new Set<number>();
  /** The first command that this run accepted; 0 if there is none yet. */
  #firstOfRun = 0;
  #lastStored = 0;
  #lastSubmitted = 0;
  /** The last command that was submitted before the present tick, if the disk was idle then. */
  #dueThrough = 0;

  constructor(id: ReplicaId) {
    this.#id = id;
  }

  /** `submit` returned `sequence` for `body`. */
  accepted({ sequence, body }: PendingCommand): void {
    if (this.#accepted.has(sequence)) this.#fail(`returns the sequence ${sequence} a second time`);
    this.#accepted.set(sequence, body);
    this.#firstOfRun ||= sequence;
  }

  /**
   * The disk holds `change`.
   *
   * @param isOver whether the device has seen the command applied and its disk holds the slot as decided.
   */
  stored({ append, remove }: OutboxChange, isOver: (sequence: number) => boolean): void {
    for (const group of append) this.#ends.set(group.first, lastOf(group));
    for (const { sequence, body } of commandsOf(append)) {
      if (!follows(sequence, this.#lastStored)) this.#fail(`stores #${sequence} after #${this.#lastStored}`);
      if (this.#accepted.get(sequence) !== body) this.#fail(`stores another command as #${sequence}`);
      this.#stored.add(sequence);
      this.#lastStored = sequence;
    }
    for (const first of remove) {
      for (let sequence = first; sequence <= (this.#ends.get(first) ?? first); sequence += 1) {
        if (!isOver(sequence)) this.#fail(`removes #${sequence} from its disk too early`);
        this.#removed.add(sequence);
      }
    }
  }

  /** The page may end in an orderly way from now on. @returns the commands that it must not lose. */
  kept(): readonly PendingCommand[] {
    const own = [...this.#accepted].filter(([sequence]) => !this.#earlier.has(sequence));
    for (const [sequence] of own) this.#kept.add(sequence);
    return own.map(([sequence, body]) => ({ sequence, body }));
  }

  /**
   * A window shows the pending commands over the applied state: at any moment each command since the start of this run is in
   * exactly one of them, in order.
   */
  shows(pending: readonly PendingCommand[], lastApplied: number): void {
    const [first] = pending;
    if (first !== undefined && first.sequence <= lastApplied)
      this.#fail(`shows #${first.sequence} as pending, which is applied`);
    if (this.#firstOfRun === 0) return;
    let next = Math.max(this.#firstOfRun, lastApplied + 1);
    for (const { sequence, body } of pending) {
      if (sequence < this.#firstOfRun) continue;
      if (sequence !== next) this.#fail(`shows #${sequence} where #${next} is due`);
      if (this.#accepted.get(sequence) !== body) this.#fail(`shows another command as #${sequence}`);
      next += 1;
    }
    if (this.#accepted.has(next)) this.#fail(`shows #${next} neither as pending nor as applied`);
  }

  /** The device submits its own commands to the engine. */
  submitted(group: Group): void {
    for (const { sequence, body } of commandsOf([group])) {
      if (this.#accepted.get(sequence) !== body) this.#fail(`submits another command as #${sequence}`);
      if (this.#earlier.has(sequence) && !this.#stored.has(sequence))
        this.#fail(`submits #${sequence} of an earlier run, which its disk does not hold`);
      if (sequence <= this.#lastSubmitted) this.#fail(`submits #${sequence} again, or out of order`);
      this.#lastSubmitted = sequence;
    }
  }

  /** A tick begins. */
  ticked(isStorageAtRest: boolean): void {
    if (isStorageAtRest && this.#dueThrough > this.#lastStored)
      this.#fail(`does not store #${this.#dueThrough}, although its disk is idle`);
    this.#dueThrough = isStorageAtRest ? this.#lastSubmitted : 0;
  }

  /** The commands in `group` that the network may know from now on for the first time. */
  begun(group: Group): readonly Command[] {
    const commands = commandsOf([group]).filter(({ sequence }) => !this.#begun.has(sequence));
    for (const { sequence } of commands) this.#begun.add(sequence);
    return commands;
  }

  /** The device restarts with `outbox` on its disk. */
  restarting(): void {
    this.#firstOfRun = 0;
    this.#lastSubmitted = 0;
    this.#dueThrough = 0;
    this.#earlier = new Set(this.#accepted.keys());
  }

  /**
   * The device has started.
   *
   * @param lastApplied the sequence of its last command that it has seen applied.
   */
  restarted(pending: readonly PendingCommand[], lastApplied: number): void {
    const kept = new Map(pending.map(({ sequence, body }) => [sequence, body]));
    for (const sequence of new Set([...this.#stored, ...this.#kept])) {
      const isKept = kept.get(sequence) === this.#accepted.get(sequence);
      if (sequence <= lastApplied || isKept || this.#removed.has(sequence)) continue;
      this.#fail(`lost #${sequence} in a crash, or at the end of its page`);
    }
    const earliest = incarnationOf(pending[0]?.sequence ?? 0);
    for (const { sequence } of pending) {
      if (sequence <= lastApplied) this.#fail(`keeps #${sequence}, which it has seen applied`);
      const isDue = incarnationOf(sequence) === earliest && this.#stored.has(sequence);
      if (isDue && sequence > this.#lastSubmitted) this.#fail(`keeps #${sequence} and does not submit it`);
    }
  }

  #fail(what: string): never {
    throw new Violation(rule, `${this.#id} ${what}`);
  }
}

/** A device took, or refused, a command. @throws Violation unless it refuses exactly where its outbox is full. */
export function assertBounded(id: ReplicaId, isFull: boolean, submitted: Submitted | undefined): void {
  if (submitted === undefined || isFull !== submitted.ok) return;
  throw new Violation(
    rule,
    `${id} ${submitted.ok ? 'takes' : 'refuses'} a command; its outbox is full: ${isFull}`,
  );
}
