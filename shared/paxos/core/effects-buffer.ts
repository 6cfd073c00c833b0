/**
 * Collects effects until the driver drains them, and holds messages that depend on pending writes.
 *
 * "Nothing that a replica says may depend on a write that is not yet durable" (`docs/protocol.md`): a promise or an
 * accept waits until the storage has confirmed every earlier write. A replica's messages to itself (its own promise and
 * accept) take the same path, so that its own vote counts only once it is durable.
 */

import type { SnapshotBase } from '../catch-up/snapshot.ts';
import type { Applicable, Effects, Trace, Write } from '../effects.ts';
import type { Envelope, Message } from '../messages.ts';
import { nextWrite, noWrite, type ReplicaId, type WriteNumber } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';

/** `afterWrites`: after everything written so far is durable. */
export type SendTiming = 'now' | 'afterWrites';

interface HeldMessage {
  readonly after: WriteNumber;
  readonly envelope: Envelope;
}

interface PendingWrite {
  readonly number: WriteNumber;
  readonly sinceTick: number;
}

/** Most drains have effects of one kind only. */
const none: readonly never[] = Object.freeze([]);

export class EffectsBuffer {
  readonly #self: ReplicaId;
  readonly #maxHeldMessages: number;
  readonly #onSent: (envelope: Envelope) => void;
  #writes: Write[] = [];
  #messages: Envelope[] = [];
  #decided: Applicable[] = [];
  #trace: Trace[] = [];
  #toSelf: Message[] = [];
  #held: HeldMessage[] = [];
  #pending: PendingWrite[] = [];
  #lastWrite = noWrite;
  #persisted = noWrite;
  #nothingLeavesBefore = noWrite;

  /** @param onSent a message leaves for another replica, or for this one itself. */
  constructor(
    self: ReplicaId,
    maxHeldMessages: number,
    onSent: (envelope: Envelope) => void = () => undefined,
  ) {
    this.#self = self;
    this.#maxHeldMessages = maxHeldMessages;
    this.#onSent = onSent;
  }

  /** Whether a write is not durable yet. */
  get isWriting(): boolean {
    return this.#persisted < this.#lastWrite;
  }

  get lastWrite(): WriteNumber {
    return this.#lastWrite;
  }

  /** The last write that is durable, as are all before it. */
  get lastPersisted(): WriteNumber {
    return this.#persisted;
  }

  /** The tick of the oldest write that is not durable yet; undefined if all are durable. */
  get writingSinceTick(): number | undefined {
    return this.#pending[0]?.sinceTick;
  }

  /** @param change becomes the write. */
  write(change: Omit<Write, 'number'>, sinceTick: number): WriteNumber {
    const number = nextWrite(this.#lastWrite);
    this.#lastWrite = number;
    const write: Omit<Write, 'number'> & { number?: WriteNumber } = change;
    write.number = number;
    this.#writes.push(write as Write);
    this.#pending.push({ number, sinceTick });
    return number;
  }

  /** Holds all messages until everything written so far is durable: a founder has no earlier state to restart from. */
  holdEverythingUntilDurable(): void {
    this.#nothingLeavesBefore = this.#lastWrite;
  }

  send(envelope: Envelope, timing: SendTiming): void {
    const after = timing === 'afterWrites' ? this.#lastWrite : this.#nothingLeavesBefore;
    if (after <= this.#persisted) this.#release(envelope);
    // A message to itself has no retry: it must not be lost.
    else if (envelope.to === this.#self || this.#held.length < this.#maxHeldMessages) {
      this.#held.push({ after, envelope });
    }
  }

  /** Hands a decided slot or a snapshot to the state machine, in order. */
  apply(applicable: Applicable): void {
    this.#decided.push(applicable);
  }

  trace(event: Trace): void {
    this.#trace.push(event);
  }

  /** Every write through `number` is durable: releases the messages that waited for it. */
  persisted(number: WriteNumber): void {
    invariant(number <= this.#lastWrite, () => `write ${number} was confirmed before it was made`);
    if (number <= this.#persisted) return;
    this.#persisted = number;
    while (this.#pending[0] !== undefined && this.#pending[0].number <= number) this.#pending.shift();
    if (this.#held.length === 0) return;
    const still: HeldMessage[] = [];
    for (const held of this.#held) {
      if (held.after <= number) this.#release(held.envelope);
      else still.push(held);
    }
    this.#held = still;
  }

  /** Drops held messages: they belong to a generation that this replica has left. */
  forgetHeld(): void {
    this.#held = [];
    this.#toSelf = [];
  }

  /** The next message to this replica itself that waits for no write. */
  nextToSelf(): Message | undefined {
    return this.#toSelf.length === 0 ? undefined : this.#toSelf.shift();
  }

  drain(snapshotDue: SnapshotBase | undefined): Effects {
    const [writes, messages, decided, trace] = [this.#writes, this.#messages, this.#decided, this.#trace];
    if (writes.length > 0) this.#writes = [];
    if (messages.length > 0) this.#messages = [];
    if (decided.length > 0) this.#decided = [];
    if (trace.length > 0) this.#trace = [];
    return {
      writes: writes.length > 0 ? writes : none,
      messages: messages.length > 0 ? messages : none,
      decided: decided.length > 0 ? decided : none,
      snapshotDue,
      trace: trace.length > 0 ? trace : none,
    };
  }

  /** After a halt nothing is sent or written; collected traces can still be drained. */
  silence(): void {
    this.#writes = [];
    this.#messages = [];
    this.#decided = [];
    this.#toSelf = [];
    this.#held = [];
  }

  #release(envelope: Envelope): void {
    this.#onSent(envelope);
    if (envelope.to === this.#self) this.#toSelf.push(envelope.message);
    else this.#messages.push(envelope);
  }
}
