/**
 * Own commands from the person's action until they are applied (`docs/protocol.md`, "Exactly once"): numbered at once,
 * signed in groups, durable before they are sent, kept until they are applied.
 *
 * The commands and the signature of a group never change: two groups with the same sequence numbers must never be
 * signed.
 */

import {
  commandsOf,
  type Draft,
  type Group,
  lastOf,
  maxBatchBytes,
  maxBatchCommands,
  maxCommandBytes,
} from '../paxos/model/entry.ts';
import type { ReplicaId, Slot } from '../paxos/model/ids.ts';

/** An own command that is not known to be applied. */
export interface PendingCommand {
  readonly sequence: number;
  readonly body: Uint8Array;
}

export interface OutboxChange {
  /** New groups: they start at the next sequence and have no holes. */
  readonly append: readonly Group[];
  /** First sequences of applied groups; missing ones are ignored. */
  readonly remove: readonly number[];
}

/** The outbox as stored on a device. */
export interface StoredOutbox {
  /** In sequence order, without holes, through the last one ever stored. */
  readonly outbox: readonly Group[];
  /** The commands after them, not yet in any group or transaction. */
  readonly unsaved: readonly PendingCommand[];
  /** The number of the next command: 1 or more. */
  readonly nextSequence: number;
  /** The digest of the last group that was ever stored; `noDigest` before the first. */
  readonly lastDigest: Uint8Array;
}

/** Pending commands, at most. */
export const maxOutboxCommands = 10_000;

/** Bytes of their bodies, at most. */
export const maxOutboxBytes = 64 * 1024 * 1024;

export type SubmitRefusal =
  /** Too many undecided commands: the board has had no majority for long. */
  | 'outboxFull'
  /** More than `maxCommandBytes`. */
  | 'tooLarge'
  /** The replica has stopped. */
  | 'stopped'
  /** The device has view access. */
  | 'viewOnly';

export type Submitted =
  | { readonly ok: true; readonly sequence: number }
  | { readonly ok: false; readonly refusal: SubmitRefusal };

export interface OutboxLimits {
  readonly maxCommands: number;
  readonly maxBytes: number;
}

/** Groups to sign, in sequence order, and the digest of the group before them. */
export interface Unsealed {
  readonly drafts: readonly Draft[];
  readonly previous: Uint8Array;
}

export class Outbox {
  readonly #origin: ReplicaId;
  readonly #limits: OutboxLimits;
  /** In sequence order, without holes. */
  #pending: PendingCommand[];
  #bytes = 0;
  #nextSequence: number;
  /** Signed and not known to be applied, in order. */
  #groups: Group[];
  /** The groups that are in no transaction yet. */
  #unsaved: Group[] = [];
  /** The first command in no group yet. */
  #firstUnsealed: number;
  #lastDigest: Uint8Array;
  /** The first sequences of applied groups, each with the slot that applied it. */
  #toRemove: { readonly first: number; readonly slot: Slot }[] = [];

  /** @param stored the stored outbox. */
  constructor(
    origin: ReplicaId,
    { outbox, unsaved, nextSequence, lastDigest }: StoredOutbox,
    limits: OutboxLimits = { maxCommands: maxOutboxCommands, maxBytes: maxOutboxBytes },
  ) {
    this.#origin = origin;
    this.#limits = limits;
    this.#groups = [...outbox];
    this.#pending = [...commandsOf(outbox), ...unsaved].map(({ sequence, body }) => ({ sequence, body }));
    for (const { body } of this.#pending) this.#bytes += body.byteLength;
    this.#nextSequence = nextSequence;
    this.#firstUnsealed = unsaved[0]?.sequence ?? nextSequence;
    this.#lastDigest = lastDigest;
  }

  /** Every command that is not known to be applied, in order. */
  get pending(): readonly PendingCommand[] {
    return this.#pending;
  }

  /** The signed groups that are not known to be applied, in order. */
  get groups(): readonly Group[] {
    return this.#groups;
  }

  /** Whether commands wait for a signature. */
  get hasUnsealed(): boolean {
    return this.#firstUnsealed < this.#nextSequence;
  }

  /** Whether groups wait to become durable. Removals alone need no transaction: they join the next one. */
  get hasUnsaved(): boolean {
    return this.#unsaved.length > 0;
  }

  /** @param body must not be modified afterwards. */
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

  /** All commands that are in no group yet, as groups to sign. Called once per group: {@link sealed} takes the result. */
  takeUnsealed(): Unsealed {
    const drafts: Draft[] = [];
    let bodies: Uint8Array[] = [];
    let bytes = 0;
    for (const { sequence, body } of this.#pending) {
      if (sequence < this.#firstUnsealed) continue;
      bytes += body.byteLength;
      if (bodies.length === 0 || bodies.length === maxBatchCommands || bytes > maxBatchBytes) {
        bodies = [];
        bytes = body.byteLength;
        drafts.push({ origin: this.#origin, first: sequence, bodies });
      }
      bodies.push(body);
    }
    this.#firstUnsealed = this.#nextSequence;
    return { drafts, previous: this.#lastDigest };
  }

  /** @param groups the signed groups of {@link takeUnsealed}. */
  sealed(groups: readonly Group[]): void {
    this.#groups.push(...groups);
    this.#unsaved.push(...groups);
    this.#lastDigest = groups.at(-1)?.digest ?? this.#lastDigest;
  }

  /**
   * The content of the next transaction. Not returned again: a transaction that fails ends the replica.
   *
   * A group stays in the storage until a transaction records its slot as decided. Otherwise, after a crash in between,
   * neither the log nor the outbox would contain it.
   *
   * @param decidedThrough the last decided slot that this transaction makes durable.
   */
  take(decidedThrough: Slot): OutboxChange {
    const append = this.#unsaved;
    const covered = this.#toRemove.filter(({ slot }) => slot <= decidedThrough);
    const remove = covered.map(({ first }) => first);
    this.#unsaved = [];
    this.#toRemove = this.#toRemove.filter(({ slot }) => slot > decidedThrough);
    return { append, remove };
  }

  /** This device's commands up to `sequence` are decided, whether the board accepted or refused them. */
  applied(sequence: number, slot: Slot): void {
    let done = 0;
    while ((this.#pending[done]?.sequence ?? Number.POSITIVE_INFINITY) <= sequence) done += 1;
    for (const command of this.#pending.splice(0, done)) this.#bytes -= command.body.byteLength;
    let groups = 0;
    for (const group of this.#groups) {
      if (lastOf(group) > sequence) break;
      groups += 1;
    }
    for (const { first } of this.#groups.splice(0, groups)) this.#toRemove.push({ first, slot });
  }
}
