/**
 * Own commands from the person's action until they are applied (`docs/protocol.md`, "Exactly once"): numbered at once,
 * signed in groups, submitted while they are being stored, kept until they are applied.
 *
 * The commands and the signature of a group never change, and no two commands with the same sequence may leave the
 * device. Numbers of this start are used by no other one, so its groups may leave before they are durable. What the
 * earlier starts left in the storage is decided first: after a group of a later incarnation no earlier one counts.
 */

import {
  commandsOf,
  type Draft,
  type Group,
  lastOf,
  maxBatchBytes,
  maxBatchCommands,
  maxCommandBytes,
  noDigest,
} from '../../paxos/model/entry.ts';
import type { ReplicaId, Slot } from '../../paxos/model/ids.ts';
import { incarnationOf, isFirstSequence, isRange } from '../../paxos/model/sequence.ts';

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
  /** In sequence order, without holes in each incarnation, through the last one ever stored. */
  readonly outbox: readonly Group[];
  /** What an earlier page kept as it ended: after `outbox`, and in no transaction yet. */
  readonly unsaved: Unsaved;
  /** The number of the next command: in an incarnation that is reserved for this start. */
  readonly nextSequence: number;
  /** The digest of the last group that was ever stored; `noDigest` before the first. */
  readonly lastDigest: Uint8Array;
}

