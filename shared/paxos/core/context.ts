/** Shared by all parts of a replica: decided log position, clock, limits, storage and outgoing messages. */

import type { Write } from '../effects.ts';
import type { Peers } from '../election/peers.ts';
import { bulkBytes } from '../flow/lanes.ts';
import type { Outflow } from '../flow/outflow.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import type { Generation } from '../membership/generation.ts';
import type { Heard } from '../membership/heard.ts';
import type { Message, MessageBody } from '../messages.ts';
import { type Configuration, isVoter } from '../model/configuration.ts';
import { noSlot, type ReplicaId, type Slot, type WriteNumber } from '../model/ids.ts';
import { type Limits, replyLifetimeRounds } from '../model/limits.ts';
import type { Clock } from './clock.ts';
import type { EffectsBuffer, SendTiming } from './effects-buffer.ts';

interface Parts {
  readonly clock: Clock;
  readonly effects: EffectsBuffer;
  readonly outflow: Outflow;
  readonly peers: Peers;
  readonly decided: DecidedLog;
  readonly generation: Generation;
  readonly heard: Heard;
}

/** A change of durable state; the context adds what every write carries. */
export type Change = Omit<Write, 'number' | 'generation' | 'decidedThrough'>;

export class Context {
  readonly id: ReplicaId;
  readonly limits: Limits;
  /** Whether this replica only promises and accepts. */
  readonly isWitness: boolean;
  /** Bytes of bulk messages in flight to each linked member. */
  readonly outflow: Outflow;
  readonly #clock: Clock;
  readonly #effects: EffectsBuffer;
  readonly #peers: Peers;
  readonly #decided: DecidedLog;
  readonly #generation: Generation;
  readonly #heard: Heard;
  /** `decidedThrough` in the latest write. */
  #writtenDecidedThrough = noSlot;
  /** See {@link storedThrough}. */
  #storedThrough = noSlot;
  /** Writes that are not durable yet and no hints, with their `decidedThrough`. */
  #storing: { readonly number: WriteNumber; readonly decidedThrough: Slot }[] = [];

  constructor(id: ReplicaId, limits: Limits, parts: Parts, isWitness: boolean) {
    this.id = id;
    this.limits = limits;
    this.isWitness = isWitness;
    this.outflow = parts.outflow;
    this.#clock = parts.clock;
    this.#effects = parts.effects;
    this.#peers = parts.peers;
    this.#decided = parts.decided;
    this.#generation = parts.generation;
    this.#heard = parts.heard;
  }

  /** Ticks since this incarnation began. */
  get tick(): number {
    return this.#clock.tick;
  }

  get decidedThrough(): Slot {
    return this.#decided.through;
  }

  /** In force for the slot after `decidedThrough`; undefined in a newcomer. */
  get configuration(): Configuration | undefined {
    return this.#decided.configuration;
  }

  /** The slot that chose the configuration in force. */
  get epoch(): Slot {
    return this.#decided.epoch;
  }

  get votes(): boolean {
    return this.configuration !== undefined && isVoter(this.configuration, this.id);
  }

  /** Whether a write is not durable yet. */
  get isWriting(): boolean {
    return this.#effects.isWriting;
  }

  /** The latest write, durable or not. */
  get lastWrite(): WriteNumber {
    return this.#effects.lastWrite;
  }

  /** Whether `write` is durable. */
  isDurable(write: WriteNumber): boolean {
    return write <= this.#effects.lastPersisted;
  }

  /** Whether the storage responds: no write has been pending for longer than an election timeout. */
  get isFit(): boolean {
    const since = this.#effects.writingSinceTick;
    return since === undefined || this.tick - since <= replyLifetimeRounds * this.limits.heartbeatTicks;
  }

  /** The storage holds every slot through this one as decided; a power cut may take a hint back, and never this. */
  get storedThrough(): Slot {
    return this.#storedThrough;
  }

