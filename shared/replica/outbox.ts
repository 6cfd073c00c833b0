/**
 * This device's own commands from the moment a person acts until they are applied (`docs/protocol.md`, "Exactly
 * once"): numbered at once, durable before anyone hears of them, kept until they were seen applied.
 */

import { maxCommandBytes } from '../paxos/model/entry.ts';

/** One command of this device that is not known to be applied. */
export interface PendingCommand {
  readonly sequence: number;
  readonly body: Uint8Array;
}

export interface OutboxChange {
  /** New commands: they begin at the next sequence and have no holes. */
  readonly append: readonly PendingCommand[];
  /** Commands known to be applied; those that are not there (any more) are ignored. */
  readonly remove: readonly number[];
}

/** Commands that may wait at once. */
export const maxOutboxCommands = 10_000;

/** Bytes of bodies of those. */
export const maxOutboxBytes = 64 * 1024 * 1024;

export type SubmitRefusal =
  /** Too much is waiting already: the board has been without a majority for long. */
  | 'outboxFull'
  /** More than `maxCommandBytes`. */
  | 'tooLarge'
  /** The replica stopped; nothing is taken any more. */
  | 'stopped'
  /** This device may only view. */
  | 'viewOnly';

export type Submitted =
  | { readonly ok: true; readonly sequence: number }
  | { readonly ok: false; readonly refusal: SubmitRefusal };

export interface OutboxLimits {
  readonly maxCommands: number;
  readonly maxBytes: number;
}

export class Outbox {
  readonly #limits: OutboxLimits;
  /** In sequence order, without holes. */
  #pending: PendingCommand[];
  #bytes = 0;
  #nextSequence: number;
  /** The first command that no transaction holds yet. */
  #firstUnsaved: number;
  #toRemove: number[] = [];

  /** @param stored what the storage holds. */
  constructor(
    stored: readonly PendingCommand[],
    nextSequence: number,
    limits: OutboxLimits = { maxCommands: maxOutboxCommands, maxBytes: maxOutboxBytes },
  ) {
    this.#limits = limits;
    this.#pending = [...stored];
    for (const { body } of stored) this.#bytes += body.byteLength;
    this.#nextSequence = nextSequence;
    this.#firstUnsaved = nextSequence;
  }

  /** Every command that is not known to be applied, in order. */
  get pending(): readonly PendingCommand[] {
    return this.#pending;
  }

  /** Whether something waits to be made durable. What is only to be removed can wait for company. */
  get hasUnsaved(): boolean {
    return this.#firstUnsaved < this.#nextSequence;
  }

  /** @param body must not be changed any more. */
  append(body: Uint8Array): Submitted {
    if (body.byteLength > maxCommandBytes) return { ok: false, refusal: 'tooLarge' };
    const isFull =
      this.#pending.length >= this.#limits.maxCommands ||
      this.#bytes + body.byteLength > this.#limits.maxBytes;
    if (isFull) return { ok: false, refusal: 'outboxFull' };
    const sequence = this.#nextSequence;
    this.#nextSequence += 1;
    this.#bytes += body.byteLength;
    this.#pending.push({ sequence, body });
    return { ok: true, sequence };
  }

  /** What the next transaction is to hold. Taken once: a transaction that fails ends the replica. */
  take(): OutboxChange {
    const append = this.#pending.filter(({ sequence }) => sequence >= this.#firstUnsaved);
    const remove = this.#toRemove;
    this.#firstUnsaved = this.#nextSequence;
    this.#toRemove = [];
    return { append, remove };
  }

  /** This device's commands up to `sequence` are decided, whatever became of them. */
  applied(sequence: number): void {
    let done = 0;
    while ((this.#pending[done]?.sequence ?? Number.POSITIVE_INFINITY) <= sequence) done += 1;
    for (const command of this.#pending.splice(0, done)) {
      this.#bytes -= command.body.byteLength;
      this.#toRemove.push(command.sequence);
    }
  }
}