/** Commands that no transaction holds yet, in sequence order. */
export interface Unsaved {
  /** Signed, and possibly known to other devices. */
  readonly groups: readonly Group[];
  /** After those: in no group yet, and never sent. */
  readonly commands: readonly PendingCommand[];
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

const nothingChanged: OutboxChange = Object.freeze({ append: [], remove: [] });

export const nothingUnsaved: Unsaved = Object.freeze({ groups: [], commands: [] });

/** Groups of one incarnation to sign, in sequence order, and the digest of its group before them. */
export interface Unsealed {
  readonly drafts: readonly Draft[];
  readonly previous: Uint8Array;
}

export class Outbox {
  readonly #origin: ReplicaId;
  readonly #limits: OutboxLimits;
  /** The first number of this start. */
  readonly #firstOwn: number;
  /** In sequence order, without holes in each incarnation. */
  #pending: PendingCommand[];
  #bytes = 0;
  #nextSequence: number;
  /** Signed and not known to be applied, in order. */
  #groups: Group[];
  /** The groups in no transaction yet. */
  #unsaved: Group[];
  /** The groups that are not known to be durable, in order. Applied ones included: others may decide a group before this device has stored it. */
  #undurable: Group[];
  /** The groups that the engine does not have yet. */
  #unsubmitted: Group[];
  /** Every group through this sequence is durable. */
  #durableThrough: number;
  /** Commands through this sequence are submitted only once they are durable, unless they were before. */
  #heldThrough = 0;
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
    this.#groups = [...outbox, ...unsaved.groups];
    this.#pending = [...commandsOf(this.#groups), ...unsaved.commands].map(({ sequence, body }) => ({
      sequence,
      body,
    }));
    for (const { body } of this.#pending) this.#bytes += body.byteLength;
    this.#unsaved = [...unsaved.groups];
    this.#undurable = [...unsaved.groups];
    this.#unsubmitted = [...this.#groups];
    this.#durableThrough = lastSequenceOf(outbox);
    this.#firstOwn = nextSequence;
    this.#nextSequence = nextSequence;
    this.#firstUnsealed = unsaved.commands[0]?.sequence ?? nextSequence;
    this.#lastDigest = unsaved.groups.at(-1)?.digest ?? lastDigest;
  }

  /** Every command that is not known to be applied, in order. */
  get pending(): readonly PendingCommand[] {
    return this.#pending;
  }

  /** The signed groups that are not known to be applied, in order. */
  get groups(): readonly Group[] {
    return this.#groups;
  }

  /** Whether {@link takeDue} has any groups. */
  get hasDue(): boolean {
    const [group] = this.#unsubmitted;
    return group !== undefined && this.#isDue(group);
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
    const sequence = this.#nextSequence;
    // An incarnation has numbers for years; the next start has others.
    const isFull =
      this.#pending.length >= this.#limits.maxCommands ||
      this.#bytes + body.byteLength > this.#limits.maxBytes ||
      !isRange(sequence, sequence);
    if (isFull) return { ok: false, refusal: 'outboxFull' };
    this.#nextSequence += 1;
    this.#bytes += body.byteLength;
    this.#pending.push({ sequence, body });
    return { ok: true, sequence };
  }

  /** The groups that the engine is to have now, in order; each is returned once. */
  takeDue(): readonly Group[] {
    const blocked = this.#unsubmitted.findIndex((group) => !this.#isDue(group));
    return this.#unsubmitted.splice(0, blocked < 0 ? this.#unsubmitted.length : blocked);
  }

  /**
   * The page may end before the next transaction. From here on the commands that are in no group yet are submitted only
   * once they are durable: a later page may number the kept ones as this one does.
   *
   * @returns every pending command, and the applied groups that are not durable. Without those neither the log nor the
   *   outbox might contain the group after a restart, and the later commands would follow a hole.
   */
  holdBack(): Unsaved {
    const lastSealed = lastSequenceOf(this.#groups);
    const commands = this.#pending.filter(({ sequence }) => sequence > lastSealed);
    this.#heldThrough = commands.at(-1)?.sequence ?? this.#heldThrough;
    const pending = new Set(this.#groups);
    const applied = this.#undurable.filter((group) => !pending.has(group));
    return { groups: [...applied, ...this.#groups], commands };
  }

  /** The commands in no group yet, those of the earliest incarnation, as groups to sign: {@link sealed} takes the result. */
  takeUnsealed(): Unsealed {
    const drafts: Draft[] = [];
    let bodies: Uint8Array[] = [];
    let bytes = 0;
    const from = this.#firstUnsealed;
    this.#firstUnsealed = this.#nextSequence;
    for (const { sequence, body } of this.#pending) {
      if (sequence < from) continue;
      if (incarnationOf(sequence) > incarnationOf(from)) {
        this.#firstUnsealed = sequence;
        break;
      }
      bytes += body.byteLength;
      if (bodies.length === 0 || bodies.length === maxBatchCommands || bytes > maxBatchBytes) {
        bodies = [];
        bytes = body.byteLength;
        drafts.push({ origin: this.#origin, first: sequence, bodies });
      }
      bodies.push(body);
    }
    return { drafts, previous: isFirstSequence(from) ? noDigest : this.#lastDigest };
  }

  /** @param groups the signed groups of {@link takeUnsealed}. */
  sealed(groups: readonly Group[]): void {
    this.#groups.push(...groups);
    this.#unsaved.push(...groups);
    this.#undurable.push(...groups);
    this.#unsubmitted.push(...groups);
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
    if (append.length === 0 && this.#toRemove.length === 0) return nothingChanged;
    const covered = this.#toRemove.filter(({ slot }) => slot <= decidedThrough);
    const remove = covered.map(({ first }) => first);
    this.#unsaved = [];
    this.#toRemove = this.#toRemove.filter(({ slot }) => slot > decidedThrough);
    return { append, remove };
  }

  /** The transaction with `change` is durable. */
  stored({ append }: OutboxChange): void {
    if (append.length === 0) return;
    this.#durableThrough = Math.max(this.#durableThrough, lastSequenceOf(append));
    this.#undurable = this.#undurable.filter((group) => lastOf(group) > this.#durableThrough);
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
    this.#unsubmitted = this.#unsubmitted.filter((group) => lastOf(group) > sequence);
  }

  #isDue(group: Group): boolean {
    const [earliest] = this.#pending;
    if (earliest !== undefined && incarnationOf(earliest.sequence) < incarnationOf(group.first)) return false;
    const isOwn = group.first >= this.#firstOwn && group.first > this.#heldThrough;
    return isOwn || lastOf(group) <= this.#durableThrough;
  }
}

/** 0 if there are no groups. */
function lastSequenceOf(groups: readonly Group[]): number {
  const last = groups.at(-1);
  return last === undefined ? 0 : lastOf(last);
}