  /** Every write through `number` is durable. */
  notePersisted(number: WriteNumber): void {
    while (this.#storing[0] !== undefined && this.#storing[0].number <= number)
      this.#storedThrough = this.#storing.shift()?.decidedThrough ?? this.#storedThrough;
  }

  /** The number of members with a link. */
  get linkedCount(): number {
    return this.#peers.count;
  }

  /** Every member with a link. */
  get linked(): readonly ReplicaId[] {
    return this.#peers.ids;
  }

  /** Decided entries that no write holds yet may be part of a message: it waits for them, too. */
  #coverUnwritten(timing: SendTiming): void {
    if (timing === 'afterWrites' && this.#decided.hasUnwritten) this.write({ records: [] });
  }

  /**
   * Sends to a linked member, or to this replica itself; ignored for any other receiver.
   *
   * @param body becomes the message: the caller must not use it for another generation.
   */
  send(to: ReplicaId, body: MessageBody, timing: SendTiming): void {
    if (to !== this.id && !this.#peers.has(to)) return;
    this.#coverUnwritten(timing);
    this.#effects.send({ to, message: stamped(body, this.#generation.number) }, timing);
    this.#mark(to, bulkBytes(body), timing);
  }

  /** As {@link send}, to every linked member, or to `receivers`, which are linked. */
  broadcast(body: MessageBody, timing: SendTiming, receivers = this.linked): void {
    this.#coverUnwritten(timing);
    // One object for all receivers, so that a driver can encode it once.
    const message = stamped(body, this.#generation.number);
    const bytes = bulkBytes(body);
    for (const to of receivers) this.#effects.send({ to, message }, timing);
    // Marks follow all copies: a driver reuses the encoding of a message sent to several peers in a row.
    if (bytes > 0) for (const to of receivers) this.#mark(to, bytes, timing);
  }

  /** @param change becomes the write: the caller must not use it for another one. */
  write(change: Change): WriteNumber {
    const heard = this.#heard.take(this.decidedThrough);
    if (!this.#decided.hasUnwritten && heard === undefined)
      return this.writeDecided(change, this.decidedThrough);
    const records = [...this.#decided.takeUnwritten(), ...change.records];
    const news = heard === undefined ? {} : { heard };
    return this.writeDecided({ ...change, records, ...news }, this.decidedThrough);
  }

  /** As {@link write}, for a change that itself decides the slots up to `decidedThrough`. */
  writeDecided(change: Change, decidedThrough: Slot): WriteNumber {
    this.#writtenDecidedThrough = decidedThrough;
    // In place of a copy, as in `stamped`.
    const write: Change & { generation?: number; decidedThrough?: Slot } = change;
    write.generation = this.#generation.number;
    write.decidedThrough = decidedThrough;
    const number = this.#effects.write(write as Omit<Write, 'number'>, this.#clock.tick);
    if (change.isHint !== true) this.#storing.push({ number, decidedThrough });
    return number;
  }

  /** Whether the storage holds a lower `decidedThrough` than this replica. It holds the decided entries all the same. */
  get lagsInDecisions(): boolean {
    return this.#writtenDecidedThrough < this.decidedThrough;
  }

  /** Whether a power cut may take back that the configuration in force is decided. */
  get lagsInVoters(): boolean {
    const { decidedThrough } = this.#storing.at(-1) ?? { decidedThrough: this.#storedThrough };
    return decidedThrough < this.epoch;
  }

  /** Whether peers have reported decisions that this replica lacks and its storage has no note of. */
  get lagsInReports(): boolean {
    return this.#heard.isUnwritten(this.decidedThrough);
  }

  /** Called after the durable state has been restored. */
  noteRestored(): void {
    this.#writtenDecidedThrough = this.decidedThrough;
    this.#storedThrough = this.decidedThrough;
  }

  /** Records that a message of `from` was ignored because no correct replica sends it. */
  dropped(from: ReplicaId, what: string): void {
    this.#effects.trace({ type: 'dropped', from, what });
  }

  /** Notes `bytes` of bulk in flight to `to`; the reply to the mark that follows reports their arrival. */
  #mark(to: ReplicaId, bytes: number, timing: SendTiming): void {
    const number = bytes === 0 ? undefined : this.outflow.noteSent(to, bytes, this.tick);
    if (number !== undefined) this.send(to, { type: 'mark', number }, timing);
  }
}

/** In place of a copy, which costs as much as the rest of sending. */
function stamped(body: MessageBody, generation: number): Message {
  const message: MessageBody & { generation?: number } = body;
  message.generation = generation;
  return message as Message;
}
